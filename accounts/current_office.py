"""The office a person works for in this session: one post among those held today."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from accounts.models import Membership, User
from accounts.selectors import memberships_of
from core import clock

SESSION_KEY = "office"


class OfficeRequest(HttpRequest):
    """A request after CurrentOfficeMiddleware. Use it in the signature of a view to have these attributes typed."""

    user: User  # views behind access.require see a person, never AnonymousUser
    membership: Membership | None  # the chosen office; None: a citizen, or nothing chosen among several
    memberships: tuple[Membership, ...]  # every post held today


class CurrentOfficeMiddleware:
    """Set `request.memberships` and `request.membership`. One query for a signed-in person, none for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        attach_office(request, request.user)
        return self.get_response(request)


def attach_office(request: HttpRequest, user: User | AnonymousUser) -> None:
    """Put today's posts of `user` and the office chosen among them on the request."""
    typed = cast(OfficeRequest, request)
    typed.memberships = memberships_of(user, clock.today())
    typed.membership = _chosen(request, typed.memberships)


def choose_office(request: HttpRequest, membership_id: int) -> Membership | None:
    """Keep the chosen post in the session and return it; None, and nothing kept, if it is not held today."""
    typed = cast(OfficeRequest, request)
    chosen = next((held for held in typed.memberships if held.pk == membership_id), None)
    if chosen is not None:
        request.session[SESSION_KEY] = chosen.pk
        typed.membership = chosen
    return chosen


def _chosen(request: HttpRequest, memberships: tuple[Membership, ...]) -> Membership | None:
    if len(memberships) < 2:
        return memberships[0] if memberships else None
    kept = request.session.get(SESSION_KEY)
    return next((held for held in memberships if held.pk == kept), None)
