"""Communes, their desks and divisions, and the revisions of working calendars."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from communes.errors import RevisionIsFixed
from core import clock, text

UNIT_CODE = RegexValidator(r"^[0-9]{3}$", "Mã đơn vị gồm 3 chữ số")
COMMUNE_CODE = RegexValidator(r"^[0-9]{5}$", "Mã hành chính gồm 5 chữ số")


class CommuneKind(models.TextChoices):
    """The two kinds of commune-level units the city has."""

    PHUONG = "phuong", "phường"
    XA = "xa", "xã"


class Commune(models.Model):
    """One commune-level unit. Facts that are not known stay empty.

    `code` is the administrative code of the Statistics Office; `unit_code` the three digits in dossier codes, fixed
    once `unit_code_used` (the database refuses the change). `valid_to` is the last day, None while the unit exists.

    Source: docs/legal/dossier-code.md#units
    """

    code = models.CharField("mã hành chính", max_length=5, unique=True, db_collation="C", validators=[COMMUNE_CODE])
    unit_code = models.CharField("mã đơn vị", max_length=3, unique=True, db_collation="C", validators=[UNIT_CODE])
    unit_code_used = models.BooleanField("mã đơn vị đã cấp cho hồ sơ", default=False)
    name = models.CharField("tên", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=CommuneKind.choices)
    slug = models.SlugField("đường dẫn", max_length=100, unique=True, db_collation="C")
    sort_key = models.CharField("khóa xếp", max_length=300, db_collation="C", editable=False)
    name_folded = models.CharField("tên không dấu", max_length=100, db_collation="C", editable=False)
    former_district = models.CharField("quận, huyện cũ", max_length=100, blank=True)
    lat = models.FloatField("vĩ độ", null=True, blank=True)
    lon = models.FloatField("kinh độ", null=True, blank=True)
    area_km2 = models.DecimalField("diện tích, km²", max_digits=7, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField("dân số", null=True, blank=True)
    valid_from = models.DateField("có từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "xã, phường"
        verbose_name_plural = "xã, phường"
        ordering = ("sort_key", "code")
        indexes = (models.Index(fields=["sort_key"], name="commune_sort_key"),)
        constraints = (
            models.CheckConstraint(name="commune_code_is_five_digits", condition=Q(code__regex=r"^[0-9]{5}$")),
            models.CheckConstraint(name="commune_unit_code_is_three_digits", condition=Q(unit_code__regex=r"^[0-9]{3}$")),
            models.CheckConstraint(name="commune_kind_is_known", condition=Q(kind__in=["phuong", "xa"])),
            models.CheckConstraint(
                name="commune_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the commune with the columns that follow from its name."""
        self.sort_key, self.name_folded = text.sort_key(self.name), text.fold(self.name)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key", "name_folded"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """The name with its kind: "phường Láng"."""
        return f"{self.get_kind_display()} {self.name}"


class Division(models.Model):
    """A professional division of a commune; `source` says on what its existence rests (law, decision or practice)."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="divisions", verbose_name="xã, phường")
    code = models.CharField("mã", max_length=30, db_collation="C")
    name = models.CharField("tên", max_length=150)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "phòng chuyên môn"
        verbose_name_plural = "phòng chuyên môn"
        ordering = ("commune", "id")
        constraints = (models.UniqueConstraint(name="division_code_in_commune", fields=["commune", "code"]),)

    def __str__(self) -> str:
        return self.name


