"""Which new appointment a leader may make, and what the citizen will read of it, before the letter is issued."""

from dataclasses import dataclass
from datetime import date, datetime

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.time_limits import Extension, InvalidExtension, extended_due
from core.working_calendar import CalendarMissing
from dossiers.models import Dossier
from dossiers.models import Extension as Letter

SUGGESTED_DAYS = (2, 3, 5)  # working days after the appointment, or after today where that has passed
MOST_DAYS = 60  # counted likewise; a slip of the year on the keyboard must not bind an office, and a quarter is no new appointment


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """The letter as it would be issued now. `new_due` is None while no possible day is chosen."""

    reason: str
    old_due: datetime
    new_due: datetime | None
    is_late: bool


def suggested_days(dossier: Dossier, at: datetime) -> list[tuple[int, date]]:
    """Return working days that may be chosen, each with how many it lies after the appointment; none past the calendar."""
    if dossier.due_at is None or dossier.calendar_revision_id is None:
        return []
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    start = _counted_from(dossier.due_at, at)
    try:
        return [(days, calendar.closing_after(start, days).date()) for days in SUGGESTED_DAYS]
    except CalendarMissing:
        return []


def new_due_of(dossier: Dossier, until: date, at: datetime) -> datetime:
    """Return the due moment of a new appointment made at `at`.

    That it lies at most `MOST_DAYS` working days ahead is this portal's own limit: no rule on it was found. [unverified]

    Raises:
        InvalidExtension: see `core.time_limits.extended_due`; also where no clock runs, or for a day too far. CalendarMissing.
    """
    if dossier.due_at is None or dossier.calendar_revision_id is None:
        raise InvalidExtension("Hồ sơ này chưa có hẹn trả")
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    new_due = extended_due(dossier.due_at, Extension(at, until), calendar)
    start = _counted_from(dossier.due_at, at)
    if calendar.working_days_between(start, until) > MOST_DAYS:
        last = calendar.closing_after(start, MOST_DAYS)
        raise InvalidExtension(f"Hẹn lại muộn nhất là ngày {last:%d/%m/%Y}, {MOST_DAYS} ngày làm việc sau ngày {start:%d/%m/%Y}")
    return new_due


def letter_preview(dossier: Dossier, reason: str, until: date | None, at: datetime) -> LetterPreview | None:
    """Return the letter of what is typed so far; None where there is no appointment to apologise for."""
    if dossier.due_at is None:
        return None
    letter = Letter(issued_at=at, due_before=dossier.due_at)
    return LetterPreview(reason.strip(), dossier.due_at, _possible(dossier, until, at), letter.is_late)


def _counted_from(due_at: datetime, at: datetime) -> date:
    """Return the day after which days of a new appointment count: that of the old one, or of the decision if it is later."""
    return max(due_at, at).astimezone(ZONE).date()


def _possible(dossier: Dossier, until: date | None, at: datetime) -> datetime | None:
    try:
        return new_due_of(dossier, until, at) if until else None
    except (InvalidExtension, CalendarMissing):
        return None
