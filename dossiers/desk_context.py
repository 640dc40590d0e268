"""What every page of the desk knows: who looks, and the entries of the header with their live counts."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from accounts.access import grants
from accounts.current_office import OfficeRequest
from accounts.models import Membership
from accounts.permissions import Permission
from core import clock
from dossiers.access import may_open
from dossiers.selectors.inbox_filters import MY_OWN, Asker
from dossiers.selectors.inbox_groups import OfficeCounts, count_words, office_counts
from dossiers.states import Act
from notifications.selectors import unread_count

INBOX, RECEIVE, RETURNS, MINE, WORKLOAD, NOTICES = "inbox", "receive", "returns", "mine", "workload", "notices"


def office_of(request: HttpRequest) -> Membership:
    """Return the chosen post of a commune; pages of the desk are for no others.

    Raises Http404 for a post of the whole city.
    """
    membership = cast(OfficeRequest, request).membership
    if membership is None or membership.commune_id is None:
        raise Http404
    return membership


def asker_of(request: HttpRequest) -> Asker:
    """Return who looks at which unit's work now. The clock is read here, once a request."""
    membership = office_of(request)
    return Asker(membership.user_id, cast(int, membership.commune_id), clock.now())


def render_desk(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    asker: Asker,
    active: str = "",
    counts: OfficeCounts | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the desk, kept by no browser: desks share computers.

    Two queries for the header, one where the page has counted already.
    """
    nav = desk_nav(office_of(request), counts or office_counts(asker, groups=[MY_OWN]), unread_count(office_of(request).user), active)
    more = {"desk_nav": nav, "now": asker.now, "may_edit_calendar": grants(office_of(request).post, Permission.EDIT_CALENDAR)}
    response = render(request, template, {**context, **more}, status=status)
    add_never_cache_headers(response)
    return response


def desk_nav(membership: Membership, counts: OfficeCounts, unread: int, active: str) -> list[dict[str, Any]]:
    """Return the entries of the header for a post; reception only for those who may receive."""
    inbox = reverse("desk_inbox")
    entries = [
        (INBOX, "Hộp việc", inbox, counts.open),
        (RECEIVE, "Tiếp nhận", reverse("desk_receive"), None),
        (RETURNS, "Trả kết quả", reverse("desk_returns"), counts.to_return),
        (MINE, "Của tôi", f"{inbox}?nhom={MY_OWN}", counts.groups[MY_OWN]),
        (WORKLOAD, "Khối lượng", reverse("desk_workload"), None),
        (NOTICES, "Thông báo", reverse("desk_notices"), unread),
    ]
    if not may_open(membership.post, Act.RECEIVE):
        entries = [entry for entry in entries if entry[0] != RECEIVE]
    return [
        {"label": label, "url": url, "count": None if count is None else count_words(count), "active": code == active}
        for code, label, url, count in entries
    ]
