"""Form 05: notice that a dossier is stopped, with what is given back. Source: docs/legal/one-stop.md#form-05."""

from typing import Any

from core.clock import ZONE
from dossiers.acts.stop import StopGround
from dossiers.models import Dossier, DossierEvent
from dossiers.selectors.office_timeline import note_of, reason_of
from dossiers.slips.letters import hour_and_day, letter_facts, short_words
from dossiers.states import Act

NOTHING_PAID = "Hồ sơ chưa thu khoản nào, hoặc không có khoản phải hoàn trả"
NO_PAPERS = "Không có giấy tờ bản giấy phải trả lại"


def facts_of_form_05(dossier: Dossier, event: DossierEvent) -> dict[str, Any]:
    """Return what the notice says, line by line; a line without words is left out."""
    note, is_withdrawal = note_of(event), event.act == Act.APPROVE_WITHDRAWAL
    ground = StopGround.WITHDRAWAL if is_withdrawal else StopGround(note.get("ground", StopGround.OTHER))
    lines = {
        "Lý do dừng": ground.label,
        "Căn cứ": note.get("basis", ""),
        "Giải thích": "" if is_withdrawal else reason_of(event),
        "Dừng từ": hour_and_day(event.at),
        "Phí, lệ phí": note.get("refund", "") or NOTHING_PAID,
        "Giấy tờ trả lại": note.get("papers", "") or NO_PAPERS,
        "Người quyết định": event.actor.full_name if event.actor else "",
    }
    return {
        **letter_facts(dossier, event, dossier.competent_unit),
        "received": short_words(dossier.received_at.astimezone(ZONE)) if dossier.received_at else "",
        "lines": [[label, words] for label, words in lines.items() if words],
    }
