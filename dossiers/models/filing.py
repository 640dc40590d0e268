"""What a citizen is writing (draft) and what was declared (1:1 with the dossier, apart because it is large)."""

import uuid

from django.conf import settings
from django.db import models

from communes.models import Commune
from dossiers.models.dossier import Delivery, Dossier
from procedures.models import ProcedureVersion


class Draft(models.Model):
    """Bài viết dở. Deleted when it is submitted; its id is the key that makes a second submission answer the first.

    `answers_sealed` maps section code → field code → value, `applicant_sealed` holds the person the dossier is for,
    `filer_sealed` the owner himself where he files for that person, null where he files for himself; all are sealed JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    procedure_version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    case_code = models.SlugField(max_length=80, blank=True)
    applicant_sealed = models.BinaryField(null=True)
    filer_sealed = models.BinaryField(null=True)
    answers_sealed = models.BinaryField(null=True)
    delivery = models.CharField(max_length=12, choices=Delivery, blank=True)
    done_steps = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    warned_at = models.DateTimeField("báo sắp xóa lúc", null=True)

    class Meta:
        ordering = ["-saved_at", "pk"]
        verbose_name = "bài viết dở"
        verbose_name_plural = "bài viết dở"

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_for_other(self) -> bool:
        return self.filer_sealed is not None


def draft_path(file: "DraftFile", name: str) -> str:
    """Return a path that says nothing of the content; `name` is chosen by people and never used."""
    return f"drafts/{file.draft_id}/{uuid.uuid4().hex}"


class DraftFile(models.Model):
    """A file of a draft, already checked; it moves to the dossier at submission."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    document_code = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    stored = models.FileField(upload_to=draft_path, max_length=200)
    original = models.FileField(upload_to=draft_path, max_length=200, blank=True)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    pages = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["draft", "pk"]
        verbose_name = "tệp của bài viết dở"
        verbose_name_plural = "tệp của bài viết dở"

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """Tờ khai: the answers as sent, sealed as a whole, with the case chosen and what the person agreed to."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, primary_key=True, related_name="declaration")
    case_code = models.SlugField(max_length=80, blank=True)
    answers_sealed = models.BinaryField()
    statement_at = models.DateTimeField("cam đoan lúc", null=True)

    class Meta:
        verbose_name = "tờ khai"
        verbose_name_plural = "tờ khai"

    def __str__(self) -> str:
        return str(self.pk)
