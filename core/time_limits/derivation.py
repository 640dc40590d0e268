"""Why a dossier is due on that day: the engine's own working, as a strip of days and as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.time_limits.change_lines import change_lines
from core.time_limits.changes import Change, Pause, Step, require_possible, steps
from core.time_limits.due import due_moment, local_day
from core.time_limits.rules import LimitUnit, TimeLimit
from core.time_limits.sentences import intro, lines, provisional_line, rest_lines
from core.time_limits.strip import DayKind, DerivedDay, Stretch, day_strip
from core.working_calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a due moment came about.

    `original_due_at` is the moment before any stop or extension, `due_at` the present one. `sentences` holds the rule
    first (`intro`), then the list below the strip (`lines`). `has_provisional`: a day off on the way is not announced.
    `counting` are the lines that lead from reception to the first due moment, `steps` what each change did to it after.
    """

    received_at: datetime
    due_at: datetime
    days: tuple[DerivedDay, ...]
    sentences: tuple[str, ...]
    has_provisional: bool
    original_due_at: datetime
    counting: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def intro(self) -> str:
        """The rule of the limit."""
        return self.sentences[0]

    @property
    def lines(self) -> tuple[str, ...]:
        """The facts of the strip, as a list."""
        return self.sentences[1:]


def derive(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar, changes: Sequence[Change] = ()) -> Derivation:
    """Return the due moment of a limit with the reason of every day on the way, stops and an extension included.

    Raises:
        CalendarMissing: the limit leaves the years of the calendar.
        InvalidPause, InvalidExtension: the changes cannot have happened, see `require_order` and `extended_due`.

    Source: docs/legal/time-limits.md#derivation
    """
    require_possible(changes, received_at, calendar)
    original = due_moment(limit, received_at, calendar)
    stretch = Stretch(received_at, original, calendar)
    days = day_strip(limit, stretch)
    counting = lines(limit, stretch, days)
    written = [intro(limit, days), *counting]
    due_at = original
    taken = tuple(steps(original, changes, calendar))
    if taken:
        due_at = taken[-1].due_at
        counts_from = _counts_from(limit, received_at, calendar)
        written += change_lines(original, taken, counts_from, calendar)
        pauses = [change for change in changes if isinstance(change, Pause)]
        days = _strip_in_hours(Stretch(received_at, due_at, calendar), counts_from, pauses)
        written += rest_lines(days, after=local_day(original))
    provisional = calendar.provisional_days(local_day(received_at), local_day(due_at))
    if provisional:
        written.append(provisional_line(provisional))
    return Derivation(received_at, due_at, days, tuple(written), bool(provisional), original, tuple(counting), taken)


def _counts_from(limit: TimeLimit, received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the moment from which office minutes belong to the limit: days start with the day after day 0."""
    if limit.unit is LimitUnit.WORKING_DAYS:
        return calendar.closing_from(received_at)
    received_on = local_day(received_at)
    counts_at_once = limit.unit in {LimitUnit.HOURS, LimitUnit.SAME_DAY} or not calendar.is_working_day(received_on)
    return received_at if counts_at_once else calendar.closing(received_on)


def _strip_in_hours(stretch: Stretch, counts_from: datetime, pauses: Sequence[Pause]) -> tuple[DerivedDay, ...]:
    """Return the strip in hours instead of numbered days: after a change only minutes add up."""
    cells = []
    for day in stretch.days():
        ran = stretch.minutes_on(day, counts_from, stretch.due_at)
        stops = [(max(pause.stopped_at, counts_from), pause.resumed_at or stretch.due_at) for pause in pauses]
        stopped = sum(stretch.minutes_on(day, start, end) for start, end in stops)
        cell = stretch.cell(day, minutes=ran - stopped)
        is_paused = cell.kind is DayKind.START and stopped > 0
        cells.append(replace(cell, kind=DayKind.PAUSED, label="tạm dừng") if is_paused else cell)
    return tuple(cells)
