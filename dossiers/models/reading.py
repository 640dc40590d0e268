"""Who of the office opened which person's record, and why. Source: docs/legal/personal-data.md."""

from django.conf import settings
from django.db import models

from dossiers.models.dossier import Dossier


class RecordReading(models.Model):
    """One opening of a dossier by staff; repeated openings within the hour count as one."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.CharField(max_length=20, blank=True)
    purpose = models.CharField("mục đích", max_length=120)
    hour = models.DateTimeField("giờ mở")

    class Meta:
        ordering = ["-hour", "-pk"]
        verbose_name = "lượt mở hồ sơ"
        verbose_name_plural = "lượt mở hồ sơ"
        constraints = [models.UniqueConstraint(fields=["dossier", "reader", "hour", "purpose"], name="reading_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.reader_id} → {self.dossier_id}"
