"""Sổ tay nghiệp vụ: what officers tell each other about a procedure; for offices only."""

from django.conf import settings
from django.db import models

from procedures.models.procedure import Procedure


class GuidanceNote(models.Model):
    """One note for officers, written by a catalogue editor; it changes nothing in the rules."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="notes", verbose_name="thủ tục")
    text = models.TextField("nội dung", max_length=4000)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField("lúc ghi", editable=False)

    class Meta:
        ordering = ["procedure_id", "pk"]
        verbose_name = "ghi chú nghiệp vụ"
        verbose_name_plural = "sổ tay nghiệp vụ"

    def __str__(self) -> str:
        return self.text[:80]
