"""Procedures as a list to find one in, each with its versions; what stays the same comes with imports."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.admin import TabularInline
from unfold.decorators import action, display

from core import clock
from core.text import normalise_name
from procedures.admin import pages
from procedures.admin.door import CatalogueAdmin, ForReading, may_edit
from procedures.admin.filters import DraftFilter, GapFilter, MinistryFilter
from procedures.admin.reading import draft_of, found_like_citizens, listed
from procedures.models import Field, Procedure, ProcedureVersion


@admin.register(Field)
class FieldAdmin(CatalogueAdmin):
    list_display = ("name", "code")
    ordering = ("sort_key",)
    search_fields = ("name", "code")


class VersionInline(ForReading, TabularInline):  # type: ignore[misc]  # unfold ships no types
    """The versions of a procedure, newest first: who wrote, who approved, by which paper."""

    model = ProcedureVersion
    fields = ("number", "status", "in_force_from", "in_force_to", "citation", "prepared_by", "approved_by", "approved_at")
    readonly_fields = fields
    ordering = ("-number",)
    show_change_link = True
    verbose_name_plural = "các bản"


@admin.register(Procedure)
class ProcedureAdmin(CatalogueAdmin):
    list_display = ("code", "plain_name", "field", "ministry", "verification", "state", "gaps")
    list_display_links = ("code", "plain_name")
    list_filter = (DraftFilter, GapFilter, "verification", MinistryFilter, "field")
    search_fields = ("code", "versions__name", "versions__plain_name")
    search_help_text = "Mã, tên chính thức, tên thường gọi; gõ không dấu cũng được"
    ordering = ("code",)
    list_per_page = 50
    fields = ("code", "code_is_official", "field", "verification", "replaced_by", "life_event", "unlikely_here")
    inlines = (VersionInline,)
    actions_list: ClassVar = ["hand_in_list"]
    actions_detail: ClassVar = ["write_draft", "open_draft"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Procedure]:
        return listed().order_by("code")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Procedure], search_term: str) -> tuple[QuerySet[Procedure], bool]:
        """Look for the words as they stand; where they stand nowhere, as the search of the portal understands them."""
        term = normalise_name(search_term)
        found, doubled = super().get_search_results(request, queryset, term)
        if not term or found.exists():
            return found, doubled
        return queryset.filter(versions__in=found_like_citizens(term, clock.today())), True

    def get_actions_list(self, request: HttpRequest) -> Any:
        return super().get_actions_list(request) if may_edit(request) else []

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        if not may_edit(request) or not str(object_id).isdecimal():
            return []
        return [self.get_unfold_action("open_draft" if draft_of(int(object_id)) else "write_draft")]

    @display(description="tên thường gọi", ordering="newest_plain_name")  # type: ignore[untyped-decorator]  # unfold ships no types
    def plain_name(self, procedure: Any) -> str:
        return procedure.newest_plain_name or "-"

    @display(description="bộ quản lý", ordering="newest_ministry")  # type: ignore[untyped-decorator]
    def ministry(self, procedure: Any) -> str:
        return procedure.newest_ministry or "-"

    @display(description="tình trạng", label={"held": "success", "draft": "warning", "ended": "danger", "ahead": "info", "none": "danger"})  # type: ignore[untyped-decorator]
    def state(self, procedure: Any) -> tuple[str, str]:
        if procedure.draft_id is not None:
            return "draft", "Có bản nháp"
        if procedure.newest_pk is None:
            return "none", "Chưa có bản nào"
        if procedure.newest_in_force_to is not None and procedure.newest_in_force_to < clock.today():
            return "ended", f"Hết hiệu lực {procedure.newest_in_force_to:%d/%m/%Y}"
        if procedure.newest_in_force_from > clock.today():
            return "ahead", f"Lần {procedure.newest_number}, sẽ từ {procedure.newest_in_force_from:%d/%m/%Y}"
        return "held", f"Lần {procedure.newest_number}, từ {procedure.newest_in_force_from:%d/%m/%Y}"

    @display(description="còn thiếu")  # type: ignore[untyped-decorator]
    def gaps(self, procedure: Any) -> str:
        lacks = {
            "thời hạn": not (procedure.newest_time_limit_rule or procedure.newest_time_limit_text),
            "giấy tờ": not procedure.has_papers,
            "phí": not procedure.has_fees,
            "tờ khai": not procedure.newest_declaration,
        }
        return ", ".join(what for what, is_missing in lacks.items() if is_missing) or "-"

    @action(description="Nạp danh sách", url_path="nap-danh-sach")  # type: ignore[untyped-decorator]
    def hand_in_list(self, request: HttpRequest) -> HttpResponse:
        return redirect("catalogue_imports")

    @action(description="Soạn bản mới", url_path="soan-ban-moi")  # type: ignore[untyped-decorator]
    def write_draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        procedure = self.get_object(request, unquote(object_id))
        if procedure is None:
            raise Http404
        return pages.start_page(request, procedure)

    @action(description="Mở bản nháp", url_path="ban-nhap")  # type: ignore[untyped-decorator]
    def open_draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.write_draft(request, object_id=object_id)  # type: ignore[no-any-return]
