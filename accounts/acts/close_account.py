"""Close an account and open it again."""

from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import PersonAct, User


@transaction.atomic
def close_account(person: User, *, actor: User | None, reason: str) -> None:
    """Let nobody sign in as `person` any more; their keys of the API stop at once. Raises ReasonMissing."""
    _set_active(person, PersonAct.Kind.ACCOUNT_CLOSED, actor=actor, reason=reason, active=False)


@transaction.atomic
def reopen_account(person: User, *, actor: User | None, reason: str) -> None:
    """Let `person` sign in again. Raises ReasonMissing."""
    _set_active(person, PersonAct.Kind.ACCOUNT_REOPENED, actor=actor, reason=reason, active=True)


def _set_active(person: User, kind: PersonAct.Kind, *, actor: User | None, reason: str, active: bool) -> None:
    reason = require_reason(reason)
    person.is_active = active
    person.save(update_fields=["is_active"])
    record_act(kind, person, actor=actor, reason=reason)
    end_sessions(person)
