"""What a changed calendar does to open dossiers, before anybody decides: which moments move, where, and by how much.

Source: docs/legal/calendar.md#apply
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from communes.models import Commune
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.errors import DomainError
from core.working_calendar import WorkingCalendar
from dossiers.calendar_moments import PROMISES, CalendarCount, Clocked, Counted, count_over
from dossiers.deadlines import hours_label
from dossiers.models import Dossier, DossierStep, Extension, Suspension
from dossiers.states import DossierState

AT_ONCE = 2_000  # dossiers held in memory
SHOWN = 200  # of the dossiers that move, and of those that cannot be counted
COLUMNS = (
    "code",
    "cohort",
    "state",
    "receiving_unit",
    "competent_unit",
    "calendar_revision",
    "time_limit_rule",
    "submitted_at",
    "received_at",
    "response_due_at",
    "due_at",
    "due_soon_at",
    "apology_due_at",
    "supplement_due_at",
    "remaining_minutes",
    "next_act_by",
    "link_key",
    "version",
    "last_seq",
    "last_hash",
)
STEP_COLUMNS = ("dossier", "budget_minutes", "started_at", "due_at", "overdue_noted_at")

_LABELS = {
    "due_at": "Hẹn trả",
    "response_due_at": "Hạn trả lời",
    "supplement_due_at": "Hạn bổ sung",
    "remaining_minutes": "Giờ còn lại khi dừng",
}


@dataclass(frozen=True, slots=True)
class Shift:
    """One dossier that moves: the first of its moments in words. `direction` is 1 later, -1 earlier."""

    code: str
    unit_id: int
    what: str
    old: str
    new: str
    direction: int


@dataclass(slots=True)
class UnitEffect:
    """What happens to the dossiers of one commune; `reminded`: only the warnings and the step's moment move."""

    open: int = 0
    later: int = 0
    earlier: int = 0
    reminded: int = 0

    @property
    def moved(self) -> int:
        return self.later + self.earlier


@dataclass(slots=True)
class CalendarEffect:
    """What a calendar would do: by commune id, the first SHOWN dossiers that move, and those that cannot be counted with the reason."""

    units: dict[int, UnitEffect] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    failed_count: int = 0

    def total(self, name: str) -> int:
        """Return the sum of `open`, `later`, `earlier`, `reminded` or `moved` over all communes."""
        return sum(int(getattr(unit, name)) for unit in self.units.values())


def calendar_effect(calendar: WorkingCalendar, units: Collection[int], in_force: WorkingCalendar) -> CalendarEffect:
    """Return what `calendar` would do to the open dossiers of the communes it is for; `in_force` is the one it follows.

    Reads AT_ONCE dossiers at a time, four queries a portion; equal clocks are counted once.
    """
    effect, counts = CalendarEffect(), Counts(calendar, in_force)
    last = 0
    while dossiers := list(open_dossiers(units).filter(pk__gt=last)[:AT_ONCE]):
        last = dossiers[-1].pk
        for clocked in with_clocks(dossiers):
            _add(effect, clocked, counts)
    return effect


def open_dossiers(units: Collection[int]) -> QuerySet[Dossier]:
    """Return the open dossiers whose clock is that of these communes, in order of ids: the desk answers by its own calendar."""
    answering = Q(state=DossierState.SUBMITTED, receiving_unit__in=units)
    deciding = ~Q(state=DossierState.SUBMITTED) & Q(competent_unit__in=units)
    return Dossier.objects.filter(answering | deciding, finished_at__isnull=True).only(*COLUMNS).order_by("pk")


def with_clocks(dossiers: Sequence[Dossier]) -> Iterator[Clocked]:
    """Yield dossiers with their stops, letter of apology and open step. Three queries."""
    ids = [dossier.pk for dossier in dossiers]
    stops: dict[int, list[Suspension]] = {}
    for stop in Suspension.objects.filter(dossier__in=ids).order_by("dossier", "started_at", "pk"):
        stops.setdefault(stop.dossier_id, []).append(stop)
    letters = {each.dossier_id: each for each in Extension.objects.filter(dossier__in=ids, issued_at__isnull=False).order_by("pk")}
    steps = DossierStep.objects.filter(dossier__in=ids, finished_at__isnull=True).only(*STEP_COLUMNS).order_by("pk")
    open_steps = {each.dossier_id: each for each in steps}
    for dossier in dossiers:
        yield Clocked(dossier, stops.get(dossier.pk, ()), letters.get(dossier.pk), open_steps.get(dossier.pk))


class Counts:
    """The new calendar, and every calendar a dossier may still be pinned to."""

    def __init__(self, calendar: WorkingCalendar, in_force: WorkingCalendar) -> None:
        self.after = CalendarCount(calendar)
        self._unpinned = CalendarCount(in_force)
        self._pinned: dict[int, CalendarCount] = {}

    def count(self, clocked: Clocked) -> Counted:
        """Return the moments of a dossier over the new calendar. Raises DomainError, see `count_over`."""
        return count_over(clocked, self._before(clocked.dossier.calendar_revision_id), self.after)

    def _before(self, revision_id: int | None) -> CalendarCount:
        if revision_id is None:
            return self._unpinned
        if revision_id not in self._pinned:
            self._pinned[revision_id] = CalendarCount(calendar_of_revision(revision_id))
        return self._pinned[revision_id]


def unit_names(effect: CalendarEffect) -> list[tuple[Commune, UnitEffect]]:
    """Return the communes of an effect with what happens there, those with most moved dossiers first. One query."""
    communes = Commune.objects.filter(pk__in=effect.units).order_by("sort_key")
    return sorted(((commune, effect.units[commune.pk]) for commune in communes), key=lambda pair: -pair[1].moved)


def _add(effect: CalendarEffect, clocked: Clocked, counts: Counts) -> None:
    dossier = clocked.dossier
    unit_id = dossier.receiving_unit_id if dossier.state == DossierState.SUBMITTED else dossier.competent_unit_id
    unit = effect.units.setdefault(unit_id, UnitEffect())
    unit.open += 1
    try:
        moved = counts.count(clocked).moved(clocked)
    except DomainError as error:
        effect.failed_count += 1
        if len(effect.failed) < SHOWN:
            effect.failed.append((dossier.code, error.message))
        return
    name = next((each for each in PROMISES if each in moved), None)
    if name is None:
        unit.reminded += bool(moved)
        return
    old, new = moved[name]
    direction = 1 if new is None or old is None or new > old else -1  # type: ignore[operator]  # two moments, or two counts of minutes
    unit.later += direction > 0
    unit.earlier += direction < 0
    if len(effect.shifts) < SHOWN:
        effect.shifts.append(Shift(dossier.code, unit_id, _LABELS[name], _words(old), _words(new), direction))


def _words(value: datetime | int | None) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%H:%M %d/%m/%Y}"
    return "trống" if value is None else hours_label(value)
