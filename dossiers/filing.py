"""A draft while it is written: its steps, what is typed in each, and whether it is complete."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from communes.models import Commune
from core.errors import FieldErrors
from core.sealing import seal, unseal
from dossiers.errors import DossierNotFound, UploadRefused
from dossiers.models import Delivery, Draft, DraftFile
from dossiers.opening import papers_of, require_commune, require_papers
from dossiers.parties import Person, read_person
from dossiers.uploads import check_upload
from procedures.declarations import Section, clean_section, sections_of
from procedures.models import ProcedureVersion

PLACE, APPLICANT, PAPERS, DELIVERY, REVIEW = "noi-nop", "nguoi-nop", "giay-to", "nhan-ket-qua", "xem-lai"


@dataclass(frozen=True, slots=True)
class FilingStep:
    """One page of the filing: a code for its address, a title, and the declaration section it shows, if any."""

    code: str
    title: str
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A complete draft."""

    commune: Commune
    applicant: Person
    delivery: Delivery


def steps_of(version: ProcedureVersion) -> tuple[FilingStep, ...]:
    """Return the pages of a filing in order: place and case, the person, the declaration, papers, delivery, review."""
    first = "Trường hợp của bạn" if version.cases else "Nơi nộp"
    sections = tuple(FilingStep(f"khai-{section.code}", section.title, section) for section in sections_of(version.declaration))
    return (
        FilingStep(PLACE, first),
        FilingStep(APPLICANT, "Người yêu cầu"),
        *sections,
        FilingStep(PAPERS, "Giấy tờ"),
        FilingStep(DELIVERY, "Nhận kết quả"),
        FilingStep(REVIEW, "Xem lại và nộp"),
    )


def get_draft(user: User, draft_id: UUID) -> Draft:
    """Return a draft of this person's own.

    Raises DossierNotFound for anybody else's.
    """
    drafts = Draft.objects.select_related("procedure_version__procedure__replaced_by", "commune")
    draft = drafts.filter(pk=draft_id, owner=user).first()
    if draft is None:
        raise DossierNotFound
    return draft


def answers_of(draft: Draft) -> dict[str, dict[str, str]]:
    """Return what was declared so far: section code → question code → answer."""
    return _opened(draft.answers_sealed)


def applicant_of(draft: Draft) -> dict[str, str]:
    """Return what was typed about the applicant so far."""
    return _opened(draft.applicant_sealed)


def _opened(sealed: bytes | memoryview | None) -> dict[str, Any]:
    return dict(json.loads(unseal(bytes(sealed)))) if sealed else {}


def _sealed(data: Mapping[str, Any]) -> bytes:
    return seal(json.dumps(data, ensure_ascii=False))


@transaction.atomic
def save_place(draft: Draft, *, commune_code: str, case_code: str, today: date) -> None:
    """Keep where the dossier goes and which case it is.

    Raises FieldErrors: a case must be chosen where the procedure has several. CommuneNotFound.
    """
    cases = {case["code"] for case in draft.procedure_version.cases}
    errors = {}
    if not commune_code:
        errors["commune"] = "Chọn phường, xã nơi nộp"
    if cases and case_code not in cases:
        errors["case"] = "Chọn trường hợp của bạn"
    if errors:
        raise FieldErrors(errors)
    draft.commune = require_commune(commune_code, today)
    draft.case_code = case_code if cases else ""
    _done(draft, PLACE, "commune", "case_code")


@transaction.atomic
def save_applicant(draft: Draft, raw: Mapping[str, Any]) -> None:
    """Keep the person the dossier is for.

    Raises FieldErrors.
    """
    person = read_person(raw)
    draft.applicant_sealed = _sealed(person.as_dict())
    _done(draft, APPLICANT, "applicant_sealed")


