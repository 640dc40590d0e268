"""A list of procedures handed in for import: checked first, applied by somebody else, kept as proof."""

import uuid

from django.conf import settings
from django.db import models


class CatalogueImport(models.Model):
    """One file in the shape of the official list, what it would change, and who applied it when."""

    class State(models.TextChoices):
        CHECKED = "checked", "Đã kiểm tra, chờ duyệt"
        APPLYING = "applying", "Đang ghi"
        APPLIED = "applied", "Đã ghi vào danh mục"
        DISCARDED = "discarded", "Đã bỏ"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.CHECKED, db_collation="C")
    file_name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64, db_collation="C")
    rows = models.JSONField("các dòng đã đọc", default=list)
    report = models.JSONField("thay đổi", default=dict)
    catalogue_revision = models.PositiveIntegerField("lần cập nhật danh mục khi kiểm tra")
    in_force_from = models.DateField("hiệu lực từ")
    citation = models.CharField("văn bản công bố", max_length=400)
    ends_missing = models.BooleanField("kết thúc thủ tục không có trong danh sách", default=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nộp tệp")
    prepared_at = models.DateTimeField("lúc nộp tệp")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt")
    approved_at = models.DateTimeField("lúc duyệt", null=True)

    class Meta:
        ordering = ["-prepared_at"]
        verbose_name = "lần nạp danh mục"
        verbose_name_plural = "các lần nạp danh mục"

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"
