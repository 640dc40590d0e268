"""Give a person a post."""

from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import Membership, PersonAct, User


@transaction.atomic
def grant_membership(membership: Membership, *, actor: User | None, reason: str) -> Membership:
    """Save a new post and note who gave it. The person signs in again: from now on as one of the office.

    Raises:
        ReasonMissing: no reason is given.
        ValidationError: the post does not fit the place, or is held already on some of the days.
    """
    reason = require_reason(reason)
    membership.full_clean()
    membership.save()
    record_act(PersonAct.Kind.POST_GRANTED, membership.user, actor=actor, reason=reason, membership=membership)
    end_sessions(membership.user)
    return membership