@transaction.atomic
def save_section(draft: Draft, step: FilingStep, raw: Mapping[str, Any], *, today: date) -> None:
    """Keep the answers of one page of the declaration.

    Raises FieldErrors.
    """
    if step.section is None:
        raise ValueError(f"{step.code} is no page of a declaration")
    answers, errors = clean_section(step.section, raw, today=today)
    if errors:
        raise FieldErrors(errors)
    draft.answers_sealed = _sealed({**answers_of(draft), step.section.code: answers})
    _done(draft, step.code, "answers_sealed")


@transaction.atomic
def save_papers(draft: Draft) -> None:
    """Leave the page of papers.

    Raises DocumentsMissing while a paper that blocks has no file.
    """
    require_papers(draft.procedure_version, draft.case_code, set(draft.files.values_list("document_code", flat=True)))
    _done(draft, PAPERS)


@transaction.atomic
def save_delivery(draft: Draft, delivery: str) -> None:
    """Keep how the result is to be handed over.

    Raises FieldErrors.
    """
    if delivery not in Delivery.values:
        raise FieldErrors({"delivery": "Chọn cách nhận kết quả"})
    draft.delivery = delivery
    _done(draft, DELIVERY, "delivery")


def _done(draft: Draft, step_code: str, *columns: str) -> None:
    if step_code not in draft.done_steps:
        draft.done_steps = [*draft.done_steps, step_code]
    draft.save(update_fields=[*columns, "done_steps", "saved_at"])


def add_file(draft: Draft, document_code: str, upload: File[bytes], *, limit: int, most: int) -> DraftFile:
    """Check a file and keep it with the draft: the object first, then the row.

    Raises UploadRefused: not a paper of this case, too many files for it, or the file itself (see `check_upload`).
    """
    papers = {paper.code: paper for paper in papers_of(draft.procedure_version, draft.case_code)}
    if document_code not in papers:
        raise UploadRefused("Giấy tờ này không thuộc trường hợp đã chọn. Tải lại trang rồi chọn lại.")
    if draft.files.filter(document_code=document_code).count() >= most:
        raise UploadRefused(f"{papers[document_code].plain_name}: nhận tối đa {most} tệp. Bỏ bớt rồi thêm lại.")
    checked = check_upload(upload, limit=limit)
    row = DraftFile(
        draft=draft,
        document_code=document_code,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        pages=checked.pages,
    )
    row.stored.save(checked.name, checked.content, save=False)
    if checked.original is not None:
        row.original.save(checked.original.name or "", checked.original, save=False)
    row.save()
    return row


@transaction.atomic
def remove_file(draft: Draft, file_id: int) -> None:
    """Delete a file of the draft. Nothing happens if it is gone already, or if the draft was sent meanwhile.

    The draft is locked, and the object goes only after commit: a paper of a submitted dossier is never lost.
    """
    Draft.objects.select_for_update().filter(pk=draft.pk).order_by("pk").first()
    file = draft.files.filter(pk=file_id).first()
    if file is None:
        return
    file.delete()
    transaction.on_commit(lambda: _delete_objects(file))


def _delete_objects(file: DraftFile) -> None:
    for stored in (file.stored, file.original):
        if stored.name:
            stored.storage.delete(stored.name)


def read_filing(draft: Draft, *, today: date) -> Filing:
    """Return the draft as something that can be sent, everything checked once more.

    Raises FieldErrors that name the step where something is left out.
    """
    errors: dict[str, str] = {}
    answers = answers_of(draft)
    for step in steps_of(draft.procedure_version):
        if step.section is not None:
            _, wrong = clean_section(step.section, answers.get(step.section.code, {}), today=today)
            errors |= {f"{step.code}.{code}": f"{step.title}: {message}" for code, message in wrong.items()}
    if draft.commune is None:
        errors[PLACE] = "Chọn phường, xã nơi nộp"
    if not draft.applicant_sealed:
        errors[APPLICANT] = "Điền người yêu cầu"
    if not draft.delivery:
        errors[DELIVERY] = "Chọn cách nhận kết quả"
    if errors or draft.commune is None:
        raise FieldErrors(errors)
    return Filing(draft.commune, read_person(applicant_of(draft)), Delivery(draft.delivery))
