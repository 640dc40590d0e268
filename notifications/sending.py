"""Sending by e-mail and SMS: claimed with a lease, sent outside the transaction, retried with growing pauses.

E-mail goes at least once, with a stable Message-ID, so that a mailbox can drop the second. An SMS whose outcome is
unknown is never sent again by itself: it is parked for a person. Source: docs/architecture.md#exactly-once.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts.ports import sms_sender
from core import clock
from core.sealing import unseal
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Channel, Notice, Status
from notifications.quiet import first_try

log = logging.getLogger(__name__)

BATCH = 8  # notices one claim takes: with 10 s for the slowest of each, within its lease
LEASE = timedelta(minutes=2)
RUN = timedelta(minutes=3)  # a run ends by itself before the task's soft limit
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


def send_pending(*, now: datetime) -> int:
    """Send what is due at `now`, batch by batch; return how many were taken. Safe with any number of workers.

    Each batch is claimed by the clock as it then is, so that a lease never runs out while its batch is being sent.
    """
    taken, began = 0, clock.now()
    while (at := clock.now()) - began < RUN and (batch := _claim(now, until=at + LEASE)):
        for notice in batch:
            _send(notice)
        taken += len(batch)
    return taken


def give_up_on_lost(*, now: datetime) -> None:
    """Look after notices whose sender died: e-mail goes back to the queue, SMS is parked as unclear."""
    lost = Notice.objects.filter(status=Status.SENDING, claimed_until__lt=now)
    tried_out = lost.filter(channel=Channel.EMAIL, attempts__gte=len(PAUSES))
    tried_out.update(status=Status.FAILED)
    lost.filter(channel=Channel.EMAIL).update(status=Status.PENDING, next_try_at=now, attempts=F("attempts") + 1)
    lost.filter(channel=Channel.SMS).update(status=Status.UNCLEAR)


def _claim(now: datetime, *, until: datetime) -> list[Notice]:
    with transaction.atomic():
        due = Notice.objects.filter(status=Status.PENDING, channel__in=[Channel.EMAIL, Channel.SMS], next_try_at__lte=now)
        batch = list(due.select_for_update(skip_locked=True, no_key=True).order_by("next_try_at", "id")[:BATCH])
        Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(status=Status.SENDING, claimed_until=until)
    return batch


def _send(notice: Notice) -> None:
    """Send one notice; whatever is wrong with it stays its own trouble and never stops the others."""
    try:
        if notice.channel == Channel.EMAIL:
            _email(notice)
        else:
            sms_sender().send_sms(unseal(bytes(notice.address_sealed or b"")), fill(WORDS[NoticeKind(notice.kind)].sms, notice.data))
    except Exception as error:  # noqa: BLE001  one poisoned row must not hold up the rest of the outbox
        log.warning("Notice %s was not sent (%s), attempt %s", notice.pk, type(error).__name__, notice.attempts + 1)
        _retry(notice, clock.now(), error)
    else:
        Notice.objects.filter(pk=notice.pk).update(status=Status.SENT, sent_at=clock.now(), claimed_until=None)


def _email(notice: Notice) -> None:
    words = WORDS[NoticeKind(notice.kind)]
    data = notice.data
    link = data.get("link", "")
    why = _WHY_CITIZEN if words.sms else _WHY_OFFICER  # officers never get an SMS
    body = [fill(words.body, data), data.get("note", ""), f"Xem: {link}" if link else "", f"Cần giúp: {settings.HOTLINE}"]
    EmailMessage(
        subject=fill(words.title, data)[:60],
        body="\n".join([*filter(None, body), "", why]),
        to=[unseal(bytes(notice.address_sealed or b""))],
        headers={"Message-ID": f"<notice-{notice.pk}@mot-cua>"},
    ).send()


_WHY_CITIZEN = "Bạn nhận thư này vì đã nộp hồ sơ tại một cửa Hà Nội. Thư gửi tự động, không cần trả lời."
_WHY_OFFICER = "Bạn nhận thư này vì công việc của bạn tại một cửa Hà Nội. Thư gửi tự động, không cần trả lời."


def _retry(notice: Notice, now: datetime, error: Exception) -> None:
    attempts = notice.attempts + 1
    gone = attempts > len(PAUSES)
    Notice.objects.filter(pk=notice.pk).update(
        status=Status.FAILED if gone else Status.PENDING,
        attempts=attempts,
        next_try_at=now if gone else first_try(notice.kind, now + PAUSES[attempts - 1]),
        claimed_until=None,
        last_error=type(error).__name__,
    )
