"""What falls due when: open dossiers counted by the date of their due moment, by holder or by commune, in one query."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection

from core.clock import ZONE
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.states import CLOCK_RUNNING

DAYS_AHEAD = 10
WAITING, PAUSED, OVERDUE, LATER = "waiting", "paused", "overdue", "later"

# Received dossiers have a due moment, others have none. Every column but the holder lies in the index of open dossiers.
# Between two midnights lies what is due on one date; finding the place in a list costs half of turning moments into dates.
_COUNT = """
SELECT {key},
    CASE WHEN due_at IS NULL THEN -2 WHEN state NOT IN ({running}) THEN -1 ELSE width_bucket(due_at, %(limits)s::timestamptz[]) END,
    count(*)
FROM dossiers_dossier WHERE finished_at IS NULL {of_unit}
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The present and the next ten working days of an office, today included if it is one; fewer where its calendar ends."""

    now: datetime
    days: tuple[date, ...]

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def last(self) -> date:
        """The last day; today where the calendar holds none ahead."""
        return self.days[-1] if self.days else self.today

    @property
    def end(self) -> datetime:
        """The midnight after the last day."""
        return midnight(self.last + timedelta(days=1))

    @property
    def dates(self) -> list[date]:
        """Every date from the present to the last day, days off too."""
        return [self.today + timedelta(days=number) for number in range((self.last - self.today).days + 1)]

    @property
    def gap(self) -> str:
        """What pages say where the calendar ends before the tenth day; else empty. Source: docs/legal/calendar.md#next-year."""
        if len(self.days) == DAYS_AHEAD:
            return ""
        if not self.days:
            return f"Chưa có lịch làm việc từ {self.today:%d/%m/%Y}, nên chưa chia được theo ngày làm việc."
        return f"Lịch làm việc mới có đến {self.last:%d/%m/%Y}, nên chỉ chia được {len(self.days)} ngày làm việc tới."


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins at the office."""
    return datetime.combine(day, time.min, ZONE)


def days_ahead(now: datetime, calendar: WorkingCalendar) -> tuple[date, ...]:
    """Return the next ten working dates, today included if it is one; those there are where the calendar ends, perhaps none."""
    days: list[date] = []
    with suppress(CalendarMissing):
        days.append(calendar.first_closing_from(now.astimezone(ZONE).date()).date())
        while len(days) < DAYS_AHEAD:
            days.append(calendar.next_working_day(days[-1]))
    return tuple(days)


@dataclass(slots=True)
class Load:
    """Open dossiers by what their clock says: buckets by name, and by ISO date what falls due then and is not overdue."""

    buckets: Counter[str] = field(default_factory=Counter)

    @property
    def waiting(self) -> int:
        """Filed, and no due moment promised yet."""
        return self.buckets[WAITING]

    @property
    def paused(self) -> int:
        return self.buckets[PAUSED]

    @property
    def overdue(self) -> int:
        return self.buckets[OVERDUE]

    @property
    def later(self) -> int:
        """Due after the last day of the horizon."""
        return self.buckets[LATER]

    @property
    def running(self) -> int:
        """All with a running clock: overdue, due on some day ahead, due later."""
        return self.buckets.total() - self.waiting - self.paused

    @property
    def dates(self) -> set[date]:
        """The dates ahead on which something falls due, days off too."""
        return {date.fromisoformat(bucket) for bucket, count in self.buckets.items() if count and bucket[0].isdigit()}

    def on(self, day: date) -> int:
        return self.buckets[str(day)]


def sum_of(loads: Iterable[Load]) -> Load:
    """Return the sum over holders or communes."""
    whole: Counter[str] = Counter()
    for load in loads:
        whole.update(load.buckets)
    return Load(whole)


def columns_for(horizon: Horizon, whole: Load) -> list[date]:
    """Return the dates a table shows: the working days, and days off on which something is due all the same."""
    return sorted({*horizon.days, *whole.dates})


def load_by_holder(unit_id: int, horizon: Horizon) -> dict[int | None, Load]:
    """Return what each person holds of the dossiers a commune decides, None for those nobody holds. One query."""
    return _counted("assignee_id", horizon, unit_id)


def load_by_commune(horizon: Horizon, unit_id: int | None = None) -> dict[int, Load]:
    """Return the load of each commune that has open dossiers, or of one. One query, from the index alone."""
    return {unit: load for unit, load in _counted("competent_unit_id", horizon, unit_id).items() if unit is not None}


def _counted(key: str, horizon: Horizon, unit_id: int | None) -> dict[int | None, Load]:
    running = ", ".join(str(int(state)) for state in sorted(CLOCK_RUNNING))
    of_unit = "" if unit_id is None else "AND competent_unit_id = %(unit)s"
    dates = horizon.dates
    names = dict(enumerate([WAITING, PAUSED, OVERDUE, *map(str, dates), LATER], start=-2))
    limits = [horizon.now, *(midnight(day + timedelta(days=1)) for day in dates)]
    loads: dict[int | None, Load] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(key=key, running=running, of_unit=of_unit), {"limits": limits, "unit": unit_id})
        for holder, bucket, count in cursor.fetchall():
            loads.setdefault(holder, Load()).buckets[names[bucket]] += count
    return loads
