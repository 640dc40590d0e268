"""Give a person of the office a new password when they have no e-mail address to reset it themselves."""

from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import PersonAct, User

LENGTH = 16
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0 and 1: it is read aloud and typed


@transaction.atomic
def reset_password(person: User, *, actor: User | None, reason: str) -> str:
    """Set a random password, end the sessions, note who did it; return the password, shown once and kept nowhere.

    Raises:
        ReasonMissing: no reason is given.
    """
    reason = require_reason(reason)
    password = get_random_string(LENGTH, LETTERS)
    person.set_password(password)
    person.save(update_fields=["password"])
    record_act(PersonAct.Kind.PASSWORD_RESET, person, actor=actor, reason=reason)
    end_sessions(person)
    return password
