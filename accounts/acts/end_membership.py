"""Take a post from a person."""

from datetime import date

from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import Membership, PersonAct, User


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date, actor: User | None, reason: str) -> Membership:
    """Let a post end after `last_day` and note who ended it. A post is never deleted: dossiers name who held it.

    Raises:
        ReasonMissing: no reason is given.
        ValidationError: `last_day` is before the first day.
    """
    reason = require_reason(reason)
    membership.valid_to = last_day
    membership.full_clean()
    membership.save(update_fields=["valid_to"])
    record_act(PersonAct.Kind.POST_ENDED, membership.user, actor=actor, reason=reason, membership=membership)
    end_sessions(membership.user)
    return membership
