"""The rows of a version: papers, fees, internal steps, limits of single units."""

from django.db import models

from accounts.permissions import Post
from procedures.models.version import ProcedureVersion


class DocumentRequirement(models.Model):
    """Thành phần hồ sơ: one paper a version asks for. Only papers a person curated may block a filing."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="documents")
    code = models.SlugField("mã giấy tờ", max_length=80, db_collation="C")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.TextField("tên chính thức")
    plain_name = models.CharField("tên thường gọi", max_length=80)
    hint = models.CharField("giải thích", max_length=300, blank=True)
    form_code = models.CharField("mẫu", max_length=60, blank=True)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    required_when = models.CharField("chỉ khi", max_length=300, blank=True)
    case_code = models.SlugField("trường hợp", max_length=80, blank=True, db_collation="C")
    blocks = models.BooleanField("thiếu thì không nộp được", default=False)
    counter_only = models.BooleanField("chỉ xuất trình tại quầy", default=False)
    reusable = models.BooleanField("cơ quan tự tra được", default=False)
    source_note = models.TextField("ghi chú nguồn", blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="document_code_once_a_version")]

    def __str__(self) -> str:
        return self.plain_name

    def belongs_to(self, case_code: str) -> bool:
        """Tell whether this paper is asked for in the chosen case; papers without a case belong to all."""
        return not self.case_code or self.case_code == case_code


class Fee(models.Model):
    """Phí, lệ phí as stated (list price); amount None means the source names the fee but not the sum."""

    class Channel(models.TextChoices):
        ANY = "any", "Mọi kênh"
        ONLINE = "online", "Trực tuyến"
        COUNTER = "counter", "Tại quầy"
        POST = "post", "Bưu chính"

    class SetBy(models.TextChoices):
        """Who sets the sum; the city's support depends on it. Source: docs/legal/fees.md#hanoi"""

        UNKNOWN = "unknown", "Chưa có thông tin"
        COUNCIL = "council", "Hội đồng nhân dân Thành phố"
        MINISTRY = "ministry", "Bộ Tài chính"

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField("thứ tự")
    channel = models.CharField("kênh", max_length=10, choices=Channel, default=Channel.ANY)
    label = models.CharField("khoản thu", max_length=200)
    amount = models.PositiveIntegerField("số tiền (đồng)", null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=40, blank=True)
    payer = models.CharField("người nộp (trống: mọi người)", max_length=120, blank=True)
    set_by = models.CharField("nơi quy định mức", max_length=10, choices=SetBy, default=SetBy.UNKNOWN)
    is_appraisal = models.BooleanField("phí thẩm định hồ sơ", default=False)
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        verbose_name = "phí, lệ phí"
        verbose_name_plural = "phí, lệ phí"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="fee_position_once_a_version")]

    def __str__(self) -> str:
        return self.label


class ProcedureStep(models.Model):
    """Bước của quy trình nội bộ: who does what, within which budget of working minutes (None: not fixed)."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("bước", max_length=120)
    post = models.CharField("vị trí", max_length=20, choices=Post)
    budget_minutes = models.PositiveIntegerField("phút làm việc", null=True, blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        verbose_name = "bước nội bộ"
        verbose_name_plural = "bước nội bộ"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="step_position_once_a_version")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class UnitTimeLimit(models.Model):
    """Thời hạn của từng đơn vị: the share of one unit in the whole limit, where the source states it."""

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="unit_limits")
    position = models.PositiveSmallIntegerField("thứ tự")
    unit = models.CharField("đơn vị", max_length=200)
    rule = models.CharField("thời hạn (quy tắc)", max_length=20, blank=True, db_collation="C")
    text = models.CharField("thời hạn (lời văn)", max_length=400, blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        verbose_name = "thời hạn từng đơn vị"
        verbose_name_plural = "thời hạn từng đơn vị"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="unit_limit_position_once_a_version")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.text or self.rule}"
