"""One procedure: decide, prepare, start."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from procedures.catalogue import neighbours
from procedures.checklist import case_label, checklist, chosen_case
from procedures.city_calendar import city_calendar
from procedures.fee_words import fee_lines
from procedures.life_events import life_event
from procedures.models import ProcedureVersion
from procedures.plain_words import when_done, where_to_file
from procedures.selectors import in_force, with_details

NEIGHBOURS = 4


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show the version in force today; replaced ones lead to their successor. 404 for a code the catalogue does not hold."""
    now = clock.now()
    version = with_details(in_force(now.date()).filter(procedure__code=code)).first()
    if version is None:
        raise Http404
    case = chosen_case(version, request.GET.get("truong-hop", ""))
    context = {
        "version": version,
        "replaced_by": version.procedure.replaced_by,
        "when": when_done(version, now, city_calendar()),
        "fees": fee_lines(list(version.fees.all()), now.date()),
        "where": where_to_file(version),
        "cases": [{**one, "value": one["code"], "checked": one["code"] == case, "count": None} for one in version.cases],
        "case_label": case_label(version, case),
        "papers": checklist(version.documents.all(), case),
        "steps": [{"title": step, "text": "", "note": ""} for step in version.citizen_steps],
        "neighbours": [_link(other) for other in neighbours(version, now.date(), NEIGHBOURS)],
        "breadcrumb": _breadcrumb(version),
        "filing_query": f"?{urlencode({'truong-hop': case})}" if case else "",
        "now": now,
    }
    return render(request, "citizen/catalogue/procedure.html", context)


def _link(version: ProcedureVersion) -> dict[str, str]:
    return {"label": version.plain_name, "hint": version.summary, "url": reverse("procedure", args=[version.procedure.code]), "icon": ""}


def _breadcrumb(version: ProcedureVersion) -> list[dict[str, Any]]:
    catalogue = reverse("procedures")
    event = life_event(version.procedure.life_event)
    up = (
        {"label": event.title, "url": f"{catalogue}?{urlencode({'viec': event.code})}"} if event else {"label": "Thủ tục", "url": catalogue}
    )
    return [{"label": "Trang chủ", "url": reverse("home")}, up]
