"""What the portal tells the people of the city in one message: something many dossiers hang on needs a person."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from accounts.permissions import Post
from core.clock import ZONE
from notifications.service import Digest, NoticeKind, queue_digests, was_told


def tell_the_city(kind: NoticeKind, posts: Collection[Post], *, once: str, now: datetime, data: Mapping[str, str], path: str) -> int:
    """Tell everybody who holds one of these posts for the whole city today, each once for `once`; return how many were told.

    `path` is the page the e-mail leads to.
    """
    held = Membership.objects.valid_on(now.astimezone(ZONE).date()).filter(commune__isnull=True, post__in=list(posts))
    people = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
    return sum(_tell(Digest(kind, person, once, now, data), settings.SITE_ADDRESS + path) for person in people)


def _tell(digest: Digest, link: str) -> bool:
    """Tell one person, unless that was told before; return whether it was not."""
    try:
        with transaction.atomic():
            queue_digests([digest], lambda _: link)
    except IntegrityError:
        if was_told(digest):
            return False
        raise
    return True
