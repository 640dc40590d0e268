"""What a person has been told."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import User
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Channel, Notice

MOST_NOTICES = 50  # of a person, on one page


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice in words, with the dossier it is about. `note` says why it came to this person, where that is not plain."""

    pk: int
    title: str
    body: str
    about_code: str
    at: datetime
    is_read: bool
    note: str = ""


def notices_of(user: User, limit: int = MOST_NOTICES) -> list[NoticeLine]:
    """Return the newest in-app notices of a person. One query."""
    rows = Notice.objects.filter(recipient=user, channel=Channel.IN_APP).order_by("-id")[:limit]
    return [_line(row) for row in rows]


def unread_count(user: User) -> int:
    """Return how many in-app notices a person has not opened, counted to 100 at most."""
    return Notice.objects.filter(recipient=user, channel=Channel.IN_APP, read_at__isnull=True).order_by("-id")[:100].count()


def path_of(notice: Notice) -> str:
    """Return where the link of a notice leads within the portal; empty where it has none, or leads elsewhere."""
    link, portal = urlsplit(notice.data.get("link", "")), urlsplit(settings.SITE_ADDRESS)
    is_ours = (link.scheme, link.netloc) == (portal.scheme, portal.netloc) and link.path.startswith("/") and not link.path.startswith("//")
    return link._replace(scheme="", netloc="").geturl() if is_ours else ""


def _line(row: Notice) -> NoticeLine:
    words = WORDS[NoticeKind(row.kind)]
    is_read, note = row.read_at is not None, row.data.get("note", "")
    return NoticeLine(row.pk, fill(words.title, row.data), fill(words.body, row.data), row.about_code, row.created_at, is_read, note)
