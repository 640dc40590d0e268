"""Take a key of the API from a person."""

from datetime import datetime

from django.db import transaction

from accounts.acts._shared import record_act, require_reason
from accounts.models import ApiToken, PersonAct, User


@transaction.atomic
def revoke_token(token: ApiToken, *, now: datetime, actor: User | None, reason: str) -> None:
    """Stop a key from `now` on and note who stopped it. A key already stopped keeps its moment, and nothing is noted.

    Raises:
        ReasonMissing: no reason is given.
    """
    reason = require_reason(reason)
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now):
        record_act(PersonAct.Kind.TOKEN_REVOKED, token.user, actor=actor, reason=f"{token.prefix}…: {reason}")
    token.refresh_from_db(fields=["revoked_at"])
