"""The declaration at the counter: an officer may type what the paper form, or the person, says. Nothing of it is required."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from communes.models import Commune
from dossiers.forms.declaration import LESS, MORE, SectionForm
from procedures.declarations import Answer, Section, clean_section, sections_of
from procedures.models import ProcedureVersion

OPEN = "khai"  # sent while the declaration stands open


class DeskDeclaration:
    """All sections of a version on one page; drawn only where the officer opened it, so that reception stays short."""

    def __init__(self, version: ProcedureVersion, case_code: str, typed: Mapping[str, Any], communes: list[Commune]) -> None:
        self.is_open = bool(typed.get(OPEN))
        self.faults = 0
        sections = sections_of(version.declaration, case_code or None) if self.is_open else ()
        self.forms = [self._form(section, typed, communes) for section in sections]

    def _form(self, section: Section, typed: Mapping[str, Any], communes: list[Commune]) -> SectionForm:
        """Return a section as it was typed, with an item more or less where that button was pressed."""
        draw = partial(SectionForm, section=section, communes=communes, prefix=f"{OPEN}-{section.code}", complete=False)
        form = draw(typed)
        rearranged = form.rearranged()
        return form if rearranged is None else draw(answers=rearranged[0])

    def clean(self, today: date) -> dict[str, dict[str, Answer]]:
        """Return what was typed, normalised, sections left empty left out; what cannot be right stands beside its field."""
        answers = {}
        for form in self.forms:
            cleaned, wrong = clean_section(form.section, form.typed(), today=today, complete=False)
            form.show_errors(wrong)
            self.faults += len(wrong)
            if said := {code: answer for code, answer in cleaned.items() if answer}:
                answers[form.section.code] = said
        return answers


def rearranges(typed: Mapping[str, Any]) -> bool:
    """Tell whether a button was pressed that adds or removes an item of a group."""
    return any(name.startswith(f"{OPEN}-") and name.endswith((f"-{MORE}", f"-{LESS}")) for name in typed)
