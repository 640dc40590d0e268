"""What other rooms may use: put notices in the outbox, in the transaction of the act they tell of."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from core.sealing import keyed_hash, seal
from notifications.kinds import WORDS, NoticeKind
from notifications.models import Channel, Notice, Status
from notifications.quiet import first_try, send_from
from notifications.tasks import drain_outbox

__all__ = [
    "Address",
    "Digest",
    "NoticeKind",
    "Telling",
    "kick_outbox",
    "mark_all_read",
    "mark_read",
    "queue_digests",
    "queue_notices",
    "send_from",
    "was_told",
]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody to be told: an account (in-app), a phone, an e-mail address, or several of them."""

    user: User | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to be told about one dossier, or about none. `once` tells this telling from a later one of the same kind."""

    kind: NoticeKind
    about_id: int | None
    about_code: str
    once: str
    at: datetime
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Digest:
    """Many dossiers told to one person in one message. `once` tells this digest from every other of its kind to him."""

    kind: NoticeKind
    person: User
    once: str
    at: datetime
    data: Mapping[str, str]


def queue_digests(digests: Sequence[Digest], opening: Callable[[int], str]) -> list[Notice]:
    """Write one in-app notice a digest, and an e-mail where the account has an address; return the in-app notices in order.

    `opening` gives the address at which a notice is opened: the e-mail leads there, so that reading it is noted too.

    Raises:
        IntegrityError: one of them was told before; nothing is written then.
    """
    notices = Notice.objects.bulk_create(
        _notice(each.kind, _once(each, Channel.IN_APP), Channel.IN_APP, each.at, each.data, user=each.person) for each in digests
    )
    mails = [_mail(each, each.person.email, opening(notice.pk)) for each, notice in zip(digests, notices, strict=True) if each.person.email]
    if mails:
        Notice.objects.bulk_create(mails)
        transaction.on_commit(kick_outbox)
    return notices


def was_told(digest: Digest) -> bool:
    """Tell whether this digest was written to its person before."""
    return Notice.objects.filter(dedupe=_once(digest, Channel.IN_APP)).exists()


def _mail(digest: Digest, email: str, link: str) -> Notice:
    facts = {**digest.data, "link": link}
    return _notice(digest.kind, _once(digest, Channel.EMAIL), Channel.EMAIL, digest.at, facts, sealed=seal(email.lower()))


def _once(digest: Digest, channel: Channel) -> str:
    return f"{digest.kind}:{digest.once}:{channel}:u{digest.person.pk}"


def queue_notices(telling: Telling, addresses: Iterable[Address]) -> None:
    """Write one row an address and channel; the same telling never reaches the same address twice.

    In-app rows are delivered by being written. The others are sent by a worker after commit, in the quiet hours only
    where somebody's act set them off.
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
    dedupe = f"{telling.kind}:{telling.about_id}:{telling.once}:{channel}:{_short(whom)}"
    notice = _notice(telling.kind, dedupe, channel, telling.at, telling.data, user=user, sealed=sealed)
    notice.about_id, notice.about_code = telling.about_id, telling.about_code
    return notice


def _notice(
    kind: NoticeKind,
    dedupe: str,
    channel: Channel,
    at: datetime,
    data: Mapping[str, str],
    *,
    user: User | None = None,
    sealed: bytes | None = None,
) -> Notice:
    in_app = channel is Channel.IN_APP
    return Notice(
        dedupe=dedupe,
        kind=kind,
        channel=channel,
        recipient=user,
        address_sealed=sealed,
        data={"hotline": settings.HOTLINE, **data},
        status=Status.SENT if in_app else Status.PENDING,
        next_try_at=at if in_app else first_try(kind, at),
        created_at=at,
        sent_at=at if in_app else None,
    )


def _short(whom: str) -> str:
    """Return a word for the dedupe key that does not show an address."""
    return whom if whom.startswith("u") and whom[1:].isdigit() else keyed_hash(whom).hex()[:24]


def mark_read(user: User, notice_id: int, at: datetime) -> Notice | None:
    """Note that a person opened one of his notices, once, and return it; None where it is not his.

    The first opening keeps its moment.
    """
    mine = Notice.objects.filter(pk=notice_id, recipient=user, channel=Channel.IN_APP)
    mine.filter(read_at__isnull=True).update(read_at=at)
    return mine.order_by("pk").first()


def mark_all_read(user: User, at: datetime) -> int:
    """Note that a person has read every notice in the portal; return how many were new. Those read before keep their moment."""
    return Notice.objects.filter(recipient=user, channel=Channel.IN_APP, read_at__isnull=True).update(read_at=at)


def kick_outbox() -> None:
    """Ask a worker to send now. The act has succeeded whatever happens here: beat sends what this could not."""
    try:
        drain_outbox.delay()
    except OperationalError:
        log.warning("The queue did not take the kick; beat will send the outbox.")
