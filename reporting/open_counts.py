"""Open dossiers by commune, counted live, as the figures of the city name them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from dossiers.selectors.workload import Load, load_by_commune, midnight, sum_of
from reporting.office_days import Outlook

RANKED_FROM = 30  # fewer open dossiers make no share


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Dossiers of a commune, or of several, by what their clock says.

    `open` are those received and not finished; `waiting` were filed and not received yet, they are not among `open`.
    """

    ahead: Outlook
    load: Load = field(default_factory=Load)

    @property
    def open(self) -> int:
        return self.load.running + self.load.paused

    @property
    def soon(self) -> int:
        return sum(self.load.on(day) for day in self.load.dates if midnight(day + timedelta(days=1)) <= self.ahead.soon_until)

    @property
    def running(self) -> int:
        return self.load.running

    @property
    def waiting(self) -> int:
        return self.load.waiting

    @property
    def paused(self) -> int:
        return self.load.paused

    @property
    def overdue(self) -> int:
        return self.load.overdue

    @property
    def later(self) -> int:
        return self.load.later

    @property
    def by_day(self) -> list[int]:
        """What falls due on each of the working days ahead."""
        return [self.load.on(day) for day in self.ahead.days]

    @property
    def in_time(self) -> int:
        return self.open - self.overdue

    @property
    def share(self) -> float:
        """Overdue among open, 0 to 1."""
        return self.overdue / self.open if self.open else 0.0

    @property
    def is_ranked(self) -> bool:
        return self.open >= RANKED_FROM


def open_counts(ahead: Outlook, unit_id: int | None = None) -> dict[int, OpenCounts]:
    """Return the counts of each commune that has open dossiers, by its id. One query; `unit_id` counts one commune only."""
    return {unit: OpenCounts(ahead, load) for unit, load in load_by_commune(ahead, unit_id).items()}


def total(counts: Iterable[OpenCounts], ahead: Outlook) -> OpenCounts:
    """Return the sum over communes."""
    return OpenCounts(ahead, sum_of(each.load for each in counts))
