"""What acts on people share: a reason, a log line, the end of sessions."""

from django.db.models import F

from accounts.errors import ReasonMissing
from accounts.models import Membership, PersonAct, User


def require_reason(reason: str) -> str:
    """Return the reason without spaces around it. Raises ReasonMissing if nothing is left."""
    if not (text := reason.strip()):
        raise ReasonMissing
    return text


def record_act(kind: PersonAct.Kind, person: User, *, actor: User | None, reason: str, membership: Membership | None = None) -> PersonAct:
    """Write one line of the log. No actor: somebody at the console of the server."""
    return PersonAct.objects.create(kind=kind, person=person, actor=actor, reason=reason, membership=membership)


def end_sessions(person: User) -> None:
    """Sign the person out everywhere: sessions carry the old generation and no longer match."""
    User.objects.filter(pk=person.pk).update(session_generation=F("session_generation") + 1)
    person.refresh_from_db(fields=["session_generation"])
