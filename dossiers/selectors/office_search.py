"""Finding one dossier or one person among those of an office: by code or its end, name, identity number or phone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from core.errors import DomainError
from core.identity import IDENTITY_DIGITS, parse_phone
from core.sealing import keyed_hashes
from dossiers.deadlines import ClockReading
from dossiers.models import Dossier, DossierParty, PartyRole
from dossiers.selectors.clock import DESK_COLUMNS, desk_clock
from dossiers.selectors.history import history_of_unit
from dossiers.selectors.inbox_filters import Asker, named_like
from dossiers.states import DossierState

MOST = 20
_CODE_END = re.compile(r"[0-9A-Z.]*-?\d{1,6}(-\d{1,5})?", re.IGNORECASE)
_WHOLE_CODE = re.compile(r"[0-9A-Z.]+-\d{6}-\d{4,5}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One dossier found."""

    code: str
    procedure: str
    person: str
    state: int
    state_label: str
    clock: ClockReading
    moment: datetime | None
    listed_at: datetime


def search_office(text: str, asker: Asker) -> tuple[str, Sequence[FoundRow]]:
    """Return by what was searched, in words, and at most twenty dossiers of the office, newest first. One query.

    Numbers are compared by keyed hash; codes by their end; names by the first letters of each word, marks do not matter.
    """
    typed = " ".join(text.replace("\x00", "").split())[:80]
    if not typed:
        return "", []
    words, condition = _condition(typed, asker.unit_id)
    branches = [rows.filter(condition).order_by("-listed_at", "-pk").values("pk")[:MOST] for rows in history_of_unit(asker.unit_id)]
    rows = _with_words(Dossier.objects.filter(pk__in=branches[0].union(*branches[1:]))).order_by("-listed_at", "-pk")[:MOST]
    return words, [_row(row, asker.now) for row in rows]


def _condition(typed: str, unit_id: int) -> tuple[str, Q]:
    """Return what the text is taken for, and the condition on dossiers."""
    digits = re.sub(r"[\s.\-]", "", typed)
    if digits.isascii() and digits.isdigit() and len(digits) == IDENTITY_DIGITS:
        return "số định danh", _of_people(Q(id_hash__in=keyed_hashes(digits)))
    if phone := _phone(typed):
        return "số điện thoại", _of_people(Q(phone_hash__in=keyed_hashes(phone)))
    compact = typed.replace(" ", "").upper()
    if _WHOLE_CODE.fullmatch(compact):
        return "mã hồ sơ", Q(code=compact)
    if _CODE_END.fullmatch(compact):
        return "phần cuối mã hồ sơ", Q(code__endswith=compact)
    return "tên người", _of_people(named_like(typed, unit_id))


def _phone(typed: str) -> str:
    try:
        return parse_phone(typed)
    except DomainError:
        return ""


def _of_people(condition: Q) -> Q:
    return Q(pk__in=DossierParty.objects.filter(condition).values("dossier"))


def dossiers_of_person(number: str, asker: Asker, *, since: datetime) -> list[dict[str, Any]]:
    """Return code, procedure and day of what a person filed with this office since a moment, newest first. One query."""
    people = DossierParty.objects.filter(id_hash__in=keyed_hashes(number)).values("dossier")
    rows = Dossier.objects.filter(pk__in=people, receiving_unit=asker.unit_id, listed_at__gte=since)
    named: QuerySet[Dossier, Any] = rows.values(
        "code", "listed_at", "state", procedure=F("procedure_version__plain_name"), procedure_id=F("procedure_version__procedure")
    )
    return list(named.order_by("-listed_at", "-pk")[:5])


def _with_words(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, Any]:
    applicant = DossierParty.objects.filter(dossier=OuterRef("pk"), role=PartyRole.APPLICANT).values("full_name")
    worded: QuerySet[Dossier, Any] = dossiers.values(
        *DESK_COLUMNS,
        "code",
        "listed_at",
        procedure=F("procedure_version__plain_name"),
        person=Subquery(applicant[:1]),
    )
    return worded


def _row(row: dict[str, Any], now: datetime) -> FoundRow:
    clock, moment = desk_clock(row, now)
    return FoundRow(
        code=row["code"],
        procedure=row["procedure"],
        person=row["person"] or "Chưa có tên",
        state=row["state"],
        state_label=DossierState(row["state"]).label,
        clock=clock,
        moment=moment,
        listed_at=row["listed_at"],
    )
