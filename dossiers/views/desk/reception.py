"""Taking in a person's papers at the counter, on one page: /mot-cua/tiep-nhan/."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from core.errors import DomainError, FieldErrors
from dossiers.access import may_open, not_yours, opening
from dossiers.actors import ActCall, officer
from dossiers.acts.complete_at_desk import complete_at_desk
from dossiers.acts.receive import receive_at_counter
from dossiers.desk_context import RECEIVE, asker_of, office_of, render_desk
from dossiers.errors import ProcedureNotAvailable
from dossiers.forms.desk_declaration import OPEN, rearranges
from dossiers.forms.desk_reception import ReceptionForm
from dossiers.models import Dossier
from dossiers.opening import require_version
from dossiers.selectors.frequent import frequent_procedures
from dossiers.selectors.inbox_filters import Asker
from dossiers.states import Act
from dossiers.views.desk.done import done_address
from dossiers.views.desk.reception_facts import appointment, checks_of
from procedures.models import ProcedureVersion
from procedures.search import search_procedures

PROCEDURE, TEXT, WHAT = "thu-tuc", "q", "do"
COMPLETE, REFRESH, DECLARE = "complete", "refresh", "declare"
MOST_FOUND = 7


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reception(request: HttpRequest) -> HttpResponse:
    """Find the procedure, then fill in one form. POST `do` says what: receive, complete at once, or only look again."""
    asker = asker_of(request)
    if not may_open(office_of(request).post, Act.RECEIVE):
        error = not_yours(opening(Act.RECEIVE))
        return render_desk(request, "desk/refused.html", {"error": error}, asker=asker, status=error.http_status)
    code = request.GET.get(PROCEDURE, "")
    if not code:
        return _find(request, asker)
    try:
        version = require_version(code, asker.now.date(), online=False)
    except ProcedureNotAvailable as refusal:
        return _find(request, asker, refusal)
    if request.method == "POST" and not (request.POST.get(WHAT) in {REFRESH, DECLARE} or rearranges(request.POST)):
        return _take(request, version, asker)
    return _show(request, _form(request, version, asker, request.POST.dict() if request.method == "POST" else {}), asker)


def _find(request: HttpRequest, asker: Asker, error: DomainError | None = None) -> HttpResponse:
    """Show the search; what the desk receives most stands below, each under a number that can be typed."""
    text = request.GET.get(TEXT, "").strip()[:100]
    often = frequent_procedures(asker.unit_id, asker.now)
    found = [hit.version for hit in search_procedures(text, on=asker.now.date(), limit=MOST_FOUND)] if text else []
    if text.isdecimal() and 0 < int(text) <= len(often):
        found = [often[int(text) - 1]]
    context = {"text": text, "found": found, "often": often, "error": error}
    return render_desk(request, "desk/reception_find.html", context, asker=asker, active=RECEIVE, status=_status(error))


def _form(request: HttpRequest, version: ProcedureVersion, asker: Asker, typed: dict[str, Any]) -> ReceptionForm:
    """Return the form filled with what was typed so far, without judging it yet."""
    opened = {OPEN: "1"} if typed.get(WHAT) == DECLARE else {}
    return ReceptionForm(version=version, membership=office_of(request), at=asker.now, initial={**typed, **opened})


def _take(request: HttpRequest, version: ProcedureVersion, asker: Asker) -> HttpResponse:
    form = ReceptionForm(request.POST, version=version, membership=office_of(request), at=asker.now)
    if not form.is_valid():
        return _show(request, form, asker, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    call = ActCall(officer(office_of(request)), at=asker.now, key=form.cleaned_data["key"])
    try:
        dossier = _perform(form, call, at_once=request.POST.get(WHAT) == COMPLETE)
    except FieldErrors as error:
        for name, message in error.errors.items():
            form.add_error(name if name in form.fields else None, message)
        return _show(request, form, asker, status=error.http_status)
    except DomainError as error:
        return _show(request, form, asker, error=error, status=error.http_status)
    at_once = request.POST.get(WHAT) == COMPLETE
    return HttpResponseRedirect(done_address(dossier, call.part(Act.RETURN_RESULT, Act.COMPLETE_AT_DESK) if at_once else call))


def _perform(form: ReceptionForm, call: ActCall, *, at_once: bool) -> Dossier:
    if at_once:
        return complete_at_desk(form.filing(), call=call, completion=form.completion())
    return receive_at_counter(form.filing(), call=call, stated_limit=form.stated_limit(), basis=form.cleaned_data.get("basis", ""))


def _show(
    request: HttpRequest, form: ReceptionForm, asker: Asker, *, error: DomainError | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    fees = list(form.version.fees.order_by("position"))
    context = {
        "form": form,
        "version": form.version,
        "fees": fees,
        "error": error,
        "appointment": appointment(form, asker),
        "checks": checks_of(form, fees, asker),
    }
    return render_desk(request, "desk/reception.html", context, asker=asker, active=RECEIVE, status=status)


def _status(error: DomainError | None) -> int:
    return error.http_status if error else HTTPStatus.OK
