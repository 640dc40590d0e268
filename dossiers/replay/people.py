"""People of a replay: names that nobody bears, identity numbers of a province that does not exist, no telephone at all."""

from random import Random

from core.sealing import hash_key_id, keyed_hash, seal
from dossiers.models import Dossier, DossierParty, PartyRole
from dossiers.parties import search_words

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đoàn", "Trịnh")
MIDDLE_NAMES = ("Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc", "Quang", "Thanh", "Hữu", "Kim", "Xuân", "Bích")
GIVEN_NAMES = ("Tập Huấn", "Ví Dụ", "Mẫu", "Thử", "Giả Định", "Diễn Tập")
NO_PROVINCE = "000"


def applicant(dossier: Dossier, place: str, dice: Random) -> DossierParty:
    """Return the applicant of a dossier, unsaved. The number follows from the dossier's id, so no two are the same."""
    name = f"{dice.choice(SURNAMES)} {dice.choice(MIDDLE_NAMES)} {dice.choice(GIVEN_NAMES)}"
    number = f"{NO_PROVINCE}{dossier.pk:09d}"[-12:]
    return DossierParty(
        dossier_id=dossier.pk,
        role=PartyRole.APPLICANT,
        full_name=name,
        id_cipher=seal(number),
        id_hash=keyed_hash(number),
        id_hash_key=hash_key_id(),
        address=place,
        search=_vector(search_words(dossier, name)),
    )


def _vector(words: list[str]) -> str:
    """Return a tsvector as PostgreSQL reads it; the words hold letters, digits and colons only."""
    return " ".join(f"'{word}'" for word in words)
