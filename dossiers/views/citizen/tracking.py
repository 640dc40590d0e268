"""Tracking without signing in. The answer is private: never stored, never indexed, and names nobody."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import TooManyAttempts
from core import clock
from dossiers.access import concerns
from dossiers.citizen_words import citizen_status, office_word
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier
from dossiers.selectors.derivation import why_this_date
from dossiers.selectors.timeline import timeline
from dossiers.selectors.tracking import dossier_of_link, form_errors, history_of
from dossiers.tracking import client_address, track_dossier
from dossiers.views.citizen.requests import person_of

FORM = "citizen/tracking/form.html"
NOT_FOUND = "Không tìm thấy hồ sơ với mã và số này. Xem lại giấy hẹn hoặc tin nhắn"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Show the form, or the dossier to somebody who knows its code and its key or the end of its phone number.

    Queries of an answer: four, whatever the number of rows.
    """
    if request.method != "POST":
        return _form(request)
    code, second = request.POST.get("code", ""), request.POST.get("second", "")
    if errors := form_errors(code, second):
        return _form(request, code, second, errors=errors, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        dossier = track_dossier(code, second, address=client_address(request))
    except DossierNotFound as error:
        return _form(request, code, second, errors={"code": NOT_FOUND}, status=error.http_status)
    except TooManyAttempts as error:
        return _form(request, code, second, blocked=error.message, status=error.http_status)
    return private(render(request, "citizen/tracking/result.html", tracked(dossier)))


def tracked(dossier: Dossier) -> dict[str, Any]:
    """Return what the page shows of a dossier: state, place and dates, no names, numbers or files. Two queries."""
    now = clock.now()
    history = history_of(dossier)
    status = citizen_status(dossier, now)
    return {
        "dossier": dossier,
        "status": status,
        "office": office_word(dossier.receiving_unit),
        "phone": history.place.desk_phone,
        "timeline": timeline(dossier, history.events, history.place, status),
        "why": why_this_date(dossier, history.stops, history.extension),
        "original_due_at": dossier.original_due_at if dossier.original_due_at != dossier.due_at else None,
        "apology": history.extension,
        "breadcrumb": [{"label": "Trang chủ", "url": "/"}, {"label": "Tra cứu", "url": "/tra-cuu/"}],
    }


def _form(
    request: HttpRequest,
    code: str = "",
    second: str = "",
    *,
    errors: dict[str, str] | None = None,
    blocked: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    lines = [{"url": f"#{name}", "message": message} for name, message in (errors or {}).items()]
    context = {"code": code, "second": second, "errors": errors, "lines": lines, "blocked": blocked}
    return private(render(request, FORM, context, status=status))


def private(response: HttpResponse) -> HttpResponse:
    """Keep a page out of indexes. Other sites never see its address: the policy of the whole portal (portal.settings.privacy)."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@never_cache
@require_safe
def short_link(request: HttpRequest, key: str) -> HttpResponse:
    """Lead a person of the dossier to it, anybody else to the form with the code filled in: the second thing is still asked."""
    dossier = dossier_of_link(key)
    if dossier is None:
        return _form(request, errors={"code": "Liên kết này không còn dùng được. Nhập mã hồ sơ"}, status=HTTPStatus.NOT_FOUND)
    if request.user.is_authenticated and concerns(person_of(request), dossier):
        return redirect("my_dossier", code=dossier.code)
    return _form(request, code=dossier.code)
