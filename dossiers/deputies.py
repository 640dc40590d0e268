"""Leave with its telling: whoever stands in hears of it in the same transaction."""

from datetime import date, datetime

from django.db import transaction

from accounts.delegation import delegate, end_delegation
from accounts.models import Delegation, Membership, User
from dossiers.telling import tell_deputy


@transaction.atomic
def begin_leave(*, actor: Membership, person: User, deputy: User, from_day: date, to_day: date, at: datetime, note: str = "") -> Delegation:
    """Name who stands in and tell him, once.

    Raises:
        LeaveNotYours, LeaveDaysRefused, DeputyRefused.

    Source: docs/legal/one-stop.md#delegation
    """
    delegation = delegate(actor=actor, person=person, deputy=deputy, from_day=from_day, to_day=to_day, at=at, note=note)
    tell_deputy(delegation, at)
    return delegation


@transaction.atomic
def end_leave(delegation_id: int, *, actor: Membership, at: datetime, at_once: bool) -> Delegation:
    """End it early and tell whoever stood in.

    Raises:
        LeaveNotFound, LeaveNotYours, LeaveOver.
    """
    delegation = end_delegation(delegation_id, actor=actor, at=at, at_once=at_once)
    tell_deputy(delegation, at)
    return delegation
