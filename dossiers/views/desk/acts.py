"""One act on one dossier: GET shows its form, POST performs it. /mot-cua/<code>/<act>/."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from core.errors import DomainError, FieldErrors
from dossiers.access import get_office_dossier, require_unchanged
from dossiers.actors import ActCall, officer
from dossiers.desk_context import asker_of, office_of, render_desk
from dossiers.errors import ActNotYours, AlreadyExtended, DeclineNeedsLeader, MoveNotAllowed, VersionConflict
from dossiers.forms.desk_acts import ActForm, Desk
from dossiers.readings import OPENED, note_reading
from dossiers.selectors.inbox_filters import Asker
from dossiers.selectors.office_dossier import OfficeDossier, office_dossier
from dossiers.selectors.office_papers import missing_lines, paper_lines
from dossiers.states import Act
from dossiers.views.citizen.requests import TooManyUploads, limit_uploads
from dossiers.views.desk.act_facts import facts_of
from dossiers.views.desk.act_pages import ActPage, page_of
from dossiers.views.desk.done import done_address
from dossiers.views.desk.dossier import dossier_facts
from dossiers.views.desk.offers import require_offered

PREVIEW = "preview"  # sent by the page itself: show what is typed so far, do nothing


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def act_page(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Show or perform an act. The act itself decides whether it may; a second press answers what the first one did."""
    page, asker = page_of(act), asker_of(request)
    desk = Desk(get_office_dossier(office_of(request), code), office_of(request), asker.now)
    if PREVIEW in request.POST:
        return _show(request, page, desk, asker, page.form.again(request.POST, desk=desk))
    if request.method == "POST":
        return _perform(request, page, desk, asker)
    note_reading(desk.dossier, desk.membership, OPENED, asker.now)
    return _show(request, page, desk, asker, page.form(desk=desk))


def _perform(request: HttpRequest, page: ActPage, desk: Desk, asker: Asker) -> HttpResponse:
    try:
        limit_uploads(request)
    except TooManyUploads as error:
        return _refuse(request, page, desk, asker, error)
    form = page.form(request.POST, request.FILES, desk=desk)
    if not form.is_valid():
        return _answer_invalid(request, page, desk, asker, form)
    if form.asks_first and not form.cleaned_data["confirmed"]:
        return _show(request, page, desk, asker, form, confirm="edit" not in request.POST)
    call = ActCall(officer(desk.membership), at=asker.now, key=form.cleaned_data["key"], version=form.cleaned_data["version"])
    try:
        dossier = page.perform(desk.dossier, form, call)
    except FieldErrors as error:
        form.take(error)
        return _show(request, page, desk, asker, form, status=error.http_status)
    except DomainError as error:
        return _refuse(request, page, desk, asker, error)
    return HttpResponseRedirect(done_address(dossier, _last_part(page.act, call)))


def _answer_invalid(request: HttpRequest, page: ActPage, desk: Desk, asker: Asker, form: ActForm) -> HttpResponse:
    """Answer a form that no longer fits the dossier: by what its press did before, by who was faster, or by its errors."""
    call = ActCall(officer(desk.membership), at=asker.now, key=form.cleaned_data.get("key"), version=form.cleaned_data.get("version"))
    if call.key is not None and desk.dossier.events.filter(act_key=_last_part(page.act, call).key).exists():
        return HttpResponseRedirect(done_address(desk.dossier, _last_part(page.act, call)))
    try:
        require_unchanged(desk.dossier, call)
    except VersionConflict as error:
        return _refuse(request, page, desk, asker, error)
    return _show(request, page, desk, asker, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _last_part(act: Act, call: ActCall) -> ActCall:
    """Return the call whose event tells what was done: a composite act ends with its last part."""
    return call.part(Act.RETURN_RESULT, act) if act is Act.COMPLETE_AT_DESK else call


def _refuse(request: HttpRequest, page: ActPage, desk: Desk, asker: Asker, error: DomainError) -> HttpResponse:
    """Show the form again on the dossier as it is now, everything typed kept, with what stood in the way."""
    now = Desk(get_office_dossier(desk.membership, desk.dossier.code), desk.membership, desk.at)
    form = page.form.again(request.POST, desk=now)
    return _show(request, page, now, asker, form, error=error, status=error.http_status)


def _show(
    request: HttpRequest,
    page: ActPage,
    desk: Desk,
    asker: Asker,
    form: ActForm,
    *,
    error: DomainError | None = None,
    confirm: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    office = office_dossier(desk.dossier)
    refusal = error or _refusal(office, desk, page.act)
    context: dict[str, Any] = {
        **dossier_facts(office, asker),
        **facts_of(page.act, office, desk, form, typed_days=request.GET.get("working_days")),
        "page": page,
        "form": form,
        "error": refusal,
        "typed_is_kept": error is not None,
        "open": error is not None or refusal is None,
        "confirm": confirm,
        "missing_papers": missing_lines(paper_lines(office)) if page.act is Act.RECEIVE else [],
    }
    if refusal is not None and status == HTTPStatus.OK:
        status = refusal.http_status
    return render_desk(request, page.template, context, asker=asker, status=status)


def _refusal(office: OfficeDossier, desk: Desk, act: Act) -> DomainError | None:
    """Return why this person cannot do the act now, before anything is typed."""
    try:
        require_offered(office, officer(desk.membership), act)
    except (MoveNotAllowed, ActNotYours, DeclineNeedsLeader, AlreadyExtended) as error:
        return error
    return None
