"""The office's own pages for communes, desks and calendars."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from communes.models import CalendarRevision, Commune, Division, ReceptionPoint


@admin.register(Commune)
class CommuneAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Communes; the unit code is fixed once a dossier carries it, and the flag that says so is never typed."""

    list_display = ("full_name", "code", "unit_code", "unit_code_used", "former_district", "valid_to")
    list_filter = ("kind", "former_district", "unit_code_used")
    search_fields = ("name", "name_folded", "code", "unit_code")
    ordering = ("sort_key",)

    def get_readonly_fields(self, request: HttpRequest, obj: Commune | None = None) -> list[str]:
        """Lock what dossier codes and other tables rest on."""
        if obj is None:
            return ["unit_code_used"]
        return ["code", "unit_code_used", *(["unit_code"] if obj.unit_code_used else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a unit that ends gets a last day."""
        return False


@admin.register(ReceptionPoint)
class ReceptionPointAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Desks; address and phone stay empty until the commune gives them."""

    list_display = ("name", "commune", "address", "phone", "is_main")
    list_filter = ("is_main",)
    search_fields = ("name", "commune__name", "commune__name_folded")
    autocomplete_fields = ("commune",)
    list_select_related = ("commune",)


@admin.register(Division)
class DivisionAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Professional divisions of the communes."""

    list_display = ("name", "commune", "code", "source")
    search_fields = ("name", "commune__name", "commune__name_folded")
    autocomplete_fields = ("commune",)
    list_select_related = ("commune",)


@admin.register(CalendarRevision)
class CalendarRevisionAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Published calendars, to read: a change is a new revision, approved on its page or made by `load_calendar`."""

    list_display = ("__str__", "number", "commune", "approved_by", "created_at")
    list_select_related = ("commune",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: the content is checked and published as a whole."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: dossiers are pinned to revisions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: dossiers are pinned to revisions."""
        return False
