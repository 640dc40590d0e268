"""What watching the clock leaves behind: apologies, reports to higher levels, daily runs, differences found."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Post
from communes.models import Commune
from dossiers.models.dossier import Dossier
from notifications.models import Notice


class Extension(models.Model):
    """Thư xin lỗi và hẹn lại (form 04): drafted by the clock, issued by a leader, once for a dossier.

    `until` is the last day of the new appointment; `due_before` and `due_after` are the moments before and after it.

    Source: docs/legal/one-stop.md#apology
    """

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="extension")
    drafted_at = models.DateTimeField("soạn lúc")
    reason = models.TextField("lý do", blank=True)
    until = models.DateField("hẹn lại ngày", null=True)
    issued_at = models.DateTimeField("ban hành lúc", null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ký")
    number = models.CharField("số", max_length=40, blank=True)
    due_before = models.DateTimeField("hẹn trả cũ", null=True)
    due_after = models.DateTimeField("hẹn trả mới", null=True)

    class Meta:
        verbose_name = "thư xin lỗi, hẹn lại"
        verbose_name_plural = "thư xin lỗi, hẹn lại"
        constraints = [
            models.CheckConstraint(
                name="extension_issued_whole",
                condition=Q(issued_at__isnull=True)
                | (Q(until__isnull=False, due_before__isnull=False, due_after__isnull=False, issued_by__isnull=False) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return self.number or f"bản soạn {self.dossier_id}"

    @property
    def is_late(self) -> bool:
        """Tell whether it came after the appointment it apologises for. Source: docs/legal/one-stop.md#apology."""
        return self.issued_at is not None and self.due_before is not None and self.issued_at > self.due_before


class EscalationRule(models.Model):
    """One rung of the ladder: after how many office minutes late which post hears of it. No commune: the whole city.

    Source: docs/legal/time-limits.md#escalation
    """

    commune = models.ForeignKey(Commune, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="xã, phường")
    level = models.SmallIntegerField("cấp")
    post = models.CharField("báo cho", max_length=20, choices=Post)
    after_minutes = models.PositiveIntegerField("sau số phút làm việc quá hạn")

    class Meta:
        ordering = ["commune", "level"]
        verbose_name = "quy tắc báo cấp trên"
        verbose_name_plural = "quy tắc báo cấp trên"
        constraints = [
            models.UniqueConstraint(fields=["commune", "level"], name="escalation_level_once", nulls_distinct=False),
            models.CheckConstraint(name="escalation_level_from_one", condition=Q(level__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.level}. {self.get_post_display()}"


class Escalation(models.Model):
    """That an overdue dossier was brought before a level on a working day; told in that day's digest."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="escalations")
    due_at = models.DateTimeField("hẹn trả")
    level = models.SmallIntegerField("cấp")
    post = models.CharField("báo cho", max_length=20, choices=Post)
    on = models.DateField("ngày")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần báo cấp trên"
        verbose_name_plural = "lần báo cấp trên"
        constraints = [models.UniqueConstraint(fields=["dossier", "due_at", "level", "on"], name="escalation_once_a_day")]
        indexes = [models.Index(fields=["on", "id"], name="escalation_of_day")]

    def __str__(self) -> str:
        return f"{self.dossier_id} cấp {self.level}, {self.on:%d/%m/%Y}"


class EscalationTold(models.Model):
    """Who was told of an escalation, and by which notice; whether it was read stands on the notice."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="told")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "người được báo"
        verbose_name_plural = "người được báo"
        constraints = [models.UniqueConstraint(fields=["escalation", "notice"], name="escalation_told_once")]

    def __str__(self) -> str:
        return f"{self.escalation_id} → {self.notice_id}"


class DailyRun(models.Model):
    """A daily job on its day: the row makes it run once, and a restart never skip it."""

    kind = models.CharField("việc", max_length=30, db_collation="C")
    day = models.DateField("ngày")
    started_at = models.DateTimeField("bắt đầu")
    finished_at = models.DateTimeField("xong", null=True)
    result = models.JSONField("kết quả", default=dict)

    class Meta:
        verbose_name = "việc hằng ngày"
        verbose_name_plural = "việc hằng ngày"
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="daily_run_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day:%d/%m/%Y}"


class ClockDifference(models.Model):
    """A stored due moment that its events do not give: an incident until a person has looked.

    Source: docs/legal/time-limits.md#derivation
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="clock_differences")
    found_at = models.DateTimeField("phát hiện lúc")
    stored_due_at = models.DateTimeField("hẹn trả đang lưu", null=True)
    computed_due_at = models.DateTimeField("hẹn trả tính lại", null=True)
    what = models.CharField("sai ở đâu", max_length=300)
    gone_at = models.DateTimeField("hết sai lúc", null=True)

    class Meta:
        verbose_name = "hẹn trả lệch"
        verbose_name_plural = "hẹn trả lệch"
        constraints = [models.UniqueConstraint(fields=["dossier"], condition=Q(gone_at__isnull=True), name="clock_difference_one_open")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.what}"
