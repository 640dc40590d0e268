"""What tests of the ladder share: overdue dossiers without the acts that lead to them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from core.clock import ZONE
from dossiers.models import Dossier
from tests.factories.dossiers import Office, Situations

Late = Callable[..., Dossier]
FRIDAY_BEFORE_TET = datetime(2026, 2, 13, 17, 0, tzinfo=ZONE)  # the office opens again on Monday 23/02


def at(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 2) -> datetime:
    """Return a moment of 2026 at the office."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZONE)


def put_late(dossier: Dossier, due_at: datetime) -> Dossier:
    """Set the due moment of a running dossier back and note that it has passed."""
    moments = {"due_at": due_at, "original_due_at": due_at, "overdue_noted_at": due_at + timedelta(seconds=15)}
    Dossier.objects.filter(pk=dossier.pk).update(**moments)
    dossier.refresh_from_db()
    return dossier


@pytest.fixture
def late(make: Situations, office: Office) -> Late:
    """Return a function that makes a dossier of the office, held by its specialist, due at a moment of the past."""

    def late_at(due_at: datetime = FRIDAY_BEFORE_TET) -> Dossier:
        return put_late(make.processing(due_at - timedelta(days=30)), due_at)

    return late_at
