"""Pages of the city: the overview, and the dossiers behind each of its figures."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.access import require
from accounts.current_office import OfficeRequest
from accounts.permissions import Permission
from communes.models import Commune
from communes.selectors import year_without_calendar
from core import clock
from core.clock import ZONE
from core.lookup import get_or_none
from dossiers.city_context import render_city
from reporting.city.charts import due_days, trend, waiting_link
from reporting.city.data import city_at
from reporting.city.figures import figures
from reporting.city.ranking import ranking
from reporting.city.scope import require_scope
from reporting.city.tile_map import tile_map
from reporting.city.unit_table import unit_table
from reporting.dossier_list import dossier_list, oldest_rows
from reporting.errors import UnitNotFound
from reporting.periods import LABELS, Kind, Period, chosen_period, working_days


@require(Permission.OPEN_CITY)
def overview(request: OfficeRequest) -> HttpResponse:
    """The city on one page. Queries: nine with the person's own, whatever the number of rows."""
    require_scope(request)
    now = clock.now()
    period, problem = _period(request, now)
    city = city_at(now, period)
    context = {
        "period": period,
        "period_links": period_links(period),
        "problem": problem,
        "now": now,
        "calendar_gap": year_without_calendar(city.ahead.today) or city.ahead.gap,
        "working_days": working_days(period.first, period.last, city.calendar),
        "working_days_before": working_days(period.before_first, period.before_last, city.calendar),
        "figures": figures(city),
        "balance": city,
        "map": tile_map(city),
        "ranking": ranking(city),
        "trend": trend(city),
        "due_days": due_days(city),
        "waiting": waiting_link(city),
        "oldest": oldest_rows(city),
        "table": unit_table(city, request.GET.get("xep", ""), reverse("city_dossiers")),
    }
    return render_city(request, "city/overview.html", context, active="overview")


@require(Permission.OPEN_CITY)
def dossiers(request: OfficeRequest) -> HttpResponse:
    """The dossiers behind a figure of the whole city."""
    require_scope(request)
    return _list(request, None)


@require(Permission.OPEN_CITY)
def commune(request: OfficeRequest, code: str) -> HttpResponse:
    """The dossiers behind a figure of one commune."""
    unit = get_or_none(Commune.objects.filter(code=code))
    if unit is None:
        raise UnitNotFound
    require_scope(request, unit)
    return _list(request, unit)


def _list(request: OfficeRequest, unit: Commune | None) -> HttpResponse:
    now = clock.now()
    period, problem = _period(request, now)
    shown = dossier_list(now, period, request.GET, unit)
    return render_city(request, "city/dossiers.html", {"shown": shown, "problem": problem, "now": now}, active="dossiers")


def _period(request: OfficeRequest, now: datetime) -> tuple[Period, str]:
    asked = request.GET
    return chosen_period(asked.get("ky", ""), asked.get("tu", ""), asked.get("den", ""), now.astimezone(ZONE).date())


def period_links(period: Period) -> list[dict[str, Any]]:
    """Return the periods to choose from, the present one marked."""
    kinds = (Kind.TODAY, Kind.WEEK, Kind.MONTH)
    return [{"label": LABELS[kind], "url": f"?ky={kind}", "active": kind is period.kind} for kind in kinds]
