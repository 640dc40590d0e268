"""The dossier itself: its place, its state and its clock. Written by acts only."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from communes.models import CalendarRevision, Commune
from dossiers.states import DossierState
from procedures.models import ProcedureVersion

FAR_FUTURE = datetime(2999, 12, 31, tzinfo=UTC)  # next_act_by where nobody has to act by a moment: sorts last, is never null


class Channel(models.IntegerChoices):
    """Kênh thực hiện. Source: docs/legal/one-stop.md#channels."""

    DIRECT = 1, "Trực tiếp"
    ONLINE = 2, "Trực tuyến"
    POST = 3, "Bưu chính"
    VNEID = 4, "VNeID"


class Delivery(models.TextChoices):
    """How the citizen wants the result."""

    COUNTER = "counter", "Nhận tại quầy"
    POST = "post", "Nhận qua bưu chính"
    ELECTRONIC = "electronic", "Nhận bản điện tử"


class Dossier(models.Model):
    """Hồ sơ. `code` is given once and never changes; overdue is computed, `overdue_noted_at` says that we told.

    Moments are aware. `due_at` while paused is the last promised moment; `remaining_minutes` then holds what is left.
    `version` grows by one with every act but the notes of the clock, and is what `If-Match` compares.
    """

    cohort = models.SmallIntegerField("năm mở")
    code = models.CharField("mã hồ sơ", max_length=40, unique=True, db_collation="C")
    batch = models.CharField("đợt dữ liệu tập huấn", max_length=40, blank=True, db_collation="C")
    opening_key = models.UUIDField("khóa chống nộp trùng", null=True, unique=True)
    state = models.SmallIntegerField("trạng thái", choices=DossierState)
    procedure_version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", verbose_name="thủ tục")
    calendar_revision = models.ForeignKey(CalendarRevision, models.PROTECT, null=True, related_name="+", verbose_name="lịch làm việc")
    support_unit = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="nơi hỗ trợ")
    receiving_unit = models.ForeignKey(Commune, models.PROTECT, related_name="+", db_index=False, verbose_name="nơi tiếp nhận")
    competent_unit = models.ForeignKey(Commune, models.PROTECT, related_name="+", db_index=False, verbose_name="nơi giải quyết")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="người giữ"
    )
    channel = models.SmallIntegerField("kênh nộp", choices=Channel)
    delivery = models.CharField("cách nhận kết quả", max_length=12, choices=Delivery, default=Delivery.COUNTER)
    time_limit_rule = models.CharField("thời hạn áp dụng", max_length=20, blank=True, db_collation="C")

    submitted_at = models.DateTimeField("nộp lúc", null=True)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True)
    listed_at = models.DateTimeField("vào sổ lúc")
    response_due_at = models.DateTimeField("hạn trả lời", null=True)
    due_at = models.DateTimeField("hẹn trả", null=True)
    original_due_at = models.DateTimeField("hẹn trả ban đầu", null=True)
    due_soon_at = models.DateTimeField("sắp đến hạn từ", null=True)
    apology_due_at = models.DateTimeField("hạn gửi thư xin lỗi", null=True)
    supplement_due_at = models.DateTimeField("hạn bổ sung", null=True)
    remaining_minutes = models.IntegerField("phút làm việc còn lại", null=True)
    next_act_by = models.DateTimeField("việc kế tiếp trước")
    due_soon_noted_at = models.DateTimeField("ghi nhận sắp đến hạn lúc", null=True)
    apology_noted_at = models.DateTimeField("ghi nhận đến lúc xin lỗi lúc", null=True)
    overdue_noted_at = models.DateTimeField("ghi nhận quá hạn lúc", null=True)
    response_noted_at = models.DateTimeField("ghi nhận quá hạn trả lời lúc", null=True)
    supplement_noted_at = models.DateTimeField("ghi nhận hết hạn bổ sung lúc", null=True)
    escalated_level = models.SmallIntegerField("đã báo tới cấp", default=0)
    escalated_on = models.DateField("báo cấp trên ngày", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)

    track_key = models.CharField("mã tra cứu", max_length=8, db_collation="C")
    link_key = models.CharField("khóa liên kết ngắn", max_length=16, unique=True, db_collation="C")
    last_seq = models.IntegerField(default=0)
    last_hash = models.BinaryField(default=b"")
    version = models.IntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "hồ sơ"
        verbose_name_plural = "hồ sơ"
        constraints = [
            models.CheckConstraint(
                name="dossier_running_clock_has_due",
                condition=~Q(state__in=[2, 4]) | Q(due_at__isnull=False, remaining_minutes__isnull=True),
            ),
            models.CheckConstraint(
                name="dossier_finished_state",
                condition=Q(finished_at__isnull=False, state__in=[3, 8, 9, 10]) | Q(finished_at__isnull=True, state__in=[1, 2, 4, 5, 6, 7]),
            ),
            models.CheckConstraint(
                name="dossier_returned_state",
                condition=Q(returned_at__isnull=False, state=10) | (Q(returned_at__isnull=True) & ~Q(state=10)),
            ),
            models.CheckConstraint(name="dossier_original_due", condition=Q(due_at__isnull=True) | Q(original_due_at__isnull=False)),
            models.CheckConstraint(name="dossier_state_known", condition=Q(state__range=(1, 10))),
        ]
        indexes = [
            models.Index(
                fields=["competent_unit", "next_act_by", "id"],
                name="dossier_inbox_competent",
                condition=Q(finished_at__isnull=True),
                include=["due_at", "state"],
            ),
            models.Index(
                fields=["receiving_unit", "next_act_by", "id"], name="dossier_inbox_receiving", condition=Q(finished_at__isnull=True)
            ),
            models.Index(
                fields=["support_unit", "next_act_by", "id"],
                name="dossier_inbox_support",
                condition=Q(finished_at__isnull=True, support_unit__isnull=False),
            ),
            models.Index(
                fields=["assignee", "next_act_by", "id"],
                name="dossier_inbox_assignee",
                condition=Q(finished_at__isnull=True, assignee__isnull=False),
            ),
            models.Index(
                fields=["due_at", "id"], name="dossier_sweep_overdue", condition=Q(overdue_noted_at__isnull=True, state__in=[2, 4])
            ),
            models.Index(
                fields=["due_soon_at", "id"],
                name="dossier_sweep_due_soon",
                condition=Q(due_soon_noted_at__isnull=True, state__in=[2, 4], due_soon_at__gt=models.F("received_at")),
            ),
            models.Index(
                fields=["apology_due_at", "id"],
                name="dossier_sweep_apology",
                condition=Q(apology_noted_at__isnull=True, state__in=[2, 4], apology_due_at__gt=models.F("received_at")),
            ),
            models.Index(
                fields=["response_due_at", "id"], name="dossier_sweep_response", condition=Q(response_noted_at__isnull=True, state=1)
            ),
            models.Index(
                fields=["supplement_due_at", "id"], name="dossier_sweep_supplement", condition=Q(supplement_noted_at__isnull=True, state=5)
            ),
            models.Index(
                fields=["due_at", "id"], name="dossier_sweep_escalation", condition=Q(overdue_noted_at__isnull=False, state__in=[2, 4])
            ),
            models.Index(fields=["competent_unit", "-listed_at", "-id"], name="dossier_history_competent"),
            models.Index(fields=["receiving_unit", "-listed_at", "-id"], name="dossier_history_receiving"),
            models.Index(fields=["receiving_unit", "-finished_at", "-id"], name="dossier_to_hand_over", condition=Q(state=9)),
            models.Index(
                fields=["competent_unit", "finished_at"], name="dossier_finished_competent", condition=Q(finished_at__isnull=False)
            ),
            models.Index(fields=["batch"], name="dossier_batch", condition=~Q(batch="")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def state_label(self) -> str:
        return DossierState(self.state).label
