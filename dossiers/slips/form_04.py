"""Form 04: apology and new appointment. Source: docs/legal/one-stop.md#form-04."""

from typing import Any

from core.clock import ZONE
from dossiers.models import Delivery, Dossier, DossierEvent
from dossiers.selectors.derivation import extension_of
from dossiers.slips.letters import hour_and_day, letter_facts, short_words


def facts_of_form_04(dossier: Dossier, event: DossierEvent) -> dict[str, Any]:
    """Return what the letter says, as it was issued.

    Raises ValueError for a dossier that never had one.
    """
    letter = extension_of(dossier)
    moments = (letter.due_before, letter.due_after, dossier.received_at, dossier.original_due_at) if letter else ()
    if letter is None or None in moments or letter.due_before is None or letter.due_after is None:
        raise ValueError(f"{dossier.code} has no letter of apology")
    received_at, original = dossier.received_at, dossier.original_due_at
    return {
        **letter_facts(dossier, event, dossier.competent_unit),
        "received": short_words(received_at.astimezone(ZONE)) if received_at else "",
        "field": dossier.procedure_version.procedure.field.name,
        "original_due": hour_and_day(original) if original else "",
        "moved_due": hour_and_day(letter.due_before) if letter.due_before != original else "",
        "late": letter.is_late,
        "reason": letter.reason,
        "new_due": hour_and_day(letter.due_after, weekday=True),
        "delivery": _delivery(dossier),
    }


def _delivery(dossier: Dossier) -> str:
    ways = {Delivery.POST: "gửi qua bưu chính", Delivery.ELECTRONIC: "bản điện tử trên cổng"}
    return ways.get(Delivery(dossier.delivery), f"tại Bộ phận Một cửa {dossier.receiving_unit.full_name}")
