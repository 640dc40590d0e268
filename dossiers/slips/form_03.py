"""Form 03: the desk does not receive a dossier, with a legal reason. Source: docs/legal/one-stop.md#form-03."""

from typing import Any

from dossiers.acts.decline import DeclineReason
from dossiers.models import Dossier, DossierEvent
from dossiers.selectors.office_timeline import note_of, reason_of
from dossiers.slips.letters import letter_facts


def facts_of_form_03(dossier: Dossier, event: DossierEvent) -> dict[str, Any]:
    """Return what the slip says, as it was issued."""
    return {
        **letter_facts(dossier, event, dossier.receiving_unit),
        "ground": DeclineReason(note_of(event).get("ground", DeclineReason.OTHER)).label,
        "explanation": reason_of(event).splitlines(),
    }
