"""Running numbers: dossier codes, slip numbers, register numbers. Gaps are allowed, reuse is not."""

from django.db import models

from communes.models import Commune


class Counter(models.Model):
    """The last number given in a series of a unit and period. `period` is a day (261121) or a year (2026)."""

    pk = models.CompositePrimaryKey("series", "unit_id", "period")
    series = models.CharField(max_length=12, db_collation="C")
    unit = models.ForeignKey(Commune, models.PROTECT, related_name="+", db_index=False)
    period = models.CharField(max_length=8, db_collation="C")
    n = models.IntegerField(default=0)

    class Meta:
        verbose_name = "số chạy"
        verbose_name_plural = "số chạy"

    def __str__(self) -> str:
        return f"{self.series}-{self.unit_id}-{self.period}: {self.n}"
