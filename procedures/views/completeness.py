"""What the catalogue lacks: /danh-muc/do-day-du/, for its editors and the city."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.access import detour_for
from accounts.permissions import Permission
from core import clock
from procedures.access import may_see_the_city
from procedures.completeness import GROUPINGS, gap_csv, gap_list, report
from procedures.views.editor import render_editor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_editors_and_city(view: View[P]) -> View[P]:
    """Open a view to offices that edit the catalogue or watch over the city."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        permission = Permission.OPEN_CITY if may_see_the_city(request) else Permission.EDIT_CATALOGUE
        detour = detour_for(request, permission)
        return detour if detour is not None else view(request, *args, **kwargs)

    return guarded


@require_safe
@for_editors_and_city
def completeness(request: HttpRequest) -> HttpResponse:
    """The report, by ministry or by field. One query beside those of the session."""
    shown = report(clock.today(), request.GET.get("theo", ""))
    links = [{"label": label, "url": f"?theo={key}", "current": key == shown.grouping} for key, label in GROUPINGS.items()]
    context = {"shown": shown, "links": links, "now": clock.now()}
    return render_editor(request, "catalogue_desk/completeness.html", context, active="completeness")


@require_safe
@for_editors_and_city
def gap(request: HttpRequest, gap_code: str) -> HttpResponseBase:
    """The procedures behind one number, as a page or with `tep=csv` as a file."""
    shown = gap_list(clock.today(), gap_code, request.GET.dict())
    if shown is None:
        raise Http404
    if request.GET.get("tep") == "csv":
        name = f"thieu-{gap_code}-{clock.today():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(gap_csv(shown), content_type="text/csv; charset=utf-8", headers=headers)
    return render_editor(request, "catalogue_desk/completeness_gap.html", {"shown": shown}, active="completeness")
