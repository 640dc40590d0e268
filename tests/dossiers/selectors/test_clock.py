"""A clock reads the same from a dossier and from a row; the desk measures a filing against the moment of the answer."""

from datetime import timedelta

import pytest

from dossiers.deadlines import Punctuality
from dossiers.models import Dossier
from dossiers.selectors.clock import CLOCK_COLUMNS, DESK_COLUMNS, clock_of, desk_clock, remaining_label
from tests.factories.dossiers import MONDAY_9H, Situations

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("situation", ["submitted", "received", "processing", "awaiting_supplement", "result_ready", "returned"])
def test_a_row_reads_like_its_dossier(make: Situations, situation: str) -> None:
    dossier = getattr(make, situation)()
    rows = Dossier.objects.filter(pk=dossier.pk).order_by("pk")
    assert clock_of(rows.values(*CLOCK_COLUMNS).get(), MONDAY_9H) == clock_of(dossier, MONDAY_9H)
    assert desk_clock(rows.values(*DESK_COLUMNS).get(), MONDAY_9H) == desk_clock(dossier, MONDAY_9H)


def test_it_asks_nothing_once_the_calendar_is_known(make: Situations, django_assert_num_queries) -> None:
    dossier = make.received()
    clock_of(dossier, MONDAY_9H)
    with django_assert_num_queries(0):
        clock_of(dossier, MONDAY_9H)


@pytest.mark.parametrize(
    ("after", "kind"), [(-SECOND, Punctuality.WAITING), (0 * SECOND, Punctuality.WAITING), (SECOND, Punctuality.OVERDUE)]
)
def test_a_filing_is_late_once_the_moment_of_its_answer_has_passed(make: Situations, after: timedelta, kind: Punctuality) -> None:
    dossier = make.submitted()
    assert dossier.response_due_at is not None
    clock, moment = desk_clock(dossier, dossier.response_due_at + after)
    assert (clock.kind, moment) == (kind, dossier.response_due_at)


def test_a_filing_without_such_a_moment_waits(make: Situations) -> None:
    dossier = make.submitted()
    dossier.response_due_at = None
    clock, moment = desk_clock(dossier, MONDAY_9H + timedelta(days=30))
    assert (clock.kind, moment) == (Punctuality.WAITING, None)


@pytest.mark.parametrize(("minutes", "words"), [(None, "chưa tính hạn"), (0, "đã hết hạn khi dừng"), (1660, "còn 27 giờ 40’ làm việc")])
def test_what_is_left_is_said_in_hours(minutes: int | None, words: str) -> None:
    assert remaining_label(minutes) == words
