"""Columns of the catalogue. A dossier keeps the version it was filed under."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from accounts.permissions import Post
from core.time_limits import TimeLimit

CODE = RegexValidator(r"^[0-9A-Z][0-9A-Za-z.\-]{1,31}$", "Mã thủ tục gồm chữ số, chữ và dấu chấm.")


class Field(models.Model):
    """Lĩnh vực: the field of state management a procedure belongs to."""

    code = models.SlugField("mã", max_length=60, unique=True, db_collation="C")
    name = models.CharField("tên lĩnh vực", max_length=200)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """Thủ tục hành chính: what stays the same while its versions change."""

    class Verification(models.TextChoices):
        """How far the row could be checked against the national portal."""

        VERIFIED = "verified", "Đã đối chiếu"
        LEVEL_UNCONFIRMED = "level_unconfirmed", "Chưa rõ cấp giải quyết"
        RECEIVE_ONLY = "receive_only", "Cấp xã chỉ tiếp nhận"
        NAME_ONLY = "name_only", "Mới có tên"
        SUPERSEDED = "superseded", "Đã được thay thế"

    code = models.CharField("mã thủ tục", max_length=32, unique=True, db_collation="C", validators=[CODE])
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures", verbose_name="lĩnh vực")
    verification = models.CharField("mức đối chiếu", max_length=20, choices=Verification)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="được thay bởi")
    life_event = models.CharField("việc trong đời", max_length=20, db_collation="C", blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "thủ tục"
        verbose_name_plural = "thủ tục"

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """One dated wording of a procedure; versions of a procedure never overlap."""

    class OnlineLevel(models.TextChoices):
        """Mức độ dịch vụ công trực tuyến. Source: docs/legal/one-stop.md#channels."""

        FULL = "full", "Toàn trình"
        PARTIAL = "partial", "Một phần"
        IN_PERSON = "in_person", "Trực tiếp"
        UNKNOWN = "unknown", "Chưa có thông tin"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions", verbose_name="thủ tục")
    number = models.PositiveSmallIntegerField("lần")
    in_force_from = models.DateField("hiệu lực từ")
    in_force_to = models.DateField("hiệu lực đến", null=True, blank=True)
    name = models.TextField("tên chính thức")
    plain_name = models.CharField("tên thường gọi", max_length=80)
    summary = models.CharField("tóm tắt cho người dân", max_length=300, blank=True)
    search_words = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name="từ hay dùng")
    ministry = models.CharField("bộ quản lý", max_length=120, blank=True)
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
    case_question = models.CharField("câu hỏi chọn trường hợp", max_length=200, blank=True)
    cases = models.JSONField("các trường hợp", default=list, blank=True)
    not_needed = ArrayField(models.TextField(), default=list, blank=True, verbose_name="không phải nộp")
    citizen_steps = ArrayField(models.TextField(), default=list, blank=True, verbose_name="các bước của người dân")
    declaration = models.JSONField("tờ khai", default=dict, blank=True)
    source = models.JSONField("nguồn", default=dict, blank=True)
    content_hash = models.CharField(max_length=64, db_collation="C", editable=False)
    approved_by = models.CharField("người duyệt", max_length=120, blank=True)

    class Meta:
        ordering = ["procedure", "number"]
        verbose_name = "phiên bản thủ tục"
        verbose_name_plural = "phiên bản thủ tục"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_number_once"),
            models.UniqueConstraint(fields=["procedure"], condition=models.Q(in_force_to__isnull=True), name="procedure_one_open_version"),
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

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def accepts_online(self) -> bool:
        return "online" in self.channels


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
        ordering = ["version", "position"]
        verbose_name = "thành phần hồ sơ"
        verbose_name_plural = "thành phần hồ sơ"
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="document_code_once_a_version")]

    def __str__(self) -> str:
        return self.plain_name

    def belongs_to(self, case_code: str) -> bool:
        """Tell whether this paper is asked for in the chosen case; papers without a case belong to all."""
        return not self.case_code or self.case_code == case_code


class Fee(models.Model):
    """Phí, lệ phí as stated; amount None means the source names the fee but not the sum."""

    class Channel(models.TextChoices):
        ANY = "any", "Mọi kênh"
        ONLINE = "online", "Trực tuyến"
        COUNTER = "counter", "Tại quầy"
        POST = "post", "Bưu chính"

    version = models.ForeignKey(ProcedureVersion, models.CASCADE, related_name="fees")
    position = models.PositiveSmallIntegerField("thứ tự")
    channel = models.CharField("kênh", max_length=10, choices=Channel, default=Channel.ANY)
    label = models.CharField("khoản thu", max_length=200)
    amount = models.PositiveIntegerField("số tiền (đồng)", null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=40, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        ordering = ["version", "position"]
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
        ordering = ["version", "position"]
        verbose_name = "bước nội bộ"
        verbose_name_plural = "bước nội bộ"
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="step_position_once_a_version")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


class CatalogueRevision(models.Model):
    """One row that moves when the catalogue changes, so that search indexes in memory know to reload."""

    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "lần cập nhật danh mục"
        verbose_name_plural = "lần cập nhật danh mục"

    def __str__(self) -> str:
        return str(self.number)
