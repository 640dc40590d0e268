"""Versions of procedures: a draft is written here by editors; an approved version is read, never changed, never deleted."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action, display

from procedures.acts.drafts import with_writer
from procedures.admin import pages
from procedures.admin.door import CatalogueAdmin, editor_of, may_edit
from procedures.admin.forms import DraftForm
from procedures.admin.reading import people_named
from procedures.admin.rows import FeeInline, LimitInline, PaperInline, StepInline
from procedures.admin.shown import SHOWN, Shown
from procedures.comparison import limit_words
from procedures.models import ProcedureVersion
from procedures.revision import lock_catalogue
from procedures.selectors import with_details

_Status = ProcedureVersion.Status
HISTORY = ("procedure", "number", "status", "in_force_from", "in_force_to", "citation", "written_by", "passed_by", "approved_at")
OF_A_DRAFT = ["compare", "approve", "discard"]
OF_AN_APPROVED = ["compare", "write_draft"]


@admin.register(ProcedureVersion)
class ProcedureVersionAdmin(Shown, CatalogueAdmin):
    form = DraftForm
    list_display = ("plain_name", "procedure", "number", "state", "in_force_from", "in_force_to", "limit", "prepared_by", "approved_by")
    list_filter = ("status", "procedure__field", "online_level")
    list_select_related = ("procedure__field",)
    search_fields = ("procedure__code", "plain_name", "name")
    ordering = ("procedure__code", "-number")
    list_per_page = 50
    inlines = (PaperInline, FeeInline, StepInline, LimitInline)
    readonly_fields = (*HISTORY, "limit", "source_shown", *SHOWN.values())
    change_form_outer_before_template = "admin/procedures/_state.html"
    change_form_before_template = "admin/procedures/_stand.html"
    warn_unsaved_form = True
    actions_detail: ClassVar = ["compare", "write_draft", "approve", "discard"]
    fieldsets: Any = (
        ("Tên", {"fields": ("name", "plain_name", "summary", "search_words")}),
        ("Thời hạn", {"fields": ("time_limit_rule", "limit", "time_limit_text", "time_limit_note")}),
        (
            "Nộp và giải quyết",
            {"fields": ("channels", "online_level", "receivable_elsewhere", "receive_only", "is_immediate", "handled_by")},
        ),
        ("Cơ quan", {"fields": ("ministry", "agency", "level")}),
        ("Kết quả", {"fields": ("result_name", "result_kind", "retention")}),
        ("Trường hợp", {"fields": ("case_question", "cases")}),
        ("Lời cho người dân", {"fields": ("citizen_steps", "not_needed", "conditions")}),
        ("Căn cứ", {"fields": ("legal_basis", "source_shown")}),
        ("Tờ khai", {"fields": ("declaration",)}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request) and isinstance(obj, ProcedureVersion) and obj.status == _Status.DRAFT

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields to write; where nothing is written, some are told in words instead."""
        if self.has_change_permission(request, obj):
            return [*self.fieldsets, ("Ai soạn", {"fields": ("procedure", "number", "written_by")})]
        told = [(name, {"fields": [SHOWN.get(field, field) for field in options["fields"]]}) for name, options in self.fieldsets]
        return [*told, ("Ai soạn, ai duyệt", {"fields": HISTORY})]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        return type("DraftFormOfEditor", (super().get_form(request, obj, change=change, **kwargs),), {"editor": request.user})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Save one draft at a time, and none while it is being approved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        editor_of(request)
        with transaction.atomic():
            lock_catalogue()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Count who wrote anything among the writers, so that they do not approve it."""
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(rows.has_changed() for rows in formsets):
            form.instance.prepared_by = with_writer(form.instance, editor_of(request))
            form.instance.save(update_fields=["prepared_by"])
        for warning in form.warnings:
            messages.warning(request, f"Nên xem lại: {warning}")

    def response_post_save_change(self, request: HttpRequest, obj: ProcedureVersion) -> HttpResponse:
        """After the work, show what it changes."""
        return redirect("admin:procedures_procedureversion_compare", obj.pk)

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        version = self.get_object(request, unquote(str(object_id)))
        if version is None:
            return []
        offered = OF_A_DRAFT if version.status == _Status.DRAFT else OF_AN_APPROVED
        return [self.get_unfold_action(name) for name in offered if name == "compare" or may_edit(request)]

    @display(description="tình trạng", label={"draft": "warning", "approved": "success"}, ordering="status")  # type: ignore[untyped-decorator]  # unfold ships no types
    def state(self, version: ProcedureVersion) -> tuple[str, str]:
        return version.status, version.get_status_display()

    @display(description="cổng tính là", ordering="time_limit_rule")  # type: ignore[untyped-decorator]
    def limit(self, version: ProcedureVersion) -> str:
        return limit_words(version.time_limit_rule) or "chưa tính được ngày trả"

    @display(description="người soạn")  # type: ignore[untyped-decorator]
    def written_by(self, version: ProcedureVersion) -> str:
        return people_named(version.prepared_by) or "-"

    @display(description="người duyệt")  # type: ignore[untyped-decorator]
    def passed_by(self, version: ProcedureVersion) -> str:
        return people_named(version.approved_by) or "-"

    @action(description="So sánh", url_path="so-sanh")  # type: ignore[untyped-decorator]
    def compare(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return pages.compare_page(request, self._version(request, object_id))

    @action(description="Soạn bản mới", url_path="soan-ban-moi")  # type: ignore[untyped-decorator]
    def write_draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return pages.start_page(request, self._version(request, object_id).procedure)

    @action(description="Duyệt", url_path="duyet")  # type: ignore[untyped-decorator]
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._of_draft(request, object_id, pages.approve_page)

    @action(description="Bỏ bản nháp", url_path="bo")  # type: ignore[untyped-decorator]
    def discard(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._of_draft(request, object_id, pages.discard_page)

    def _of_draft(self, request: HttpRequest, object_id: str, page: Any) -> HttpResponse:
        """Open a page of drafts; somebody who comes late is told that it is none any more."""
        editor_of(request)
        version = self._version(request, object_id)
        if version.status != _Status.DRAFT:
            messages.error(request, "Bản này đã được duyệt, không sửa và không bỏ được.")
            return redirect(pages.VERSION_PAGE, version.pk)
        answer: HttpResponse = page(request, version)
        return answer

    def _version(self, request: HttpRequest, object_id: str) -> ProcedureVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        return with_details(ProcedureVersion.objects.filter(pk=found.pk).select_related("procedure")).get()
