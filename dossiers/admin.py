"""The office's own page for the ladder of escalation. A rule holds from the moment it is saved."""

from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.permissions import Post
from dossiers.escalation.rules import POSTS_OF_LADDERS, Rung, faults_of, shipped_ladder
from dossiers.models import EscalationRule

UNVERIFIED = "Chưa kiểm chứng: chưa tìm thấy quy định nào của pháp luật về các mốc này. Đây là cài đặt của cổng."
HOW = (
    "Một ngày làm việc 8 giờ là 480 phút. Thang có hiệu lực ngay khi lưu; cấp nào chưa thêm thì chưa được báo. "
    "Nơi không có thang riêng dùng thang của thành phố; thành phố chưa có thì dùng thang mặc định."
)


class EscalationRuleForm(forms.ModelForm[EscalationRule]):
    """One rung, refused where the ladder it makes would not hold."""

    post = forms.ChoiceField(
        label="Báo cho", choices=[(post.value, Post(post).label) for post in POSTS_OF_LADDERS], widget=UnfoldAdminSelectWidget
    )

    class Meta:
        model = EscalationRule
        fields = ("commune", "level", "post", "after_minutes")
        help_texts: ClassVar = {"commune": "Để trống: cả thành phố"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"level", "post", "after_minutes"} <= given.keys():
            commune = given.get("commune") or self.instance.commune
            others = EscalationRule.objects.filter(commune=commune).exclude(pk=self.instance.pk).order_by("level")
            wanted = Rung(given["level"], Post(given["post"]), given["after_minutes"])
            if faults := faults_of([*rungs(others), wanted]):
                raise ValidationError([f"{fault}." for fault in faults])
        return given


def rungs(rules: Any) -> list[Rung]:
    return [Rung(rule.level, Post(rule.post), rule.after_minutes) for rule in rules]


@admin.register(EscalationRule)
class EscalationRuleAdmin(ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """Ladders, a rung a row. Only the highest rung goes, so that no gap is left."""

    form = EscalationRuleForm
    list_display = ("level", "place", "post", "after_minutes", "mark")
    list_filter = ("commune",)
    list_select_related = ("commune",)
    ordering = ("commune__sort_key", "level")
    autocomplete_fields = ("commune",)
    fieldsets: ClassVar = [(None, {"fields": ["commune", "level", "post", "after_minutes"], "description": f"{UNVERIFIED} {HOW}"})]
    actions = None
    show_full_result_count = False

    @admin.display(description="Nơi áp dụng")
    def place(self, rule: EscalationRule) -> str:
        return rule.commune.full_name if rule.commune else "Cả thành phố"

    @admin.display(description="Căn cứ")
    def mark(self, rule: EscalationRule) -> str:
        return "chưa kiểm chứng"

    def get_readonly_fields(self, request: HttpRequest, obj: EscalationRule | None = None) -> list[str]:
        """A rung stays where it is: who hears, and when, is what changes."""
        return ["commune", "level"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: EscalationRule | None = None) -> bool:
        """Only the highest rung of a ladder may go."""
        allowed: bool = super().has_delete_permission(request, obj)
        if obj is None:
            return allowed
        return allowed and not EscalationRule.objects.filter(commune=obj.commune_id, level__gt=obj.level).exists()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Offer the next rung of the city's ladder as the portal ships it."""
        following = EscalationRule.objects.filter(commune__isnull=True).count()
        offered = shipped_ladder()[following : following + 1]
        return asdict(offered[0]) if offered else {}
