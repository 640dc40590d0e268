"""Form 02: what must be sent or put right, each with its reason. Source: docs/legal/one-stop.md#form-02."""

from typing import Any

from accounts.permissions import Post
from dossiers.models import Dossier, DossierEvent, SupplementItem
from dossiers.slips.letters import hour_and_day, letter_facts
from dossiers.states import Stage


def facts_of_form_02(dossier: Dossier, event: DossierEvent) -> dict[str, Any]:
    """Return what the slip says, as it was issued.

    Raises ValueError for an event that asked for nothing.
    """
    request = dossier.suspensions.filter(started_at=event.at).exclude(stage=Stage.WITHDRAWAL).order_by("pk").last()
    if request is None:
        raise ValueError(f"{dossier.code} was not asked for anything in event {event.seq}")
    needed = {paper.code: (paper.originals, paper.copies) for paper in dossier.procedure_version.ordered_documents}
    return {
        **letter_facts(dossier, event, dossier.receiving_unit),
        "times": f"{request.number:02d}",
        "stage": request.get_stage_display(),
        "basis": request.legal_basis,
        "items": [_line(item, needed) for item in request.items.order_by("position")],
        "answer_by": hour_and_day(request.answer_by, weekday=True) if request.answer_by else "",
        "pauses": request.remaining_minutes is not None,
        "office": "NGƯỜI DUYỆT" if event.post == Post.COMMUNE_LEADER else "NGƯỜI HƯỚNG DẪN",
    }


def _line(item: SupplementItem, needed: dict[str, tuple[int, int]]) -> list[str]:
    originals, copies = needed.get(item.document_code, (0, 0))
    return [item.what, f"{originals:02d}" if originals else "–", f"{copies:02d}" if copies else "–", item.reason]
