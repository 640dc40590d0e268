"""Who sees more of the catalogue than a citizen does."""

from typing import cast

from django.http import HttpRequest

from accounts.access import grants
from accounts.current_office import OfficeRequest
from accounts.permissions import Permission

READS_NOTES = frozenset({Permission.OPEN_DESK, Permission.OPEN_CITY, Permission.EDIT_CATALOGUE})


def may_read_notes(request: HttpRequest) -> bool:
    """Tell whether the chosen office may read the handbook's notes: desks, the city, editors; never citizens."""
    return any(_grants(request, permission) for permission in READS_NOTES)


def may_edit_catalogue(request: HttpRequest) -> bool:
    return _grants(request, Permission.EDIT_CATALOGUE)


def may_see_the_city(request: HttpRequest) -> bool:
    """Tell whether any post held today, chosen or not, is one of the city's."""
    return any(grants(held.post, Permission.OPEN_CITY) for held in cast(OfficeRequest, request).memberships)


def _grants(request: HttpRequest, permission: Permission) -> bool:
    membership = cast(OfficeRequest, request).membership
    return membership is not None and grants(membership.post, permission)
