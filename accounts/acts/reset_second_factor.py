"""Take a lost second factor off an account."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import PersonAct, User


@transaction.atomic
def reset_second_factor(person: User, *, actor: User | None, reason: str) -> int:
    """Remove apps, keys and recovery codes of `person`, end their sessions, note who did it; return how many were removed.

    Raises:
        ReasonMissing: no reason is given.
    """
    reason = require_reason(reason)
    removed: int
    removed, _ = Authenticator.objects.filter(user=person).delete()
    record_act(PersonAct.Kind.SECOND_FACTOR_RESET, person, actor=actor, reason=reason)
    end_sessions(person)
    return removed
