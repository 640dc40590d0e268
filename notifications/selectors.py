"""What a person has been told."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Channel, Notice


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in words, with the dossier it is about."""

    title: str
    body: str
    about_code: str
    at: datetime
    is_read: bool


def notices_of(user: User, limit: int = 50) -> list[NoticeLine]:
    """Return the newest in-app notices of a person. One query."""
    rows = Notice.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")[:limit]
    return [_line(row) for row in rows]


def unread_count(user: User) -> int:
    """Return how many in-app notices a person has not opened, counted to 100 at most."""
    return Notice.objects.filter(recipient=user, channel=Channel.IN_APP, read_at__isnull=True).order_by("-id")[:100].count()


def _line(row: Notice) -> NoticeLine:
    words = WORDS[NoticeKind(row.kind)]
    return NoticeLine(fill(words.title, row.data), fill(words.body, row.data), row.about_code, row.created_at, row.read_at is not None)
