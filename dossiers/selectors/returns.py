"""Results that wait at the desk for the citizen: newest first, one keyset page at a time."""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from core.keyset import Cursor, Page
from dossiers.models import Delivery, Dossier, DossierParty, PartyRole, Result
from dossiers.selectors.inbox_filters import Asker, text_condition
from dossiers.selectors.orders import NEWEST_RESULT_FIRST
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


def results_to_return(asker: Asker, text: str, cursor: Cursor | None, *, size: int = PAGE) -> Page[ReturnRow]:
    """Return results waiting at the desk of the receiving unit, newest first. One query."""
    window = NEWEST_RESULT_FIRST.window(cursor, size)
    waiting = Dossier.objects.filter(window.beyond, state=DossierState.RESULT_READY, receiving_unit=asker.unit_id)
    if text:
        waiting = waiting.filter(text_condition(text, asker.unit_id))
    found = _with_words(waiting).order_by(*window.keys)[: window.limit]
    page = window.page(list(found), itemgetter(NEWEST_RESULT_FIRST.column, "pk"))
    return page.of([_row(row) for row in page.rows])


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
