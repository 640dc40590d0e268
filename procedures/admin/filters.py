"""What the list of procedures is narrowed by, beside field and verification."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from procedures.admin.reading import ministries

GAPS: dict[str, tuple[str, Q]] = {
    "thoi-han": ("Thiếu thời hạn", Q(newest_time_limit_rule="", newest_time_limit_text="")),
    "quy-tac": ("Chưa tính được ngày trả", Q(newest_time_limit_rule="")),
    "giay-to": ("Thiếu giấy tờ", Q(has_papers=False)),
    "phi": ("Thiếu phí, lệ phí", Q(has_fees=False)),
    "to-khai": ("Thiếu tờ khai", Q(newest_declaration={})),
}


class MinistryFilter(SimpleListFilter):
    title = "bộ quản lý"
    parameter_name = "bo"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(name, name) for name in ministries()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(newest_ministry=self.value()) if self.value() else queryset


class DraftFilter(SimpleListFilter):
    title = "bản nháp"
    parameter_name = "nhap"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("co", "Đang có bản nháp"), ("khong", "Không có bản nháp")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(draft_id__isnull=chosen == "khong") if chosen in {"co", "khong"} else queryset


class GapFilter(SimpleListFilter):
    title = "còn thiếu"
    parameter_name = "thieu"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(code, words) for code, (words, _) in GAPS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        _, lacks = GAPS.get(self.value() or "", ("", Q()))
        return queryset.filter(lacks)
