"""The page of differences between stored and recounted moments: /thanh-pho/hen-tra-lech/."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.current_office import OfficeRequest
from accounts.permissions import Permission
from core import clock
from core.keyset import Cursor, read_cursor
from core.money import number
from dossiers.city_context import render_city
from dossiers.clock_check import open_differences
from reporting.clock.differences import communes_that_differ, difference_page
from reporting.clock.runs import job_rows, last_comparison


@require(Permission.OPEN_CITY)
@require_safe
def clock_differences(request: OfficeRequest) -> HttpResponse:
    """List the dossiers whose clock differs, for posts of the whole city; `xa` chooses one commune. Nine queries at most."""
    if request.membership is None or request.membership.commune_id is not None:
        raise Http404
    now, asked = clock.now(), request.GET
    communes = communes_that_differ()
    chosen = next((each for each in communes if each.code == asked.get("xa")), None)
    page = difference_page(chosen, read_cursor(asked.get("sau", ""), asked.get("truoc", "")), request.memberships)
    context = {
        "now": now,
        "rows": page.rows,
        "count": number(open_differences().count()),
        "comparison": last_comparison(now),
        "jobs": job_rows(now),
        "communes": communes,
        "chosen": chosen,
        "next_url": _address(chosen.code if chosen else "", page.next),
        "previous_url": _address(chosen.code if chosen else "", page.previous),
    }
    return render_city(request, "city/clock_differences.html", context, active="")


def _address(code: str, place: Cursor | None) -> str:
    """Return the address of the page at a place; empty where there is none."""
    if place is None:
        return ""
    query = {"xa": code} if code else {}
    query["truoc" if place.backwards else "sau"] = str(place)
    return f"{reverse('city_clock_differences')}?{urlencode(query)}"
