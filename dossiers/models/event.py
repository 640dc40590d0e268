"""The log: append-only (the database refuses change), hash-chained per dossier. Source: docs/adr/0010-events-hash-chain.md."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from communes.models import Commune
from dossiers.models.dossier import Dossier
from dossiers.states import Act, DossierState


class DossierEvent(models.Model):
    """One act on one dossier. Personal free text is never here, only its digest; the text lies in EventNote."""

    cohort = models.SmallIntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events", db_index=False)
    seq = models.IntegerField()
    at = models.DateTimeField("lúc")
    act = models.CharField("hành vi", max_length=24, choices=Act, db_collation="C")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.CharField("vị trí", max_length=20, db_collation="C", blank=True)
    unit = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+", db_index=False)
    from_state = models.SmallIntegerField(null=True, choices=DossierState)
    to_state = models.SmallIntegerField(null=True, choices=DossierState)
    act_key = models.UUIDField(null=True)
    artefact = models.CharField("giấy tờ", max_length=80, blank=True)
    payload_sha256 = models.BinaryField(max_length=32)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["dossier", "seq"]
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["dossier", "act_key"], condition=Q(act_key__isnull=False), name="event_act_key_once"),
        ]
        indexes = [BrinIndex(fields=["at"], name="event_at_brin")]

    def __str__(self) -> str:
        return f"{self.dossier_id}#{self.seq} {self.act}"


class EventNote(models.Model):
    """Words that belong to an event and may have to be erased one day: reasons, remarks, names."""

    event = models.OneToOneField(DossierEvent, models.CASCADE, primary_key=True, related_name="note")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "ghi chú sự kiện"
        verbose_name_plural = "ghi chú sự kiện"

    def __str__(self) -> str:
        return self.reason


class EventFeed(models.Model):
    """Events the tallies have not counted yet; written in the act's transaction, deleted in the tally's."""

    event_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = "sự kiện chờ đếm"
        verbose_name_plural = "sự kiện chờ đếm"

    def __str__(self) -> str:
        return str(self.event_id)