class ReceptionPoint(models.Model):
    """A site where a commune receives dossiers. Address, phone and hours stay empty until the commune gives them."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="reception_points", verbose_name="xã, phường")
    name = models.CharField("tên", max_length=150)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    hours_note = models.CharField("giờ mở cửa", max_length=200, blank=True)
    is_main = models.BooleanField("điểm chính", default=False)

    class Meta:
        verbose_name = "điểm tiếp nhận"
        verbose_name_plural = "điểm tiếp nhận"
        ordering = ("commune", "-is_main", "name")
        constraints = (
            models.UniqueConstraint(name="reception_point_name_in_commune", fields=["commune", "name"]),
            models.UniqueConstraint(name="one_main_reception_point", fields=["commune"], condition=Q(is_main=True)),
        )

    def __str__(self) -> str:
        return self.name


class CalendarRevision(models.Model):
    """One published state of a working calendar; `commune` None = the whole city. Never changed, only followed.

    `content` is what `communes.calendar_content` reads; the database refuses UPDATE and DELETE.

    Source: docs/legal/calendar.md#provisional
    """

    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="calendar_revisions", null=True, blank=True, verbose_name="xã, phường"
    )
    number = models.PositiveIntegerField("số")
    content = models.JSONField("nội dung")
    content_hash = models.CharField("mã băm nội dung", max_length=64, db_collation="C")
    note = models.TextField("ghi chú", blank=True)
    source = models.TextField("căn cứ", blank=True)
    approved_by = models.TextField("người duyệt", blank=True)
    created_at = models.DateTimeField("lập lúc", default=clock.now, editable=False)

    class Meta:
        verbose_name = "bản lịch làm việc"
        verbose_name_plural = "bản lịch làm việc"
        ordering = ("commune", "-number")
        constraints = (models.UniqueConstraint(name="calendar_revision_number", fields=["commune", "number"], nulls_distinct=False),)

    def __str__(self) -> str:
        return f"Lịch {self.commune or 'thành phố'}, bản {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new revision.

        Raises:
            RevisionIsFixed: it is stored already.
        """
        if not self._state.adding:
            raise RevisionIsFixed(str(self))
        super().save(*args, **kwargs)


class DraftStatus(models.TextChoices):
    """How far a change of a calendar has come."""

    DRAFT = "draft", "Đang soạn"
    WAITING = "waiting", "Chờ duyệt"
    APPLYING = "applying", "Đang áp dụng"
    APPLIED = "applied", "Đã áp dụng"
    DISCARDED = "discarded", "Đã bỏ"


class CalendarDraft(models.Model):
    """A change of a calendar on its way: prepared by one person, decided by another, then applied to open dossiers.

    `base` is the revision it started from (the city's, where a commune gets its first own). `editors` are the ids of
    all who saved it: none of them approves it. `counts` holds done, total, moved, told and failed of the application.

    Source: docs/legal/calendar.md#change
    """

    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã, phường")
    base = models.ForeignKey(CalendarRevision, models.PROTECT, related_name="+", verbose_name="sửa từ bản")
    content = models.JSONField("nội dung")
    source = models.TextField("căn cứ", blank=True)
    note = models.TextField("ghi chú", blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=DraftStatus, default=DraftStatus.DRAFT, db_collation="C")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người soạn")
    prepared_at = models.DateTimeField("soạn lúc")
    editors = models.JSONField("những người đã sửa", default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    decision_note = models.TextField("ý kiến", blank=True)
    revision = models.OneToOneField(CalendarRevision, models.PROTECT, null=True, related_name="draft", verbose_name="thành bản")
    counts = models.JSONField("đã áp dụng", default=dict)
    failed = models.JSONField("hồ sơ không tính được", default=list)
    error = models.TextField("lỗi", blank=True)

    class Meta:
        verbose_name = "bản soạn lịch làm việc"
        verbose_name_plural = "bản soạn lịch làm việc"
        ordering = ("-prepared_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="calendar_draft_one_open",
                fields=["commune"],
                condition=Q(status__in=["draft", "waiting", "applying"]),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="calendar_draft_by_two",
                condition=~Q(status__in=["applying", "applied"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False, revision__isnull=False) & ~Q(decided_by=models.F("prepared_by"))),
            ),
            models.CheckConstraint(name="calendar_draft_has_source", condition=Q(status__in=["draft", "discarded"]) | ~Q(source="")),
        )

    def __str__(self) -> str:
        return f"{self.scope_label}, {self.get_status_display().lower()}"

    @property
    def scope_label(self) -> str:
        """Whose calendar it is: "thành phố" or the commune's name."""
        return self.commune.full_name if self.commune else "thành phố"

    @property
    def done(self) -> int:
        """How many dossiers were gone through."""
        return int(self.counts.get("done", 0))

    @property
    def total(self) -> int:
        """How many dossiers were open when the application began; 0 before it."""
        return int(self.counts.get("total", 0))
