"""People of a dossier: reading what was typed, and writing the sealed snapshot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
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
from dossiers.models import Dossier, DossierParty, PartyRole, Relation

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


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files for the applicant, and what he is to him."""

    person: Person
    relation: Relation

    def as_dict(self) -> dict[str, str]:
        return {**self.person.as_dict(), "relation": self.relation.value}


def read_person(raw: Mapping[str, Any], *, identity_required: bool = True, phone_required: bool = True) -> Person:
    """Return the person typed in `raw`, generously read.

    Raises FieldErrors with one sentence a field that cannot be right.
    """
    errors: dict[str, str] = {}
    typed = {name: normalise_name(str(raw.get(name) or "")) for name in ("full_name", "identity_number", "phone", "email", "address")}
    name = typed["full_name"]
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
    return Person(name, number, phone, typed["email"].lower(), typed["address"])


def _read(errors: dict[str, str], field: str, typed: Mapping[str, str], parse: Any, *, required: bool) -> str:
    if not typed[field] and not required:
        return ""
    try:
        return str(parse(typed[field]))
    except DomainError as error:
        errors[field] = error.message
        return ""


def read_filer(raw: Mapping[str, Any]) -> Filer:
    """Return who files for somebody else, as typed in `raw`. What proves the relation is not asked here: the desk looks at it.

    Raises FieldErrors.

    Source: docs/legal/one-stop.md#reception
    """
    errors: dict[str, str] = {}
    relation = str(raw.get("relation") or "")
    if relation not in Relation.values:
        errors["relation"] = "Chọn bạn là gì của người yêu cầu"
    try:
        person = read_person(raw)
    except FieldErrors as wrong:
        raise FieldErrors({**errors, **wrong.errors}) from wrong
    if errors:
        raise FieldErrors(errors)
    return Filer(person, Relation(relation))


def without_twin(applicant: Person, filer: Filer | None) -> tuple[Person, Filer | None]:
    """Return both, or the applicant alone where both are one person."""
    same = as_one(applicant, filer.person) if filer else None
    return (same, None) if same else (applicant, filer)


def as_one(applicant: Person, other: Person) -> Person | None:
    """Return the person who gave the same number twice, reached by what either said; None for two people."""
    if not applicant.identity_number or applicant.identity_number != other.identity_number:
        return None
    return replace(applicant, phone=applicant.phone or other.phone, email=applicant.email or other.email)


def write_people(dossier: Dossier, applicant: Person, filer: Filer | None, account: User | None) -> None:
    """Write who the dossier is for, and who files it where that is somebody else. The account is that of whoever files."""
    write_party(dossier, PartyRole.APPLICANT, applicant, None if filer else account)
    if filer is not None:
        write_party(dossier, PartyRole.FILER, filer.person, account, filer.relation)


def write_party(dossier: Dossier, role: PartyRole, person: Person, user: User | None, relation: str = "") -> DossierParty:
    """Write the snapshot of a person; numbers sealed, with keyed hashes and folded words for the searches of the desk."""
    return DossierParty.objects.create(
        dossier_id=dossier.pk,
        role=role,
        relation=relation,
        user=user,
        full_name=person.full_name,
        id_cipher=seal(person.identity_number) if person.identity_number else None,
        id_hash=keyed_hash(person.identity_number) if person.identity_number else None,
        id_hash_key=hash_key_id() if person.identity_number else None,
        phone_cipher=seal(person.phone) if person.phone else None,
        phone_hash=keyed_hash(person.phone) if person.phone else None,
        email_cipher=seal(person.email) if person.email else None,
        email_hash=keyed_hash(person.email.lower()) if person.email else None,
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
