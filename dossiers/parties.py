"""People of a dossier: reading what was typed, and writing the sealed snapshot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Func, TextField, Value

from accounts.models import User
from core.errors import DomainError, FieldErrors
from core.identity import parse_identity_number, parse_phone
from core.sealing import hash_key_id, keyed_hash, seal
from core.text import fold, normalise_name
from dossiers.models import Dossier, DossierParty, PartyRole

NAME_LENGTH = 200
ADDRESS_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Person:
    """A person as declared: name NFC, number 12 digits, phone E.164; empty text where not given."""

    full_name: str
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def read_person(raw: Mapping[str, Any], *, identity_required: bool = True, phone_required: bool = True) -> Person:
    """Return the person typed in `raw`, generously read.

    Raises FieldErrors with one sentence a field that cannot be right.
    """
    errors: dict[str, str] = {}
    typed = {name: str(raw.get(name) or "").strip() for name in ("full_name", "identity_number", "phone", "email", "address")}
    name = normalise_name(typed["full_name"])
    if not name:
        errors["full_name"] = "Nhập họ, chữ đệm, tên"
    elif len(name) > NAME_LENGTH:
        errors["full_name"] = f"Họ tên dài {len(name)} ký tự, tối đa {NAME_LENGTH}"
    number = _read(errors, "identity_number", typed, parse_identity_number, required=identity_required)
    phone = _read(errors, "phone", typed, parse_phone, required=phone_required)
    if typed["email"]:
        try:
            validate_email(typed["email"])
        except ValidationError:
            errors["email"] = "E-mail cần có dạng ten@noi-gui.vn"
    if len(typed["address"]) > ADDRESS_LENGTH:
        errors["address"] = f"Nơi ở dài {len(typed['address'])} ký tự, tối đa {ADDRESS_LENGTH}"
    if errors:
        raise FieldErrors(errors)
    return Person(name, number, phone, typed["email"].lower(), normalise_name(typed["address"]))


def _read(errors: dict[str, str], field: str, typed: Mapping[str, str], parse: Any, *, required: bool) -> str:
    if not typed[field] and not required:
        return ""
    try:
        return str(parse(typed[field]))
    except DomainError as error:
        errors[field] = error.message
        return ""


def write_party(dossier: Dossier, role: PartyRole, person: Person, user: User | None) -> DossierParty:
    """Write the snapshot of a person; numbers sealed, with keyed hashes and folded words for the searches of the desk."""
    return DossierParty.objects.create(
        dossier_id=dossier.pk,
        role=role,
        user=user,
        full_name=person.full_name,
        id_cipher=seal(person.identity_number) if person.identity_number else None,
        id_hash=keyed_hash(person.identity_number) if person.identity_number else None,
        id_hash_key=hash_key_id() if person.identity_number else None,
        phone_cipher=seal(person.phone) if person.phone else None,
        phone_hash=keyed_hash(person.phone) if person.phone else None,
        email_cipher=seal(person.email) if person.email else None,
        address=person.address,
        search=Func(
            Value(search_words(dossier, person.full_name), output_field=ArrayField(TextField())),
            function="array_to_tsvector",
            output_field=SearchVectorField(),
        ),
    )


def search_words(dossier: Dossier, full_name: str) -> list[str]:
    """Return folded words, plain for the city and with the unit in front for a desk: a desk's search reads one posting list."""
    words = sorted(set(fold(full_name).split()))
    units = sorted({dossier.receiving_unit_id, dossier.competent_unit_id})
    return words + [f"{unit}:{word}" for unit in units for word in words]
