"""How a dossier stands against its moment, read from a row of a list or from the dossier itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from communes.selectors import calendar_of_revision
from dossiers.deadlines import ClockReading, Punctuality, hours_label, read_clock
from dossiers.models import Dossier
from dossiers.states import DossierState

CLOCK_COLUMNS = ("state", "due_at", "due_soon_at", "finished_at", "remaining_minutes", "calendar_revision_id")
DESK_COLUMNS = (*CLOCK_COLUMNS, "response_due_at")


def clock_of(found: Dossier | Mapping[str, Any], now: datetime) -> ClockReading:
    """Return how a dossier, or a row with CLOCK_COLUMNS, stands at `now`. No query once the process knows its calendar."""
    state, due_at, due_soon_at, finished_at, remaining_minutes, revision = _read(found, CLOCK_COLUMNS)
    return read_clock(
        state=state,
        due_at=due_at,
        due_soon_at=due_soon_at,
        finished_at=finished_at,
        remaining_minutes=remaining_minutes,
        now=now,
        calendar=None if revision is None else calendar_of_revision(revision),
    )


def desk_clock(found: Dossier | Mapping[str, Any], now: datetime) -> tuple[ClockReading, datetime | None]:
    """Return how a dossier, or a row with DESK_COLUMNS, stands at `now`, and the moment it is measured against.

    Until reception that is the moment of the answer, afterwards the due moment; None where nothing was promised.
    """
    state, due_at, answer_by = _read(found, ("state", "due_at", "response_due_at"))
    if state == DossierState.SUBMITTED:
        return _waiting(answer_by, now), answer_by
    return clock_of(found, now), due_at


def _waiting(answer_by: datetime | None, now: datetime) -> ClockReading:
    if answer_by is not None and now > answer_by:
        return ClockReading(Punctuality.OVERDUE, "Quá hạn trả lời")
    return ClockReading(Punctuality.WAITING, "Chờ tiếp nhận")


def remaining_label(minutes: int | None) -> str:
    """Return what is left of a stopped clock: "còn 11 giờ làm việc"; before reception no clock has begun."""
    if minutes is None:
        return "chưa tính hạn"
    return f"còn {hours_label(minutes)} làm việc" if minutes else "đã hết hạn khi dừng"


def _read(found: Dossier | Mapping[str, Any], columns: tuple[str, ...]) -> list[Any]:
    return [found[name] for name in columns] if isinstance(found, Mapping) else [getattr(found, name) for name in columns]
