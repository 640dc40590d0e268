"""What a filing is: its pages, what a draft says so far, and whether it can be sent. Writing it is `dossiers.drafts`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from accounts.models import User
from communes.models import Commune
from core.errors import FieldErrors
from core.lookup import get_or_none
from core.sealing import unseal
from dossiers.errors import DossierNotFound
from dossiers.models import Delivery, Draft
from dossiers.parties import Filer, Person, read_filer, read_person, without_twin
from procedures.declarations import Answer, Section, clean_section, sections_of
from procedures.models import ProcedureVersion

PLACE, APPLICANT, FILER, PAPERS, DELIVERY, REVIEW = "noi-nop", "nguoi-nop", "nguoi-nop-thay", "giay-to", "nhan-ket-qua", "xem-lai"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FilingStep:
    """One page of the filing: a code for its address, a title, and the declaration section it shows, if any."""

    code: str
    title: str
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A complete draft. `filer` None: the applicant files for himself. `answers` are those its case asks for, normalised."""

    commune: Commune
    applicant: Person
    filer: Filer | None
    delivery: Delivery
    answers: dict[str, dict[str, Answer]]


def steps_of(version: ProcedureVersion, *, for_other: bool = False, case_code: str | None = None) -> tuple[FilingStep, ...]:
    """Return the pages of a filing in order: place and case, the people, the declaration as far as the case asks for it, papers, …"""
    first = "Trường hợp của bạn" if version.cases else "Nơi nộp"
    people = (FilingStep(APPLICANT, "Người yêu cầu"), *((FilingStep(FILER, "Người nộp thay"),) if for_other else ()))
    sections = tuple(FilingStep(f"khai-{section.code}", section.title, section) for section in sections_of(version.declaration, case_code))
    return (
        FilingStep(PLACE, first),
        *people,
        *sections,
        FilingStep(PAPERS, "Giấy tờ"),
        FilingStep(DELIVERY, "Nhận kết quả"),
        FilingStep(REVIEW, "Xem lại và nộp"),
    )


def steps_of_draft(draft: Draft) -> tuple[FilingStep, ...]:
    """Return the pages of this filing; whoever files for somebody else has one more."""
    return steps_of(draft.procedure_version, for_other=draft.is_for_other, case_code=draft.case_code or None)


def step_to_go_on(draft: Draft) -> FilingStep:
    """Return the first page of a filing that is not done; the last one where all are."""
    steps = steps_of_draft(draft)
    return next((step for step in steps if step.code not in draft.done_steps), steps[-1])


def get_draft(user: User, draft_id: UUID) -> Draft:
    """Return a draft of this person's own.

    Raises DossierNotFound for anybody else's.
    """
    drafts = Draft.objects.select_related("procedure_version__procedure__replaced_by", "commune")
    draft = get_or_none(drafts.filter(pk=draft_id, owner=user))
    if draft is None:
        raise DossierNotFound
    return draft


def answers_of(draft: Draft) -> dict[str, dict[str, Any]]:
    """Return what was declared so far: section code → question code → answer, for a group a list of items."""
    return _opened(draft.answers_sealed)


def applicant_of(draft: Draft) -> dict[str, str]:
    """Return what was typed about the applicant so far."""
    return _opened(draft.applicant_sealed)


def filer_of(draft: Draft) -> dict[str, str]:
    """Return what the owner said of himself so far, empty where he files for himself."""
    return _opened(draft.filer_sealed)


def _opened(sealed: bytes | memoryview | None) -> dict[str, Any]:
    return dict(json.loads(unseal(bytes(sealed)))) if sealed else {}


def read_filing(draft: Draft, *, today: date) -> Filing:
    """Return the draft as something that can be sent, everything checked once more.

    Raises FieldErrors that name the step where something is left out.
    """
    errors: dict[str, str] = {}
    answers = answers_of(draft)
    declared: dict[str, dict[str, Answer]] = {}
    for step in steps_of_draft(draft):
        if step.section is not None:
            declared[step.section.code], wrong = clean_section(step.section, answers.get(step.section.code, {}), today=today)
            errors |= _named(step.code, step.title, wrong)
    if draft.commune is None:
        errors[PLACE] = "Chọn phường, xã nơi nộp"
    typed = applicant_of(draft)
    applicant = _read(errors, APPLICANT, "người yêu cầu", typed, lambda: read_person(typed, phone_required=not draft.is_for_other))
    filer = _read(errors, FILER, "người nộp thay", filer_of(draft), lambda: read_filer(filer_of(draft))) if draft.is_for_other else None
    if not draft.delivery:
        errors[DELIVERY] = "Chọn cách nhận kết quả"
    if errors or draft.commune is None or applicant is None:
        raise FieldErrors(errors)
    return Filing(draft.commune, *without_twin(applicant, filer), Delivery(draft.delivery), declared)


def _read(errors: dict[str, str], step: str, who: str, typed: dict[str, str], read: Callable[[], T]) -> T | None:
    """Return somebody as read, or None with what is wrong under his page."""
    if not typed:
        errors[step] = f"Điền {who}"
        return None
    try:
        return read()
    except FieldErrors as wrong:
        errors |= _named(step, who.capitalize(), wrong.errors)
        return None


def _named(step: str, title: str, wrong: dict[str, str]) -> dict[str, str]:
    return {f"{step}.{code}": f"{title}: {message}" for code, message in wrong.items()}
