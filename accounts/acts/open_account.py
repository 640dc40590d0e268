"""The account of a citizen: opened by proving that a phone or an address is theirs."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.adapter import citizen_username
from accounts.contacts import Contact, ContactKind
from accounts.models import User
from accounts.selectors import person_reached_by


def open_account(contact: Contact) -> User:
    """Return the person who owns a contact just proven by a code; open an account without a password if there is none.

    Two first codes at once give one account: the unique contact decides.
    """
    person = person_reached_by(contact)
    if person is None:
        try:
            with transaction.atomic():
                person = _new_person(contact)
        except IntegrityError:
            person = person_reached_by(contact)
            if person is None:
                raise
    _note_proven(person, contact)
    return person


def _new_person(contact: Contact) -> User:
    person = User(username=citizen_username(), **{contact.kind.value: contact.value})
    person.set_unusable_password()
    person.save()
    return person


def _note_proven(person: User, contact: Contact) -> None:
    """Keep that the contact was proven. Of addresses allauth knows, only this one stays: `User.email` is the truth."""
    if contact.kind is ContactKind.PHONE:
        if not person.phone_verified:
            person.phone_verified = True
            person.save(update_fields=["phone_verified"])
        return
    EmailAddress.objects.filter(Q(user=person) | Q(email=contact.value)).exclude(user=person, email=contact.value).delete()
    EmailAddress.objects.update_or_create(user=person, email=contact.value, defaults={"verified": True, "primary": True})
