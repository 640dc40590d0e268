"""What happens inside the office: steps, stops of the clock, what was asked again, results."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Post
from dossiers.models.dossier import Dossier
from dossiers.models.file import DossierFile
from dossiers.states import DossierState, Stage


class DossierStep(models.Model):
    """One hand-over of the process slip (form 06): who holds the dossier, from when to when, within which budget."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("lượt giao")
    step_position = models.PositiveSmallIntegerField("bước của quy trình")
    name = models.CharField("bước", max_length=120)
    post = models.CharField("vị trí", max_length=20, choices=Post)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    budget_minutes = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    overdue_noted_at = models.DateTimeField("ghi nhận quá hạn lúc", null=True)
    finished_at = models.DateTimeField(null=True)
    spent_minutes = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["dossier", "position"]
        verbose_name = "bước xử lý"
        verbose_name_plural = "bước xử lý"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(finished_at__isnull=True), name="step_one_open"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="step_sweep_overdue",
                condition=Q(overdue_noted_at__isnull=True, finished_at__isnull=True, due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class Suspension(models.Model):
    """Tạm dừng: why the office waits, and in which state it goes on. Source: docs/legal/time-limits.md#suspension.

    `remaining_minutes` are the working minutes left when the clock stopped; None where no clock ran.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="suspensions")
    stage = models.CharField(max_length=12, choices=Stage)
    number = models.PositiveSmallIntegerField("lần")
    resume_state = models.SmallIntegerField(choices=DossierState)
    started_at = models.DateTimeField()
    remaining_minutes = models.IntegerField(null=True)
    answer_by = models.DateTimeField("hạn bổ sung", null=True)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["dossier", "started_at", "pk"]
        verbose_name = "lần tạm dừng"
        verbose_name_plural = "lần tạm dừng"
        constraints = [models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at__isnull=True), name="suspension_one_open")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.started_at:%d/%m/%Y}"


class SupplementItem(models.Model):
    """One thing asked for again: a paper of the checklist, or a place in the declaration, with its reason."""

    suspension = models.ForeignKey(Suspension, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    document_code = models.SlugField(max_length=80, blank=True)
    what = models.CharField("nội dung", max_length=200)
    reason = models.TextField("lý do")
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["suspension", "position"]
        verbose_name = "nội dung bổ sung"
        verbose_name_plural = "nội dung bổ sung"
        constraints = [models.UniqueConstraint(fields=["suspension", "position"], name="supplement_item_position_once")]

    def __str__(self) -> str:
        return self.what


class Result(models.Model):
    """Kết quả: number, date, signer and file; a reopened dossier gets a further version, the former stays void."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="results")
    version = models.PositiveSmallIntegerField()
    is_refusal = models.BooleanField("văn bản từ chối giải quyết", default=False)
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    signer_name = models.CharField("người ký", max_length=120)
    signer_title = models.CharField("chức vụ", max_length=120)
    file = models.ForeignKey(DossierFile, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    receiver_name = models.CharField("người nhận", max_length=200, blank=True)
    receiver_evidence = models.CharField("bằng chứng đã nhận", max_length=300, blank=True)

    class Meta:
        ordering = ["dossier", "version"]
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "version"], name="result_version_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(voided_at__isnull=True), name="result_one_valid"),
        ]

    def __str__(self) -> str:
        return self.number
