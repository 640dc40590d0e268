"""The stored moments of one dossier counted over another calendar. Pure: no query, no clock.

Source: docs/legal/calendar.md#apply
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from core.clock import ZONE
from core.errors import DomainError
from core.time_limits import Change, Extension, Pause, TimeLimit, clock_for, due_moment, minutes_left, resumed_due
from core.time_limits.changes import require_possible, steps
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.deadlines import SUPPLEMENT_DAYS, supplement_window
from dossiers.models import Dossier, DossierStep, Suspension
from dossiers.models import Extension as Letter
from dossiers.states import DossierState, Stage

PROMISES = ("due_at", "response_due_at", "supplement_due_at", "remaining_minutes")  # what somebody counts on; the rest are reminders
MOMENTS = ("response_due_at", "due_at", "due_soon_at", "apology_due_at", "supplement_due_at", "remaining_minutes")


class NotByItsRule(DomainError):
    """A stored moment that the rule and the log do not give: another calendar must not move it."""

    code = "clock-not-by-rule"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} đang lưu không theo thời hạn và nhật ký")


@dataclass(frozen=True, slots=True)
class Clocked:
    """A dossier with all that its clock hangs on; `stops` in order of time, `step` the open one."""

    dossier: Dossier
    stops: Sequence[Suspension] = ()
    letter: Letter | None = None
    step: DossierStep | None = None

    @property
    def letter_issued_at(self) -> datetime | None:
        return self.letter.issued_at if self.letter else None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a calendar gives: columns of MOMENTS, the open step's due moment, minutes left and window of stops by their id."""

    columns: Mapping[str, datetime | int | None]
    step_due_at: datetime | None = None
    left: Mapping[int, int] = field(default_factory=dict)
    answer_by: Mapping[int, datetime] = field(default_factory=dict)

    def moved(self, clocked: Clocked) -> dict[str, tuple[datetime | int | None, datetime | int | None]]:
        """Return what differs from what is stored, as column → (stored, counted); the step's moment is `step_due_at`."""
        pairs = {name: (getattr(clocked.dossier, name), value) for name, value in self.columns.items()}
        if clocked.step is not None:
            pairs["step_due_at"] = (clocked.step.due_at, self.step_due_at)
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@dataclass(frozen=True, slots=True)
class Course:
    """A time limit with its changes over one calendar.

    When it is due, what was left at each stop, and the last change that moved it: no warning lies before that one.
    """

    due_at: datetime
    left: tuple[int, ...]
    counts_from: datetime


