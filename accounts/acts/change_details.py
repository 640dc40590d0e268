"""Change the name and the contacts of a person."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.acts._shared import end_sessions, record_act, require_reason
from accounts.models import PersonAct, User


@transaction.atomic
def change_details(person: User, *, full_name: str, email: str, phone: str, actor: User | None, reason: str) -> None:
    """Give a person another name, address or E.164 number (empty: none), end their sessions, note who did it.

    Whoever reads an address can reset the password: so the one before stops working, and the new ones count as not proven.

    Raises:
        ReasonMissing: no reason is given.
        ValidationError: the address or the number is another person's, or cannot be one.
    """
    reason = require_reason(reason)
    same_phone = phone == (person.phone or "")
    person.full_name, person.email, person.phone = full_name, email or None, phone or None
    person.phone_verified = person.phone_verified and same_phone
    person.full_clean(exclude=["password"])
    person.save(update_fields=["full_name", "email", "phone", "phone_verified"])
    EmailAddress.objects.filter(user=person).exclude(email=person.email or "").delete()
    record_act(PersonAct.Kind.DETAILS_CHANGED, person, actor=actor, reason=reason)
    end_sessions(person)
