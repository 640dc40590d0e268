"""People and places of a dossier as lines; identity numbers stay masked unless somebody said why."""

from dataclasses import dataclass

from core.identity import format_phone
from dossiers.models import DossierParty
from dossiers.selectors.office_dossier import OfficeDossier


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `identity` is masked unless `is_revealed`."""

    role: str
    role_label: str
    name: str
    identity: str
    is_revealed: bool
    phone: str
    email: str
    address: str


def people_rows(office: OfficeDossier, revealed: str = "") -> list[PersonRow]:
    """Return the people of the dossier; `revealed` names the role whose number is shown in full."""
    return [_row(party, is_revealed=party.role == revealed) for party in office.parties]


def _row(party: DossierParty, *, is_revealed: bool) -> PersonRow:
    return PersonRow(
        role=party.role,
        role_label=party.role_label,
        name=party.full_name,
        identity=party.identity_number if is_revealed else party.masked_identity,
        is_revealed=is_revealed and bool(party.id_cipher),
        phone=format_phone(party.phone) if party.phone_cipher else "",
        email=party.email,
        address=party.address,
    )