class CalendarCount:
    """One calendar with what was counted over it: equal limits with equal changes are counted once."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self._courses: dict[tuple[str, datetime, tuple[Change, ...]], Course | DomainError] = {}

    def course(self, rule: str, received_at: datetime, changes: tuple[Change, ...]) -> Course:
        """Return the course of a limit.

        Raises:
            DomainError: the calendar ends too early, or the changes cannot have happened over it.
        """
        key = rule, received_at, changes
        if key not in self._courses:
            try:
                self._courses[key] = self._count(_limit(rule), received_at, changes)
            except DomainError as error:
                self._courses[key] = error
        found = self._courses[key]
        if isinstance(found, DomainError):
            raise found
        return found

    def _count(self, limit: TimeLimit, received_at: datetime, changes: tuple[Change, ...]) -> Course:
        require_possible(changes, received_at, self.calendar)
        due_at, counts_from, left = due_moment(limit, received_at, self.calendar), received_at, []
        for step in steps(due_at, changes, self.calendar):
            due_at, change = step.due_at, step.change
            if isinstance(change, Extension):
                counts_from = change.decided_at
                continue
            left.append(minutes_left(step.due_before, change.stopped_at, self.calendar))
            if left[-1] and change.resumed_at is not None:
                counts_from = change.resumed_at
        return Course(due_at, tuple(left), counts_from)


@lru_cache(maxsize=256)
def _limit(rule: str) -> TimeLimit:
    return TimeLimit.parse(rule)


def count_over(clocked: Clocked, before: CalendarCount, after: CalendarCount) -> Counted:
    """Return the moments of an open dossier over the calendar `after`; `before` is the one its stored moments follow from.

    Raises:
        NotByItsRule: they do not follow from it.
        DomainError: over `after` they cannot be counted: it ends too early, or a new appointment falls on a day of rest.

    Source: docs/legal/calendar.md#apply
    """
    dossier = clocked.dossier
    if dossier.state == DossierState.SUBMITTED:
        return _answer(clocked, before, after)
    window, answer_by = _window(clocked, before, after)
    if dossier.received_at is None:
        return Counted(window, answer_by=answer_by)
    running = _running(clocked, before, after)
    return Counted({**running.columns, **window}, running.step_due_at, running.left, answer_by)


def changes_on(clocked: Clocked) -> list[tuple[Suspension | None, Change]]:
    """Return what happened to the clock in order, each stop beside its row; of two at one moment the extension came first."""
    stops = [each for each in clocked.stops if each.remaining_minutes is not None]
    timed: list[tuple[datetime, int, Suspension | None, Change]] = [
        (stop.started_at, 1, stop, Pause(stop.started_at, stop.ended_at)) for stop in stops
    ]
    letter = clocked.letter
    if letter is not None and letter.issued_at is not None and letter.until is not None:
        timed.append((letter.issued_at, 0, None, Extension(letter.issued_at, letter.until)))
    return [(stop, change) for _, _, stop, change in sorted(timed, key=lambda each: each[:2])]


def _answer(clocked: Clocked, before: CalendarCount, after: CalendarCount) -> Counted:
    """Count until when the desk must answer: from the filing, or from the last supplement at reception."""
    dossier = clocked.dossier
    again = [stop.ended_at for stop in clocked.stops if stop.stage == Stage.RECEPTION and stop.ended_at is not None]
    if dossier.submitted_at is None:
        return Counted({})
    sent_at = max([dossier.submitted_at, *again])
    old, new = (each.calendar.add_working_minutes(sent_at, settings.RESPONSE_WORKING_MINUTES) for each in (before, after))
    if dossier.response_due_at not in {old, new}:
        raise NotByItsRule("Hạn trả lời")
    return Counted({"response_due_at": new})


def _window(clocked: Clocked, before: CalendarCount, after: CalendarCount) -> tuple[dict[str, datetime | int | None], dict[int, datetime]]:
    """Count until when the citizen may supplement. What he was told is never shortened; a window by no rule stays."""
    stop = next((each for each in clocked.stops if each.ended_at is None and each.answer_by is not None), None)
    if stop is None or stop.answer_by is None or clocked.dossier.supplement_due_at != stop.answer_by:
        return {}, {}
    with suppress(CalendarMissing, ValueError):
        days = before.calendar.working_days_between(
            before.calendar.closing_from(stop.started_at).date(), stop.answer_by.astimezone(ZONE).date()
        )
        if days in SUPPLEMENT_DAYS and supplement_window(stop.started_at, days, before.calendar) == stop.answer_by:
            until = max(stop.answer_by, supplement_window(stop.started_at, days, after.calendar))
            return {"supplement_due_at": until}, {stop.pk: until}
    return {}, {}


def _running(clocked: Clocked, before: CalendarCount, after: CalendarCount) -> Counted:
    """Count a clock that has begun."""
    dossier, listed = clocked.dossier, changes_on(clocked)
    if dossier.received_at is None or not dossier.time_limit_rule or dossier.calendar_revision_id is None:
        raise NotByItsRule("Hẹn trả")
    changes = tuple(change for _, change in listed)
    if before.course(dossier.time_limit_rule, dossier.received_at, changes).due_at != dossier.due_at:
        raise NotByItsRule("Hẹn trả")
    course = after.course(dossier.time_limit_rule, dossier.received_at, changes)
    left = dict(zip([stop.pk for stop, _ in listed if stop is not None], course.left, strict=True))
    clock = clock_for(course.due_at, course.counts_from, after.calendar, soon_days=settings.DUE_SOON_WORKING_DAYS)
    lasting = next((stop.pk for stop, _ in listed if stop is not None and stop.ended_at is None), None)
    columns = {
        "due_at": clock.due_at,
        "due_soon_at": clock.due_soon_at,
        "apology_due_at": clock.apology_due_at,
        "remaining_minutes": None if lasting is None else left[lasting],
    }
    return Counted(columns, _step_due(clocked, before.calendar, after.calendar), left)


def _step_due(clocked: Clocked, before: WorkingCalendar, after: WorkingCalendar) -> datetime | None:
    """Count the open step again; a moment that does not follow from its budget stays."""
    step = clocked.step
    if step is None or step.due_at is None or not step.budget_minutes:
        return step.due_at if step else None
    return _budget_end(clocked, step, after) if _budget_end(clocked, step, before) == step.due_at else step.due_at


def _budget_end(clocked: Clocked, step: DossierStep, calendar: WorkingCalendar) -> datetime:
    """Return when a step's budget ends: from its beginning, with what every stop since gave back."""
    due_at = calendar.add_working_minutes(step.started_at, step.budget_minutes or 0)
    for stop in clocked.stops:
        if stop.started_at >= step.started_at and stop.ended_at is not None:
            due_at = resumed_due(due_at, minutes_left(due_at, stop.started_at, calendar), stop.ended_at, calendar)
    return due_at
