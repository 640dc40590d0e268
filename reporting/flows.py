"""What came in and went out day by day, from the tallies."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Sum

from reporting.models import TallyUnitDay


@dataclass(frozen=True, slots=True)
class Flow:
    """Sums of some communes over some days. See `reporting.models.TallyUnitDay` for what counts where."""

    received: int = 0
    online: int = 0
    early: int = 0
    on_time: int = 0
    late_apology: int = 0
    late_plain: int = 0
    stopped: int = 0
    withdrawn: int = 0

    @property
    def in_time(self) -> int:
        return self.early + self.on_time

    @property
    def late(self) -> int:
        return self.late_apology + self.late_plain

    @property
    def finished(self) -> int:
        """With a result."""
        return self.in_time + self.late

    @property
    def ended(self) -> int:
        """After reception, without a result."""
        return self.stopped + self.withdrawn


COLUMNS = tuple(each.name for each in fields(Flow))
DayFlows = dict[date, Flow]


def flows_since(first: date, unit_id: int | None = None) -> DayFlows:
    """Return the sums of every day from `first` on, over the city or one commune. One query."""
    rows = TallyUnitDay.objects.filter(day__gte=first)
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    sums = rows.values("day").order_by("day").values_list("day", *(Sum(name) for name in COLUMNS))
    return {day: Flow(*values) for day, *values in sums}


def between(flows: DayFlows, first: date, last: date) -> Flow:
    """Return the sum over the days from `first` to `last`, both included."""
    return add(flow for day, flow in flows.items() if first <= day <= last)


def add(flows: Iterable[Flow]) -> Flow:
    several = list(flows)
    return Flow(**{name: sum(getattr(flow, name) for flow in several) for name in COLUMNS})
