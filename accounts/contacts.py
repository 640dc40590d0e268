"""Where a sign-in code can be sent: a mobile phone or an e-mail address."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.errors import InvalidContact
from core.identity import InvalidPhone, mask_phone, parse_phone

LANDLINE_PREFIX = "+842"  # a landline takes no SMS


class ContactKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Contact:
    """One address of a person: an E.164 number or an e-mail in lower case."""

    kind: ContactKind
    value: str

    @property
    def masked(self) -> str:
        """What pages show of it: “0900 ••• 123”, “n•••@example.com”."""
        if self.kind is ContactKind.PHONE:
            return mask_phone(self.value)
        name, _, host = self.value.partition("@")
        return f"{name[:1]}•••@{host}"


def parse_contact(raw: str) -> Contact:
    """Return the contact somebody typed; spaces and dots in numbers, and capitals in addresses, do not matter.

    Raises:
        InvalidContact: neither a mobile number nor an address.
    """
    text = raw.strip()
    if not text:
        raise InvalidContact("Nhập số điện thoại hoặc e-mail")
    return _email(text) if "@" in text else _phone(text)


def _email(text: str) -> Contact:
    try:
        validate_email(text)
    except ValidationError as error:
        raise InvalidContact("E-mail cần có dạng ten@example.com") from error
    return Contact(ContactKind.EMAIL, text.lower())


def _phone(text: str) -> Contact:
    if not any(character.isdigit() for character in text):
        raise InvalidContact("Nhập số điện thoại hoặc e-mail, ví dụ 0900 000 123")
    try:
        phone = parse_phone(text)
    except InvalidPhone as error:
        raise InvalidContact(error.message) from error
    if phone.startswith(LANDLINE_PREFIX):
        raise InvalidContact("Số máy bàn không nhận được tin nhắn. Nhập số di động hoặc e-mail")
    return Contact(ContactKind.PHONE, phone)
