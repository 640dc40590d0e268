"""What every page of the city has: the entries of its header, and that no browser keeps it."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from accounts.access import grants
from accounts.current_office import OfficeRequest
from accounts.models import Membership
from accounts.permissions import Permission
from notifications.selectors import unread_count

CALENDAR, NOTICES = "calendar", "notices"
ENTRIES = (
    ("overview", "Tổng quan", "city_overview"),
    ("workload", "Khối lượng", "city_workload"),
    ("dossiers", "Hồ sơ", "city_dossiers"),
    (CALENDAR, "Lịch làm việc", "calendar_home"),
    (NOTICES, "Thông báo", "desk_notices"),
)


def render_city(request: HttpRequest, template: str, context: Mapping[str, Any], *, active: str, status: int = 200) -> HttpResponse:
    """Answer with a page of the city. One query for the header."""
    nav = city_nav(cast(Membership, cast(OfficeRequest, request).membership), active)  # behind access.require there is one
    response = render(request, template, {**context, "desk_name": "Điều hành một cửa", "desk_nav": nav}, status=status)
    add_never_cache_headers(response)
    return response


def city_nav(office: Membership, active: str) -> list[dict[str, Any]]:
    """Return the entries of the header for a post; calendars only for those who may change them."""
    unread = unread_count(office.user)
    shown = [entry for entry in ENTRIES if entry[0] != CALENDAR or grants(office.post, Permission.EDIT_CALENDAR)]
    if office.commune_id is not None:  # an auditor of one commune: none of the pages of the whole city
        shown = [entry for entry in shown if entry[0] == NOTICES]
    return [
        {"label": label, "url": reverse(name), "count": unread if code == NOTICES else None, "active": code == active}
        for code, label, name in shown
    ]
