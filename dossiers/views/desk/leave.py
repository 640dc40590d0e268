"""Leave and standing in: /mot-cua/nghi-phep/."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import require
from accounts.delegation import days_of
from accounts.models import User
from accounts.permissions import Permission
from core.clock import ZONE
from core.errors import DomainError, FieldErrors
from dossiers.deputies import begin_leave, end_leave
from dossiers.desk_context import asker_of, office_of, render_desk
from dossiers.forms.desk_leave import LeaveForm
from dossiers.selectors.inbox_filters import Asker
from dossiers.selectors.leave import leaves_of


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Show the leaves that concern this person; POST names who stands in."""
    office, asker = office_of(request), asker_of(request)
    form = LeaveForm(request.POST if request.method == "POST" else None, office=office, today=asker.now.astimezone(ZONE).date())
    if request.method != "POST" or not form.is_valid():
        return _show(request, asker, form, status=422 if form.is_bound else 200)
    try:
        made = begin_leave(actor=office, at=asker.now, **_given(form.cleaned_data, office.user))
    except FieldErrors as error:
        form.take(error)
        return _show(request, asker, form, status=error.http_status)
    except DomainError as error:
        form.add_error(None, error.message)
        return _show(request, asker, form, status=error.http_status)
    messages.success(request, f"{made.deputy.full_name} làm thay {made.user.full_name} {days_of(made)} và đã được báo.")
    return HttpResponseRedirect(reverse("desk_leave"))


@require(Permission.OPEN_DESK)
@require_POST
@never_cache
def end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a leave early, from tomorrow on or at once."""
    asker, at_once = asker_of(request), request.POST.get("when") == "now"
    try:
        ended = end_leave(delegation_id, actor=office_of(request), at=asker.now, at_once=at_once)
    except DomainError as error:
        return _refused(request, asker, error)
    since = "ngay bây giờ" if at_once else "từ ngày mai"
    messages.success(request, f"{ended.deputy.full_name} thôi làm thay {ended.user.full_name} {since} và đã được báo.")
    return HttpResponseRedirect(reverse("desk_leave"))


def _given(data: dict[str, Any], oneself: User) -> dict[str, Any]:
    """Return what the form holds as the act takes it."""
    people = User.objects.in_bulk([data.get("person", oneself.pk), data["deputy"]])
    return {**data, "person": people[data.get("person", oneself.pk)], "deputy": people[data["deputy"]]}


def _refused(request: HttpRequest, asker: Asker, error: DomainError) -> HttpResponse:
    form = LeaveForm(office=office_of(request), today=asker.now.astimezone(ZONE).date())
    return _show(request, asker, form, status=error.http_status, refused=error.message)


def _show(request: HttpRequest, asker: Asker, form: LeaveForm, *, status: int, refused: str = "") -> HttpResponse:
    leaves = leaves_of(office_of(request), asker.now.astimezone(ZONE).date())
    context = {"form": form, "leaves": leaves, "has_unit": "person" in form.fields, "refused": refused}
    return render_desk(request, "desk/leave.html", context, asker=asker, status=status)
