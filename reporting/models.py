"""Sums kept beside the dossiers: one wide row a commune and day."""

from django.db import models

from communes.models import Commune


class TallyUnitDay(models.Model):
    """What one competent commune took in and finished on one day of the office. Written by `reporting.tallies` only.

    Taken in: `received`, of which `online`, `post` and `non_local` (received for another commune).
    Finished with a result: `early`, `on_time`, `late_apology`, `late_plain`. Ended without one after reception: `stopped`,
    `withdrawn`. `declined` was never received. So open dossiers grow by received − finished − stopped − withdrawn.

    Source: docs/legal/reports.md#ii-06a
    """

    pk = models.CompositePrimaryKey("day", "unit_id")
    day = models.DateField("ngày")
    unit = models.ForeignKey(Commune, models.PROTECT, related_name="+", db_index=False, verbose_name="xã, phường")
    received = models.IntegerField("tiếp nhận", default=0)
    online = models.IntegerField("trực tuyến", default=0)
    post = models.IntegerField("bưu chính", default=0)
    non_local = models.IntegerField("phi địa giới", default=0)
    early = models.IntegerField("trước hạn", default=0)
    on_time = models.IntegerField("đúng hạn", default=0)
    late_apology = models.IntegerField("quá hạn, đã xin lỗi", default=0)
    late_plain = models.IntegerField("quá hạn, chưa xin lỗi", default=0)
    declined = models.IntegerField("từ chối", default=0)
    stopped = models.IntegerField("dừng", default=0)
    withdrawn = models.IntegerField("rút", default=0)

    class Meta:
        verbose_name = "số liệu ngày"
        verbose_name_plural = "số liệu ngày"

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"
