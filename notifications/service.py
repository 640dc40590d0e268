"""What other rooms may use: put notices in the outbox, in the transaction of the act they tell of."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from core.sealing import keyed_hash, seal
from notifications.kinds import WORDS, NoticeKind
from notifications.models import Channel, Notice, Status
from notifications.tasks import drain_outbox

__all__ = ["Address", "NoticeKind", "Telling", "kick_outbox", "mark_all_read", "queue_notices"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody to be told: an account (in-app), a phone, an e-mail address, or several of them."""

    user: User | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to be told about one dossier. `once` tells this telling from a later one of the same kind."""

    kind: NoticeKind
    about_id: int
    about_code: str
    once: str
    at: datetime
    data: Mapping[str, str] = field(default_factory=dict)


def queue_notices(telling: Telling, addresses: Iterable[Address]) -> None:
    """Write one row an address and channel; the same telling never reaches the same address twice.

    In-app rows are delivered by being written. The others are sent by a worker after commit.
    """
    rows = [row for address in addresses for row in _rows(telling, address)]
    if not rows:
        return
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.channel != Channel.IN_APP for row in rows):
        transaction.on_commit(kick_outbox)


def _rows(telling: Telling, address: Address) -> Iterable[Notice]:
    if address.user is not None:
        yield _row(telling, Channel.IN_APP, f"u{address.user.pk}", user=address.user)
    if address.phone and WORDS[telling.kind].sms:
        yield _row(telling, Channel.SMS, address.phone, sealed=seal(address.phone))
    if address.email:
        yield _row(telling, Channel.EMAIL, address.email.lower(), sealed=seal(address.email.lower()))


def _row(telling: Telling, channel: Channel, whom: str, *, user: User | None = None, sealed: bytes | None = None) -> Notice:
    in_app = channel is Channel.IN_APP
    return Notice(
        dedupe=f"{telling.kind}:{telling.about_id}:{telling.once}:{channel}:{_short(whom)}",
        kind=telling.kind,
        channel=channel,
        recipient=user,
        address_sealed=sealed,
        about_id=telling.about_id,
        about_code=telling.about_code,
        data={"hotline": settings.HOTLINE, **telling.data},
        status=Status.SENT if in_app else Status.PENDING,
        next_try_at=telling.at,
        created_at=telling.at,
        sent_at=telling.at if in_app else None,
    )


def _short(whom: str) -> str:
    """Return a word for the dedupe key that does not show an address."""
    return whom if whom.startswith("u") and whom[1:].isdigit() else keyed_hash(whom).hex()[:24]


def mark_all_read(user: User, at: datetime) -> int:
    """Note that a person has read every notice in the portal; return how many were new. Those read before keep their moment."""
    return Notice.objects.filter(recipient=user, channel=Channel.IN_APP, read_at__isnull=True).update(read_at=at)


def kick_outbox() -> None:
    """Ask a worker to send now. The act has succeeded whatever happens here: beat sends what this could not."""
    try:
        drain_outbox.delay()
    except OperationalError:
        log.warning("The queue did not take the kick; beat will send the outbox.")
