"""Who enters the catalogue's part of the administration, and who writes there."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.access import grants
from accounts.current_office import OfficeRequest
from accounts.models import User
from accounts.permissions import Permission


def may_edit(request: HttpRequest) -> bool:
    """Tell whether a post held today lets the person write the catalogue.

    `is_superuser` does not: it opens the administration and reads, what the law says is written by those who answer for it.
    """
    return any(grants(held.post, Permission.EDIT_CATALOGUE) for held in cast(OfficeRequest, request).memberships)


def editor_of(request: HttpRequest) -> User:
    """Return the person if they may write the catalogue. Raises PermissionDenied."""
    if not may_edit(request):
        raise PermissionDenied
    return cast(User, request.user)


def enters_administration(request: HttpRequest) -> bool:
    """Let catalogue editors in beside the administrators; each part of the administration then asks its own question."""
    return bool(request.user.is_active and (request.user.is_staff or may_edit(request)))


admin.site.has_permission = enters_administration  # type: ignore[method-assign]


class ForReading:
    """Catalogue editors and administrators read; nobody adds, changes or deletes unless a class says so."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request) or cast(User, request.user).is_superuser

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CatalogueAdmin(ForReading, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """A part of the catalogue; no bulk actions, so that nothing is done to rows nobody opened."""

    actions = None
    list_filter_sheet = False
    object_history_template = "admin/procedures/history.html"

    class Media:
        css = {"all": ["css/pages/admin-catalogue.css"]}
