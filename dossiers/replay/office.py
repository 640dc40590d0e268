"""What a replay reads once before it begins: communes, calendars, procedures, steps, and who holds open dossiers."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from accounts.models import Membership
from communes.models import CalendarRevision, Commune
from communes.selectors import calendar_of_revision, communes_in_order
from core.errors import DomainError
from core.time_limits import TimeLimit
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.replay import mix
from dossiers.selectors.steps import USUAL_STEPS, StepPlan, plan_of
from procedures.models import ProcedureVersion


class NothingToReplay(DomainError):
    """The catalogue, the list of communes or the days asked for leave nothing that could happen."""

    code = "nothing-to-replay"


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune with its calendar and its temper: how much more often than others it is late."""

    commune: Commune
    revision_id: int
    calendar: WorkingCalendar
    temper: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that can be asked for, with its parsed limit and its internal steps."""

    version: ProcedureVersion
    limit: TimeLimit
    steps: tuple[StepPlan, ...]


@dataclass(slots=True)
class Office:
    """All of it. `holders` maps (commune id, post) to the people who hold the post today."""

    units: list[Unit]
    offers: list[Offer]
    holders: dict[tuple[int, str], list[int]]
    _unit_weights: list[int] = field(default_factory=list)
    _by_day: dict[tuple[date, str], tuple[list[Offer], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = [unit.commune.population for unit in self.units if unit.commune.population]
        average = sum(known) // len(known) if known else 1
        self._unit_weights = list(accumulate(unit.commune.population or average for unit in self.units))

    def any_unit(self, dice: Random) -> Unit:
        """Return a commune, large ones more often."""
        return self.units[bisect(self._unit_weights, dice.randrange(self._unit_weights[-1]))]

    def any_offer(self, day: date, channel: str, dice: Random) -> Offer | None:
        """Return a procedure in force on the day that takes the channel ("online", "counter"), frequent ones more often."""
        if (day, channel) not in self._by_day:
            offers = [each for each in self.offers if each.version.is_in_force(day) and channel in each.version.channels]
            weights = list(accumulate(mix.ASKED.get(each.version.procedure.code, mix.ASKED_OTHERWISE) for each in offers))
            self._by_day[day, channel] = offers, weights
        offers, weights = self._by_day[day, channel]
        return offers[bisect(weights, dice.randrange(weights[-1]))] if offers else None


def read_office(seed: int, today: date) -> Office:
    """Return what a replay needs to know. Queries: about ten and one a procedure.

    Raises:
        NothingToReplay: no communes, or no procedure with a time limit. CalendarMissing: no calendar is published.
    """
    units, offers = _units(seed), _offers()
    if not units or not offers:
        raise NothingToReplay("Chưa có xã, phường hoặc chưa có thủ tục nào có thời hạn. Nạp danh mục trước.")
    return Office(units, offers, _holders(today))


def _units(seed: int) -> list[Unit]:
    newest: dict[int | None, int] = dict(CalendarRevision.objects.order_by("number").values_list("commune", "pk"))
    units = []
    for commune in communes_in_order():
        revision = newest.get(commune.pk, newest.get(None))
        if revision is None:
            raise CalendarMissing
        units.append(Unit(commune, revision, calendar_of_revision(revision), _temper(seed, commune.code)))
    return units


def _temper(seed: int, code: str) -> float:
    dice = Random(f"{seed}:{code}")  # noqa: S311  made-up data, no secret
    drawn = dice.random()
    _, least, most = next(row for row in mix.TEMPERS if drawn <= row[0])
    return dice.uniform(least, most)


def _offers() -> list[Offer]:
    versions = ProcedureVersion.objects.select_related("procedure__field").filter(procedure__replaced_by__isnull=True, receive_only=False)
    offers = []
    for version in versions.exclude(time_limit_rule="").order_by("procedure__code", "number"):
        limit = version.time_limit
        if limit is not None:
            offers.append(Offer(version, limit, _steps(plan_of(version))))
    return offers


def _steps(plan: Sequence[StepPlan]) -> tuple[StepPlan, ...]:
    return tuple(plan) if len(plan) > 1 else USUAL_STEPS


def _holders(today: date) -> dict[tuple[int, str], list[int]]:
    holders: dict[tuple[int, str], list[int]] = defaultdict(list)
    held = Membership.objects.valid_on(today).filter(commune__isnull=False, user__is_active=True)
    for commune_id, post, user_id in held.order_by("pk").values_list("commune", "post", "user"):
        holders[commune_id, post].append(user_id)
    return dict(holders)
