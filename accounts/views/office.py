"""Where a person works right now, and where they land after signing in."""

from typing import Any, cast

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.access import grants
from accounts.current_office import OfficeRequest, choose_office
from accounts.forms import OfficeForm
from accounts.models import Membership
from accounts.permissions import Permission

CITY_HOME = "/thanh-pho/"
# First match wins; the addresses are the ones the portal promises to its users.
HOMES = (
    (Permission.OPEN_DESK, "/mot-cua/"),
    (Permission.OPEN_CITY, CITY_HOME),
    (Permission.EDIT_CATALOGUE, "/danh-muc/"),
)
CITIZEN_HOME = "/ho-so/"
ADMIN_HOME = "/admin/"


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Send people of the office to their work and citizens to their dossiers; several offices: choose first."""
    office = cast(OfficeRequest, request)
    if office.memberships and office.membership is None:
        return redirect("choose_office")
    return HttpResponseRedirect(_home_of(office))


@login_required
def choose_office_view(request: HttpRequest) -> HttpResponse:
    """Show the posts held today and keep the chosen one for this session. 404 for people without a post."""
    office = cast(OfficeRequest, request)
    if not office.memberships:
        raise Http404
    form = OfficeForm(request.POST or None, choices=_choices(office.memberships), initial=_initial(office))
    if request.method == "POST" and form.is_valid():
        choose_office(request, int(form.cleaned_data["membership"]))
        return HttpResponseRedirect(_next_url(request) or _home_of(office))
    return render(request, "account/office.html", {"form": form, "next": _next_url(request)})


def _choices(memberships: tuple[Membership, ...]) -> list[tuple[str, str]]:
    return [(str(held.pk), f"{held.place[:1].upper()}{held.place[1:]} · {held.get_post_display()}") for held in memberships]


def _initial(request: OfficeRequest) -> dict[str, Any]:
    return {"membership": str(request.membership.pk)} if request.membership else {}


def _home_of(request: OfficeRequest) -> str:
    if request.membership is None:
        return ADMIN_HOME if request.user.is_staff else CITIZEN_HOME
    office = request.membership
    home = next((home for permission, home in HOMES if grants(office.post, permission)), CITIZEN_HOME)
    if home == CITY_HOME and office.commune is not None:  # an auditor of one commune
        return f"{CITY_HOME}{office.commune.code}/"
    return home


def _next_url(request: HttpRequest) -> str:
    """Return the way back from the query or the form, "" if there is none or it leads away from the portal."""
    address = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return address if safe else ""
