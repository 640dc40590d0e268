"""Versions of a procedure. A dossier keeps the version it was filed under."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property

from core.time_limits import TimeLimit
from procedures.models.procedure import Procedure

if TYPE_CHECKING:
    from procedures.models.details import DocumentRequirement

TAKEN_ONLINE = frozenset({Procedure.Verification.VERIFIED, Procedure.Verification.RECEIVE_ONLY})


class ProcedureVersion(models.Model):
    """One dated wording of a procedure; approved versions of a procedure never overlap."""

    class OnlineLevel(models.TextChoices):
        """Mức độ dịch vụ công trực tuyến. Source: docs/legal/one-stop.md#channels."""

        FULL = "full", "Toàn trình"
        PARTIAL = "partial", "Một phần"
        IN_PERSON = "in_person", "Trực tiếp"
        UNKNOWN = "unknown", "Chưa có thông tin"

    class Status(models.TextChoices):
        """A draft is being written and is in force on no day; an approved version is never rewritten."""

        DRAFT = "draft", "Bản nháp"
        APPROVED = "approved", "Đã duyệt"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions", verbose_name="thủ tục")
    number = models.PositiveSmallIntegerField("lần")
    status = models.CharField("tình trạng", max_length=10, choices=Status, default=Status.APPROVED, db_collation="C")
    in_force_from = models.DateField("hiệu lực từ")
    in_force_to = models.DateField("hiệu lực đến", null=True, blank=True)
    name = models.TextField("tên chính thức")
    plain_name = models.CharField("tên thường gọi", max_length=600)
    summary = models.CharField("tóm tắt cho người dân", max_length=300, blank=True)
    search_words = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name="từ hay dùng")
    ministry = models.CharField("bộ quản lý", max_length=120, blank=True)
    agency = models.CharField("cơ quan thực hiện", max_length=600, blank=True)
    level = models.CharField("cấp thực hiện", max_length=20, default="xa")
    time_limit_rule = models.CharField("thời hạn (quy tắc)", max_length=20, blank=True, db_collation="C")
    time_limit_text = models.TextField("thời hạn (lời văn)", blank=True)
    time_limit_note = models.TextField("ghi chú thời hạn", blank=True)
    online_level = models.CharField("mức trực tuyến", max_length=12, choices=OnlineLevel, default=OnlineLevel.UNKNOWN)
    channels = ArrayField(models.CharField(max_length=10), default=list, verbose_name="kênh nộp")
    result_name = models.CharField("kết quả", max_length=400, blank=True)
    result_kind = models.CharField("loại kết quả", max_length=20, blank=True)
    legal_basis = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name="căn cứ pháp lý")
    conditions = models.TextField("điều kiện", blank=True)
    is_immediate = models.BooleanField("trả kết quả ngay tại quầy", default=False)
    receive_only = models.BooleanField("xã chỉ tiếp nhận", default=False)
    handled_by = ArrayField(
        models.CharField(max_length=5), default=list, blank=True, verbose_name="chỉ phường, xã này giải quyết (mã; trống: tất cả)"
    )
    receivable_elsewhere = models.BooleanField("nơi khác được nhận thay", default=True)
    retention = models.CharField("thời hạn lưu hồ sơ", max_length=120, blank=True)
    case_question = models.CharField("câu hỏi chọn trường hợp", max_length=200, blank=True)
    cases = models.JSONField("các trường hợp", default=list, blank=True)
    not_needed = ArrayField(models.TextField(), default=list, blank=True, verbose_name="không phải nộp")
    citizen_steps = ArrayField(models.TextField(), default=list, blank=True, verbose_name="các bước của người dân")
    declaration = models.JSONField("tờ khai", default=dict, blank=True)
    source = models.JSONField("nguồn", default=dict, blank=True)
    content_hash = models.CharField(max_length=64, db_collation="C", editable=False)
    citation = models.CharField("văn bản công bố", max_length=400, blank=True)
    prepared_by = models.CharField("người soạn", max_length=150, blank=True)
    approved_by = models.CharField("người duyệt", max_length=150, blank=True)
    approved_at = models.DateTimeField("lúc duyệt", null=True, blank=True)

    class Meta:
        ordering = ["procedure_id", "number"]
        verbose_name = "phiên bản thủ tục"
        verbose_name_plural = "phiên bản thủ tục"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=models.Q(in_force_to__isnull=True, status="approved"), name="procedure_one_open_version"
            ),
            models.UniqueConstraint(fields=["procedure"], condition=models.Q(status="draft"), name="procedure_one_draft"),
            models.CheckConstraint(
                condition=models.Q(in_force_to__isnull=True) | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="procedure_version_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plain_name} ({self.procedure_id}, lần {self.number})"

    @property
    def time_limit(self) -> TimeLimit | None:
        """Return the limit the engine counts with; None where it is not known."""
        return TimeLimit.parse(self.time_limit_rule) if self.time_limit_rule else None

    @cached_property
    def ordered_documents(self) -> "list[DocumentRequirement]":
        """Return the papers in the order of the catalogue, read once: an approved version keeps its papers."""
        return list(self.documents.order_by("position"))

    def is_in_force(self, on: date) -> bool:
        return self.status == self.Status.APPROVED and self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def offered_channels(self) -> list[str]:
        """Return the ways in that are open here; online only where it is known that communes take the procedure in.

        Reads the procedure. Source: docs/legal/one-stop.md#catalogue
        """
        if self.procedure.verification in TAKEN_ONLINE:
            return self.channels
        return [channel for channel in self.channels if channel != "online"]

    @property
    def accepts_online(self) -> bool:
        """Tell whether citizens may file this version on the portal. The one rule for pages and filing."""
        return "online" in self.offered_channels
