"""Open dossiers by commune, counted live: one pass over the partial index of open dossiers, no dossier is read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from dossiers.states import CLOCK_RUNNING
from reporting.office_days import DAYS_AHEAD, Outlook

RANKED_FROM = 30  # fewer open dossiers make no share

WAITING, PAUSED, OVERDUE, LATER = -2, -1, 0, DAYS_AHEAD + 1

# Received dossiers have a due moment, others have none. The buckets 1–10 are the working days ahead.
_COUNT = """
SELECT competent_unit_id,
    CASE WHEN due_at IS NULL THEN {waiting} WHEN state NOT IN ({running}) THEN {paused}
        ELSE width_bucket(due_at, %s::timestamptz[]) END AS bucket,
    count(*)
FROM dossiers_dossier WHERE finished_at IS NULL {of_unit}
GROUP BY 1, 2
"""


@dataclass(slots=True)
class OpenCounts:
    """Dossiers of a commune, or of several, by what their clock says.

    `open` are those received and not finished; `waiting` were filed and not received yet, they are not among `open`.
    """

    soon_days: int
    open: int = 0
    soon: int = 0
    buckets: dict[int, int] = field(default_factory=dict)

    def add(self, bucket: int, count: int) -> None:
        self.buckets[bucket] = self.buckets.get(bucket, 0) + count
        if bucket != WAITING:
            self.open += count
        if 0 < bucket <= self.soon_days:
            self.soon += count

    @property
    def waiting(self) -> int:
        return self.buckets.get(WAITING, 0)

    @property
    def paused(self) -> int:
        return self.buckets.get(PAUSED, 0)

    @property
    def overdue(self) -> int:
        return self.buckets.get(OVERDUE, 0)

    @property
    def later(self) -> int:
        return self.buckets.get(LATER, 0)

    @property
    def by_day(self) -> list[int]:
        """What falls due on each of the ten working days ahead."""
        return [self.buckets.get(number, 0) for number in range(1, DAYS_AHEAD + 1)]

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
    of_unit = "" if unit_id is None else "AND competent_unit_id = %s"
    running = ", ".join(str(int(state)) for state in sorted(CLOCK_RUNNING))
    statement = _COUNT.format(waiting=WAITING, paused=PAUSED, running=running, of_unit=of_unit)
    counts: dict[int, OpenCounts] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ahead.limits), *([] if unit_id is None else [unit_id])])
        for unit, bucket, count in cursor.fetchall():
            counts.setdefault(unit, OpenCounts(ahead.soon)).add(bucket, count)
    return counts


def total(counts: Iterable[OpenCounts], soon_days: int) -> OpenCounts:
    """Return the sum over communes."""
    city = OpenCounts(soon_days)
    for each in counts:
        for bucket, count in each.buckets.items():
            city.add(bucket, count)
    return city
