"""The outbox: a row is written with the act it tells of, and sent after commit."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """By which way a notice goes."""

    IN_APP = "in_app", "Trên cổng"
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"


class Status(models.TextChoices):
    """Where a notice is on its way. `unclear`: sent, but the answer was lost; a person looks before it is sent again."""

    PENDING = "pending", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    UNCLEAR = "unclear", "Cần kiểm tra"
    FAILED = "failed", "Không gửi được"


class Notice(models.Model):
    """One message to one address by one channel. `dedupe` makes telling twice impossible; `data` fills the words when read or sent."""

    dedupe = models.CharField(max_length=160, unique=True, db_collation="C")
    kind = models.CharField("loại", max_length=30, db_collation="C")
    channel = models.CharField("kênh", max_length=8, choices=Channel, db_collation="C")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    address_sealed = models.BinaryField(null=True)
    about_id = models.BigIntegerField("hồ sơ", null=True)
    about_code = models.CharField("mã hồ sơ", max_length=40, blank=True, db_collation="C")
    data = models.JSONField(default=dict)
    status = models.CharField("tình trạng", max_length=8, choices=Status, default=Status.PENDING, db_collation="C")
    next_try_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [
            models.Index(fields=["channel", "next_try_at", "id"], name="notice_pending", condition=Q(status="pending")),
            models.Index(fields=["claimed_until"], name="notice_sending", condition=Q(status="sending")),
            models.Index(fields=["recipient", "-id"], name="notice_inbox", condition=Q(channel="in_app")),
            models.Index(fields=["about_id"], name="notice_about", condition=Q(about_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_has_an_address",
                condition=Q(channel="in_app", recipient__isnull=False) | (~Q(channel="in_app") & Q(address_sealed__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_code}"
