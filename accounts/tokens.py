"""Keys of the API: how they look and how they are found again."""

from datetime import datetime
from hashlib import sha256

from accounts.models import ApiToken
from core.lookup import get_or_none

PREFIX = "mc_"
PREFIX_LENGTH = 10  # what people see of a key


def digest_of(key: str) -> str:
    """Return the SHA-256 of a key. Keys are 256 random bits, so a slow hash would add nothing."""
    return sha256(key.encode()).hexdigest()


def living_token(key: str, *, now: datetime) -> ApiToken | None:
    """Return the token of a key that is neither revoked nor past its day, with an active user; one query."""
    living = ApiToken.objects.select_related("user").filter(revoked_at__isnull=True, expires_at__gt=now, user__is_active=True)
    return get_or_none(living.filter(digest=digest_of(key)))
