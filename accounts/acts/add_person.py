"""Make the account of a person of the office."""

from django.db import transaction

from accounts.acts._shared import record_act, require_reason
from accounts.models import PersonAct, User


@transaction.atomic
def add_person(person: User, *, actor: User | None, reason: str) -> User:
    """Save a new account and note who made it. It has no password, no post and no administration yet: acts of their own.

    Raises:
        ReasonMissing: no reason is given.
        ValidationError: the name, the address or the number is another person's, or cannot be one.
    """
    reason = require_reason(reason)
    person.set_unusable_password()
    person.full_clean()
    person.save(force_insert=True)
    record_act(PersonAct.Kind.ACCOUNT_ADDED, person, actor=actor, reason=reason)
    return person
