"""Results that wait at the desk for the citizen: newest first, one keyset page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from dossiers.models import Delivery, Dossier, DossierParty, PartyRole, Result
from dossiers.selectors.inbox import Cursor
from dossiers.selectors.inbox_filters import Asker, text_condition
from dossiers.states import DossierState

PAGE = 10


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One result to hand over."""

    code: str
    procedure: str
    person: str
    number: str
    is_refusal: bool
    delivery: str
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Rows of one page and the places before and after it."""

    rows: Sequence[ReturnRow]
    previous: Cursor | None
    following: Cursor | None


def results_to_return(asker: Asker, text: str, cursor: Cursor | None, *, size: int = PAGE) -> ReturnPage:
    """Return results waiting at the desk of the receiving unit, newest first. One query."""
    backwards = cursor is not None and cursor.before
    order = ("finished_at", "pk") if backwards else ("-finished_at", "-pk")
    waiting = Dossier.objects.filter(state=DossierState.RESULT_READY, receiving_unit=asker.unit_id)
    condition = (text_condition(text, asker.unit_id) if text else Q()) & (_beyond(cursor) if cursor else Q())
    found = list(_with_words(waiting.filter(condition)).order_by(*order)[: size + 1])
    rows, has_more = found[:size], len(found) > size
    if backwards:
        rows.reverse()
    if not rows:
        return ReturnPage([], None, None)
    first = Cursor(rows[0]["finished_at"], rows[0]["pk"], before=True)
    last = Cursor(rows[-1]["finished_at"], rows[-1]["pk"])
    previous = first if (has_more if backwards else cursor) else None
    following = last if (backwards or has_more) else None
    return ReturnPage([_row(row) for row in rows], previous, following)


def _beyond(cursor: Cursor) -> Q:
    """Return the rows beyond a place of a list that runs from new to old."""
    if cursor.before:
        return Q(finished_at__gte=cursor.at) & ~Q(finished_at=cursor.at, pk__lte=cursor.pk)
    return Q(finished_at__lte=cursor.at) & ~Q(finished_at=cursor.at, pk__gte=cursor.pk)


def _with_words(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, Any]:
    applicant = DossierParty.objects.filter(dossier=OuterRef("pk"), role=PartyRole.APPLICANT).values("full_name")
    result = Result.objects.filter(dossier=OuterRef("pk"), voided_at__isnull=True)
    return dossiers.values(
        "pk",
        "code",
        "delivery",
        "finished_at",
        procedure=F("procedure_version__plain_name"),
        person=Subquery(applicant[:1]),
        number=Subquery(result.values("number")[:1]),
        is_refusal=Subquery(result.values("is_refusal")[:1]),
    )


def _row(row: dict[str, Any]) -> ReturnRow:
    return ReturnRow(
        code=row["code"],
        procedure=row["procedure"],
        person=row["person"] or "Chưa có tên",
        number=row["number"] or "–",
        is_refusal=bool(row["is_refusal"]),
        delivery=Delivery(row["delivery"]).label,
        ready_at=row["finished_at"],
    )
