"""The catalogue for legal editors: to be read and found; versions change by import, so that none is rewritten."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from procedures.models import DocumentRequirement, Fee, Field, Procedure, ProcedureStep, ProcedureVersion


class ReadOnly:
    """No adding, changing, deleting."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DocumentInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold ships no types
    model = DocumentRequirement
    fields = ("position", "plain_name", "case_code", "required_when", "blocks", "counter_only", "form_code")


class FeeInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold ships no types
    model = Fee
    fields = ("position", "label", "channel", "amount", "unit", "legal_basis")


class StepInline(ReadOnly, TabularInline):  # type: ignore[misc]  # unfold ships no types
    model = ProcedureStep
    fields = ("position", "name", "post", "budget_minutes")


@admin.register(Field)
class FieldAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    list_display = ("name", "code")
    ordering = ("sort_key",)


@admin.register(Procedure)
class ProcedureAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    list_display = ("code", "field", "verification", "replaced_by")
    list_filter = ("verification", "field")
    list_select_related = ("field", "replaced_by")
    search_fields = ("code", "versions__plain_name", "versions__name")


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """One dated wording with its papers, fees and steps."""

    list_display = ("plain_name", "procedure", "number", "in_force_from", "in_force_to", "time_limit_rule", "online_level")
    list_filter = ("online_level", "procedure__field")
    list_select_related = ("procedure__field",)
    search_fields = ("procedure__code", "plain_name", "name")
    inlines = (DocumentInline, FeeInline, StepInline)
