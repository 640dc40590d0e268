"""A machine whose clock went backwards: the act is refused with the reason, and nothing moves."""

from datetime import datetime, timedelta

import pytest

from core.time_limits import InvalidPause
from dossiers.acts._clock import resume_clock, stop_clock
from dossiers.models import Dossier
from dossiers.states import Stage
from tests.factories.dossiers import Situations

MINUTE = timedelta(minutes=1)


def received_at(dossier: Dossier) -> datetime:
    assert dossier.received_at is not None
    return dossier.received_at


def test_no_clock_stops_before_it_began(make: Situations) -> None:
    dossier = make.processing()
    with pytest.raises(InvalidPause, match="sớm nhất"):
        stop_clock(dossier, Stage.APPRAISAL, received_at(dossier) - MINUTE)
    assert (dossier.remaining_minutes, dossier.suspensions.exists()) == (None, False)


def test_no_clock_stops_twice(make: Situations) -> None:
    dossier = make.processing()
    stop_clock(dossier, Stage.APPRAISAL, received_at(dossier) + MINUTE)
    with pytest.raises(InvalidPause, match="chưa kết thúc"):
        stop_clock(dossier, Stage.APPRAISAL, received_at(dossier) + 2 * MINUTE)
    assert dossier.suspensions.count() == 1


def test_no_clock_goes_on_before_it_stopped(make: Situations) -> None:
    dossier = make.processing()
    suspension = stop_clock(dossier, Stage.APPRAISAL, received_at(dossier) + 10 * MINUTE)
    with pytest.raises(InvalidPause, match="trước khi tạm dừng"):
        resume_clock(dossier, suspension, received_at(dossier) + 9 * MINUTE)
    suspension.refresh_from_db()
    assert (suspension.ended_at, dossier.remaining_minutes) == (None, suspension.remaining_minutes)
