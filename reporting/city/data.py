"""Everything the page of the city is made of, read in six queries whatever the number of dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from communes.models import Commune
from communes.selectors import city_calendar, communes_in_order
from core.working_calendar import WorkingCalendar
from dossiers.models import Dossier
from reporting import listings
from reporting.dossier_pages import dossier_page
from reporting.flows import DayFlows, Flow, between, flows_since
from reporting.office_days import Outlook, outlook
from reporting.open_counts import OpenCounts, open_counts, total
from reporting.periods import Period

OLDEST = 5


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A commune with its open dossiers."""

    commune: Commune
    counts: OpenCounts

    @property
    def url(self) -> str:
        return reverse("city_commune", args=[self.commune.code])


@dataclass(frozen=True, slots=True)
class City:
    """The city at one moment: `units` in Vietnamese order, `city` their sum, `flows` day by day since before the period."""

    ahead: Outlook
    calendar: WorkingCalendar
    period: Period
    units: Sequence[UnitRow]
    city: OpenCounts
    flows: DayFlows
    oldest: Sequence[Dossier]

    @property
    def now(self) -> datetime:
        return self.ahead.now

    @property
    def flow(self) -> Flow:
        return between(self.flows, self.period.first, self.period.last)

    @property
    def flow_before(self) -> Flow:
        return between(self.flows, self.period.before_first, self.period.before_last)

    @property
    def open_at_first(self) -> int:
        """Open dossiers when the period began: those of now, less what came and plus what went since."""
        since = between(self.flows, self.period.first, self.ahead.today)
        return self.city.open - since.received + since.finished + since.ended

    @property
    def open_at_last(self) -> int:
        """Open dossiers when the period ended; those of now while it runs."""
        flow = self.flow
        return self.open_at_first + flow.received - flow.finished - flow.ended


def city_at(now: datetime, period: Period) -> City:
    """Return the city as it stands at `now`.

    Queries: calendar, communes, open dossiers, tallies, oldest overdue (two).

    Raises:
        CalendarMissing: no calendar of the city is published.
    """
    calendar = city_calendar()
    ahead = outlook(now, calendar)
    counts = open_counts(ahead)
    communes = list(communes_in_order() | Commune.objects.filter(pk__in=counts))  # one that ended keeps what it has open
    units = [UnitRow(commune, counts.get(commune.pk) or OpenCounts(ahead)) for commune in communes]
    oldest = dossier_page(listings.OVERDUE, [commune.pk for commune in communes], listings.parameters(ahead, period), size=OLDEST).rows
    return City(ahead, calendar, period, units, total(counts.values(), ahead), flows_since(period.before_first), oldest)
