"""What stays the same while versions of a procedure change, and when the catalogue last moved."""

from django.core.validators import RegexValidator
from django.db import models

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
    code_is_official = models.BooleanField("mã của Cơ sở dữ liệu quốc gia", default=True)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures", verbose_name="lĩnh vực")
    verification = models.CharField("mức đối chiếu", max_length=20, choices=Verification)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="được thay bởi")
    life_event = models.CharField("việc trong đời", max_length=20, db_collation="C", blank=True)
    unlikely_here = models.BooleanField("ít phát sinh ở Hà Nội", default=False)

    class Meta:
        ordering = ["code"]
        verbose_name = "thủ tục"
        verbose_name_plural = "thủ tục"

    def __str__(self) -> str:
        return self.code


class CatalogueRevision(models.Model):
    """One row that moves when the catalogue changes, so that search indexes in memory know to reload."""

    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "lần cập nhật danh mục"
        verbose_name_plural = "lần cập nhật danh mục"

    def __str__(self) -> str:
        return str(self.number)
