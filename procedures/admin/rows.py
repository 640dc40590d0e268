"""What hangs on a version: papers, fees, internal steps, limits of single units, in an order an editor chooses."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.http import HttpRequest
from django.utils.text import slugify
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.permissions import COMMUNE_POSTS, Post
from core.text import fold
from procedures.admin.door import ForReading, may_edit
from procedures.models import DocumentRequirement, Fee, ProcedureStep, ProcedureVersion, UnitTimeLimit
from procedures.soundness import wrong_limit

_ASIDE = 1_000  # positions are moved out of each other's way while rows change places
_LAST = 10_000


class RowForm(forms.ModelForm[Any]):
    """One row. Its position is a wish: rows are numbered anew, one after the other, when they are saved."""

    position = forms.IntegerField(
        label="Thứ tự", min_value=0, max_value=999, required=False, widget=UnfoldAdminIntegerFieldWidget, help_text="Trống: xếp cuối."
    )

    def has_changed(self) -> bool:
        """An added row in which only the order is filled in is an empty one."""
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"position"})

    def _get_validation_exclusions(self) -> set[str]:
        return cast(set[str], super()._get_validation_exclusions()) | {"position"}  # type: ignore[misc]  # not in the stubs


class PaperForm(RowForm):
    """A paper; its code may be left out and is then made of its name."""

    code = forms.SlugField(
        label="Mã giấy tờ",
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="Trống: đặt theo tên thường gọi. Giữ nguyên mã cũ.",
    )

    class Meta:
        widgets: ClassVar = {name: UnfoldAdminTextareaWidget(attrs={"rows": 2}) for name in ("name", "hint", "source_note")}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("code") and "code" not in self.errors:
            data["code"] = slugify(fold(data.get("plain_name", "")))[:80] or "giay-to"
        return data


class FeeForm(RowForm):
    """A fee as stated."""

    class Meta:
        widgets: ClassVar = {"note": UnfoldAdminTextareaWidget(attrs={"rows": 2})}
        help_texts: ClassVar = {"amount": "Để trống khi văn bản không nêu số tiền; 0 nghĩa là không thu."}


class StepForm(RowForm):
    """A step of the internal process, done by a post of the commune."""

    post = forms.ChoiceField(
        label="Vị trí", choices=[(post.value, post.label) for post in Post if post in COMMUNE_POSTS], widget=UnfoldAdminSelectWidget
    )


class LimitForm(RowForm):
    """The share of one unit."""

    def clean_rule(self) -> str:
        rule = str(self.cleaned_data["rule"]).strip().lower()
        if message := wrong_limit(rule):
            raise ValidationError(message)
        return rule


class Rows(PaginationInlineFormSet):  # type: ignore[misc]  # unfold ships no types
    """Rows saved in the order of their wishes, first typed first where two are the same."""

    def save(self, commit: bool = True) -> list[Model]:  # noqa: FBT001, FBT002  Django's signature
        kept = self._in_order()
        rows = self.model._default_manager.filter(version=self.instance)
        rows.update(position=F("position") + _ASIDE)
        for position, form in enumerate(kept, start=1):
            form.instance.position = position
        saved: list[Model] = super().save(commit)
        for form in kept:
            rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved

    def _in_order(self) -> list[RowForm]:
        gone = self.deleted_forms
        kept = [form for form in self.forms if form not in gone and (form.instance.pk or form.has_changed())]
        return sorted(kept, key=lambda form: _LAST if (wish := form.cleaned_data.get("position")) is None else wish)


class PaperRows(Rows):
    """Papers name cases that the version has; a case typed on the same page counts."""

    def clean(self) -> None:
        super().clean()
        known = [case["code"] for case in self.instance.cases]
        for form in self.forms:
            case = form.cleaned_data.get("case_code") if hasattr(form, "cleaned_data") else ""
            if case and case not in known and form not in self.deleted_forms:
                form.add_error("case_code", f"Thủ tục này không có trường hợp “{case}”")


class _Editable(ForReading):
    """Rows follow their version: written while it is a draft, by editors; otherwise read."""

    extra = 0
    ordering_field = "position"
    formset = Rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_edit(request) and isinstance(obj, ProcedureVersion) and obj.status == ProcedureVersion.Status.DRAFT

    has_add_permission = has_change_permission
    has_delete_permission = has_change_permission

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).order_by("version_id", "position")  # type: ignore[misc]  # an inline stands beside


# The limits of rows keep a page under DATA_UPLOAD_MAX_NUMBER_FIELDS.
class PaperInline(_Editable, StackedInline):  # type: ignore[misc]  # unfold ships no types
    model = DocumentRequirement
    form = PaperForm
    formset = PaperRows
    collapsible = True
    max_num = 40
    fields: Sequence[Any] = (
        ("plain_name", "position"),
        "name",
        "hint",
        ("originals", "copies", "form_code"),
        ("case_code", "required_when"),
        ("blocks", "counter_only", "reusable"),
        ("code", "source_note"),
    )


class FeeInline(_Editable, StackedInline):  # type: ignore[misc]  # unfold ships no types
    model = Fee
    form = FeeForm
    collapsible = True
    max_num = 20
    fields: Sequence[Any] = (
        ("label", "position"),
        ("channel", "payer"),
        ("amount", "unit"),
        ("set_by", "is_appraisal"),
        ("legal_basis", "note"),
    )


class StepInline(_Editable, TabularInline):  # type: ignore[misc]  # unfold ships no types
    model = ProcedureStep
    form = StepForm
    max_num = 15
    fields = ("position", "name", "post", "budget_minutes")


class LimitInline(_Editable, TabularInline):  # type: ignore[misc]  # unfold ships no types
    model = UnitTimeLimit
    form = LimitForm
    max_num = 10
    fields = ("position", "unit", "rule", "text")
