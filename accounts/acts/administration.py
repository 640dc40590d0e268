"""Open the pages of administration to a person and close them again."""

from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import PersonAct, User


@transaction.atomic
def grant_administration(person: User, *, actor: User | None, reason: str) -> None:
    """Let `person` administer people, posts and the catalogue; they sign in again, as one of the office. Raises ReasonMissing."""
    _set(person, PersonAct.Kind.ADMINISTRATION_GRANTED, actor=actor, reason=reason, open_to=True)


@transaction.atomic
def end_administration(person: User, *, actor: User | None, reason: str) -> None:
    """Close the pages of administration to `person` at once. Raises ReasonMissing."""
    _set(person, PersonAct.Kind.ADMINISTRATION_ENDED, actor=actor, reason=reason, open_to=False)


def _set(person: User, kind: PersonAct.Kind, *, actor: User | None, reason: str, open_to: bool) -> None:
    reason = require_reason(reason)
    person.is_staff = person.is_superuser = open_to
    person.save(update_fields=["is_staff", "is_superuser"])
    record_act(kind, person, actor=actor, reason=reason)
    end_sessions(person)
