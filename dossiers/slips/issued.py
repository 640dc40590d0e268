"""Which letters a dossier has, and each as PDF: a reprint has the bytes of the first print."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dossiers.models import Dossier, DossierEvent
from dossiers.slips.form_02 import facts_of_form_02
from dossiers.slips.form_03 import facts_of_form_03
from dossiers.slips.form_04 import facts_of_form_04
from dossiers.slips.form_05 import facts_of_form_05
from dossiers.slips.typesetting import typeset
from dossiers.states import MOVES

Facts = Callable[[Dossier, DossierEvent], dict[str, Any]]
FORMS: Mapping[str, Facts] = {"02": facts_of_form_02, "03": facts_of_form_03, "04": facts_of_form_04, "05": facts_of_form_05}
FORM_OF = {str(move.act): move.form for move in MOVES if move.form in FORMS}
TITLES: Mapping[str, str] = {
    "02": "Phiếu yêu cầu bổ sung",
    "03": "Phiếu từ chối tiếp nhận",
    "04": "Thư xin lỗi và hẹn lại",
    "05": "Thông báo dừng giải quyết",
}


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """One form a dossier was given. `name` is its part of the address: "04", for an earlier one of several "02-3"."""

    name: str
    form: str
    title: str
    number: str
    event: DossierEvent


def issued_slips(events: Iterable[DossierEvent]) -> list[IssuedSlip]:
    """Return the letters that events of one dossier issued, in order of time; the last of each form bears its plain name."""
    found: list[IssuedSlip] = []
    for event in sorted(events, key=lambda each: each.seq):
        form, number = FORM_OF.get(event.act, ""), event.artefact.partition(":")[2]
        if form and number:
            found = [_earlier(slip) if slip.name == form else slip for slip in found]
            found.append(IssuedSlip(form, form, TITLES[form], number, event))
    return found


def find_slip(events: Sequence[DossierEvent], name: str) -> IssuedSlip | None:
    """Return the letter of that name; None where the dossier has none."""
    return next((slip for slip in issued_slips(events) if slip.name == name), None)


def print_slip(dossier: Dossier, slip: IssuedSlip) -> bytes:
    """Return a letter as PDF (A4)."""
    facts = FORMS[slip.form](dossier, slip.event)
    return typeset(f"form_{slip.form}.typ", facts, made_at=slip.event.at)


def _earlier(slip: IssuedSlip) -> IssuedSlip:
    return IssuedSlip(f"{slip.form}-{slip.event.seq}", slip.form, slip.title, slip.number, slip.event)
