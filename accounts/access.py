"""Doors of pages: who may enter. A stranger cannot tell a closed door from a page that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from accounts.current_office import OfficeRequest
from accounts.permissions import GRANTS, Permission, Post

P = ParamSpec("P")
ViewFunction = Callable[Concatenate[Any, P], HttpResponseBase]


def require(permission: Permission) -> Callable[[ViewFunction[P]], ViewFunction[P]]:
    """Open a view to people whose current office grants `permission`.

    A visitor is sent to sign in; a person without it gets 404; a person with several offices chooses one first.
    """

    def decorate(view: ViewFunction[P]) -> ViewFunction[P]:
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            detour = detour_for(request, permission)
            return detour if detour is not None else view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]  # the test over every address reads it
        return cast(ViewFunction[P], guarded)

    return decorate


def detour_for(request: HttpRequest, permission: Permission) -> HttpResponse | None:
    """Return where to send the person instead, or None when the door is open.

    Raises Http404 if none of today's posts grants `permission`.
    """
    office = cast(OfficeRequest, request)
    if not request.user.is_authenticated:
        return _send_to(request, "staff_sign_in")
    if office.membership is not None and grants(office.membership.post, permission):
        return None
    if any(grants(held.post, permission) for held in office.memberships):
        return _send_to(request, "choose_office")
    raise Http404


def grants(post: str, permission: Permission) -> bool:
    return permission in GRANTS[Post(post)]


def _send_to(request: HttpRequest, url_name: str) -> HttpResponse:
    """Redirect with the way back; a piece of a page asked for by htmx makes the whole page go."""
    htmx = getattr(request, "htmx", None)
    here = (htmx.current_url_abs_path if htmx else None) or request.get_full_path()
    address = f"{reverse(url_name)}?{urlencode({REDIRECT_FIELD_NAME: here})}"
    return HttpResponseClientRedirect(address) if htmx else HttpResponseRedirect(address)
