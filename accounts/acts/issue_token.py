"""Give a person a key of the API."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction

from accounts.acts._shared import record_act, require_reason
from accounts.models import ApiToken, PersonAct, User
from accounts.tokens import PREFIX, PREFIX_LENGTH, digest_of

TOKEN_BYTES = 32


@transaction.atomic
def issue_token(user: User, *, days: int, now: datetime, label: str, actor: User | None = None) -> tuple[ApiToken, str]:
    """Make a key that works for `days`; return the row and the key itself, which is shown once and kept nowhere.

    Raises:
        ReasonMissing: `label`, what the key is for, is empty.
    """
    label = require_reason(label)
    key = f"{PREFIX}{token_urlsafe(TOKEN_BYTES)}"
    token = ApiToken.objects.create(
        user=user, prefix=key[:PREFIX_LENGTH], digest=digest_of(key), label=label, created_at=now, expires_at=now + timedelta(days=days)
    )
    record_act(PersonAct.Kind.TOKEN_ISSUED, user, actor=actor, reason=label)
    return token, key
