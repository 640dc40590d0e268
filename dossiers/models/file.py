"""Files of a dossier: stored privately, type found by content, never served without an access check."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dossiers.models.dossier import Dossier


def stored_path(file: "DossierFile", name: str) -> str:
    """Return a path that says nothing of the content; `name` is chosen by people and never used."""
    return f"dossiers/{file.cohort}/{file.dossier_id}/{uuid.uuid4().hex}"


class DossierFile(models.Model):
    """One file that answers one paper, or a result. Rows are kept; a replaced file says by which."""

    class Kind(models.TextChoices):
        """Loại bản. Source: docs/legal/one-stop.md#forms."""

        ORIGINAL = "original", "Bản chính"
        COPY = "copy", "Bản sao"
        ELECTRONIC = "electronic", "Bản điện tử"

    class Purpose(models.TextChoices):
        DOCUMENT = "document", "Thành phần hồ sơ"
        RESULT = "result", "Kết quả"

    class Scan(models.TextChoices):
        """What the scanner said; where no scanner is set up the type check by content is all there is."""

        NOT_SCANNED = "not_scanned", "Chưa quét"
        CLEAN = "clean", "Sạch"
        INFECTED = "infected", "Có mã độc"

    cohort = models.SmallIntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.DOCUMENT)
    document_code = models.SlugField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ELECTRONIC)
    name = models.CharField("tên tệp", max_length=200)
    stored = models.FileField(upload_to=stored_path, max_length=200)
    original = models.FileField(upload_to=stored_path, max_length=200, blank=True)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    pages = models.PositiveSmallIntegerField(null=True)
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    reused = models.BooleanField("dùng lại dữ liệu có sẵn", default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["dossier", "pk"]
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        indexes = [models.Index(fields=["dossier", "document_code"], name="file_of_paper", condition=Q(replaced_by__isnull=True))]

    def __str__(self) -> str:
        return self.name


class ReceivedPaper(models.Model):
    """One line of form 01: which paper came in, as what, how many. Source: docs/legal/one-stop.md#forms."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    position = models.PositiveSmallIntegerField()
    document_code = models.SlugField(max_length=80, blank=True)
    name = models.CharField("tên giấy tờ", max_length=400)
    kind = models.CharField("loại", max_length=12, choices=DossierFile.Kind)
    quantity = models.PositiveSmallIntegerField("số lượng", default=1)

    class Meta:
        ordering = ["dossier", "position"]
        verbose_name = "giấy tờ đã nhận"
        verbose_name_plural = "giấy tờ đã nhận"
        constraints = [models.UniqueConstraint(fields=["dossier", "position"], name="paper_position_once")]

    def __str__(self) -> str:
        return self.name
