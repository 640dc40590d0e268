"""A page of the dossiers behind a figure, with the counts of the lists beside it. No name, no number of a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from communes.models import Commune
from communes.selectors import city_calendar
from core.keyset import Cursor, Page, read_cursor
from core.money import number
from dossiers.deadlines import ClockReading, Punctuality
from dossiers.models import Dossier
from dossiers.selectors.clock import clock_of, remaining_label
from dossiers.states import DossierState
from reporting import listings
from reporting.city.data import City
from reporting.dossier_pages import dossier_page
from reporting.flows import Flow, between, flows_since
from reporting.listings import DUE_ON, OPEN_LISTINGS, PERIOD_LISTINGS, Listing, OpenListing, listing_named
from reporting.office_days import outlook
from reporting.open_counts import OpenCounts, open_counts, total
from reporting.periods import Period


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier with what its clock says; `holder` is the commune that has to act, the desk until reception.

    `paused_text` stands in the place of a moment that does not hold while the clock is stopped; else empty.
    """

    dossier: Dossier
    reading: ClockReading
    holder: str
    paused_text: str


@dataclass(frozen=True, slots=True)
class ListLink:
    """Another list of the same scope, with its count."""

    label: str
    count: str
    url: str
    active: bool
    icon: str
    tone: str


@dataclass(frozen=True, slots=True)
class DossierList:
    """What the page shows."""

    title: str
    unit: Commune | None
    count: str
    facts: str
    rows: list[DossierRow]
    open_links: list[ListLink]
    period_links: list[ListLink]
    period: Period
    is_open: bool
    next_url: str
    previous_url: str


def dossier_list(now: datetime, period: Period, asked: Mapping[str, str], unit: Commune | None) -> DossierList:
    """Return the page asked for (`loc`, `ngay`, `sau`, `truoc`) of one commune or, without one, of the city.

    Queries: calendar, communes (city only), live counts, tallies, ids, rows; one more for each calendar first met.
    """
    ahead = outlook(now, city_calendar())
    listing = listing_named(asked.get("loc", ""), ahead, asked.get("ngay", ""))
    counts = total(open_counts(ahead, unit.pk if unit else None).values(), ahead)
    flow = between(flows_since(period.first, unit.pk if unit else None), period.first, period.last)
    units = [unit.pk] if unit else list(Commune.objects.order_by("pk").values_list("pk", flat=True))
    page = dossier_page(listing, units, listings.parameters(ahead, period), read_cursor(asked.get("sau", ""), asked.get("truoc", "")))
    here = _Addresses(reverse("city_commune", args=[unit.code]) if unit else reverse("city_dossiers"), period)
    return DossierList(
        title=listing.label,
        unit=unit,
        count=number(_count(listing, counts, flow)),
        facts=_facts(listing, period, page),
        rows=[row_of(each, now) for each in page.rows],
        open_links=[_link(each, each.count(counts), here, listing) for each in OPEN_LISTINGS],
        period_links=[_link(each, each.count(flow), here, listing) for each in PERIOD_LISTINGS],
        period=period,
        is_open=isinstance(listing, OpenListing),
        next_url=here.of(listing, asked.get("ngay", ""), page.next),
        previous_url=here.of(listing, asked.get("ngay", ""), page.previous),
    )


def _link(listing: Listing, count: int, here: "_Addresses", shown: Listing) -> ListLink:
    return ListLink(listing.label, number(count), here.of(listing), listing is shown, listing.icon, listing.tone if count else "")


def _count(listing: Listing, counts: OpenCounts, flow: Flow) -> int:
    return listing.count(counts) if isinstance(listing, OpenListing) else listing.count(flow)


def _facts(listing: Listing, period: Period, page: Page[Dossier]) -> str:
    order = "việc cần làm sớm nhất trước" if isinstance(listing, OpenListing) else "mới nhất trước"
    days = "" if isinstance(listing, OpenListing) else f"{period.first:%d/%m/%Y} đến hết {period.last:%d/%m/%Y}, "
    return f"{days}{number(len(page.rows))} dòng, {order}"


@dataclass(frozen=True, slots=True)
class _Addresses:
    path: str
    period: Period

    def of(self, listing: Listing, day: str = "", place: Cursor | str | None = "") -> str:
        """Return the address of a list, or of the page of it at `place`; empty where there is no such page."""
        if place is None:
            return ""
        query = {"loc": listing.slug}
        if listing.slug == DUE_ON:
            query["ngay"] = day
        if isinstance(place, Cursor):
            query["truoc" if place.backwards else "sau"] = str(place)
        return f"{self.path}?{urlencode(query)}&{self.period.query}"


def row_of(dossier: Dossier, now: datetime) -> DossierRow:
    """Return a dossier as a line of a list."""
    waits_at_desk = dossier.state in {DossierState.SUBMITTED, DossierState.RESULT_READY}
    holder = dossier.receiving_unit if waits_at_desk else dossier.competent_unit
    reading = clock_of(dossier, now)
    paused_text = remaining_label(dossier.remaining_minutes) if reading.kind is Punctuality.PAUSED else ""
    return DossierRow(dossier, reading, f"{holder.full_name[0].upper()}{holder.full_name[1:]}", paused_text)


def oldest_rows(city: City) -> list[DossierRow]:
    """Return the dossiers that are overdue longest."""
    return [row_of(each, city.now) for each in city.oldest]
