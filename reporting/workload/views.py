"""What falls due in the city on the next ten working days: /thanh-pho/khoi-luong/."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.current_office import OfficeRequest
from accounts.permissions import Permission
from core import clock
from dossiers.city_context import render_city
from dossiers.selectors.inbox_due import OVERDUE, RUNNING
from reporting.city.scope import require_scope
from reporting.workload.city_table import BY_NAME, CityTable, city_table, city_workload, table_address


@require(Permission.OPEN_CITY)
@require_safe
def workload(request: OfficeRequest) -> HttpResponse:
    """Show every commune, or the ten with most. Queries: person, posts, calendar, loads, communes."""
    require_scope(request)
    now = clock.now()
    city = city_workload(now)
    table = city_table(city, request.GET)
    context = {
        "table": table,
        "choices": _choices(table, len(city.communes)),
        "whole": city.whole,
        "units": len(city.communes),
        "now": now,
        "calendar_gap": city.horizon.gap,
    }
    return render_city(request, "city/workload.html", context, active="workload")


def _choices(table: CityTable, units: int) -> list[dict[str, object]]:
    """Return the ways to look at it that people ask for."""
    ways = (
        (f"Cả {units} đơn vị, theo tên", BY_NAME, False),
        ("Nhiều việc nhất trước", RUNNING, False),
        ("10 đơn vị nhiều việc nhất", RUNNING, True),
        ("10 đơn vị quá hạn nhiều nhất", OVERDUE, True),
    )
    return [
        {"label": label, "url": table_address(key, is_short=short), "active": (table.sorted_by, table.is_short) == (key, short)}
        for label, key, short in ways
    ]
