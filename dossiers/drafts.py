"""Writing what is not sent yet: begun, kept piece by piece, with its files, or thrown away. What a filing is: `dossiers.filing`."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from communes.models import Commune
from core.errors import DomainError, FieldErrors
from core.lookup import get_or_none
from core.sealing import seal
from dossiers.errors import DossierNotFound, IdempotencyKeyReused, UploadRefused
from dossiers.filing import APPLICANT, DELIVERY, FILER, PAPERS, PLACE, FilingStep, answers_of, steps_of_draft
from dossiers.models import Delivery, Draft, DraftFile
from dossiers.opening import opened_with, papers_of, require_commune, require_handled, require_papers
from dossiers.parties import read_filer, read_person
from dossiers.uploads import StoredFile, check_upload, store_file
from procedures.declarations import clean_section
from procedures.models import DocumentRequirement, ProcedureVersion

SECTION_STEP = "khai-"


def require_place(version: ProcedureVersion, *, commune_code: str, case_code: str, today: date) -> Commune:
    """Return the commune of a place and case that can be; nobody has to be signed in for it.

    Raises FieldErrors: no commune, or no case where the procedure has several. CommuneNotFound. ProcedureNotAvailable: not handled there.
    """
    errors = {}
    if version.cases and case_code not in {case["code"] for case in version.cases}:
        errors["case"] = "Chọn trường hợp của bạn"
    if not commune_code:
        errors["commune"] = "Chọn phường, xã nơi nộp"
    if errors:
        raise FieldErrors(errors)
    commune = require_commune(commune_code, today)
    require_handled(version, commune)
    return commune


@transaction.atomic
def open_draft(
    user: User,
    version: ProcedureVersion,
    *,
    commune_code: str,
    case_code: str,
    today: date,
    for_other: bool = False,
    key: UUID | None = None,
) -> tuple[Draft, bool]:
    """Begin a filing at its place; return it and whether it is new. The same key answers the same draft, at the same moment too.

    Raises:
        FieldErrors, CommuneNotFound. IdempotencyKeyReused: the key stands for another procedure, place or case, or for a draft that was sent.
    """
    draft_id = uuid5(key, f"draft {user.pk}") if key else uuid4()
    was_sent = key is not None and opened_with(draft_id) is not None
    before = get_or_none(Draft.objects.filter(pk=draft_id).select_related("procedure_version__procedure", "commune"))
    place = (version.pk, commune_code, case_code if version.cases else "")
    if was_sent or (before and (before.procedure_version_id, before.commune and before.commune.code, before.case_code) != place):
        raise IdempotencyKeyReused
    if before is not None:
        return before, False
    draft = Draft.objects.create(pk=draft_id, owner=user, procedure_version=version)
    save_place(draft, commune_code=commune_code, case_code=case_code, for_other=for_other, today=today)
    return draft, True


@transaction.atomic
def save_place(draft: Draft, *, commune_code: str, case_code: str, today: date, for_other: bool | None = None) -> int:
    """Keep where the dossier goes, which case it is and whom it is for (`for_other` None: as before).

    Files of papers the new case does not ask for go; return how many went. Raises FieldErrors, CommuneNotFound.
    """
    draft.commune = require_place(draft.procedure_version, commune_code=commune_code, case_code=case_code, today=today)
    draft.case_code = case_code if draft.procedure_version.cases else ""
    if for_other is not None and for_other != draft.is_for_other:
        _change_people(draft)
    _done(draft, PLACE, "commune", "case_code", "applicant_sealed", "filer_sealed")
    asked = {paper.code for paper in papers_of(draft.procedure_version, draft.case_code)}
    gone = list(draft.files.exclude(document_code__in=asked).order_by("pk"))
    for file in gone:
        remove_file(draft, file.pk)
    return len(gone)


def _change_people(draft: Draft) -> None:
    """Make the owner the filer of somebody else's dossier, or the applicant of his own again; what he said of himself stays his."""
    if draft.is_for_other:
        draft.applicant_sealed = draft.filer_sealed
        draft.filer_sealed = None
    else:
        draft.filer_sealed = draft.applicant_sealed or _sealed({})
        draft.applicant_sealed = None
    draft.done_steps = [code for code in draft.done_steps if code not in {APPLICANT, FILER}]


@transaction.atomic
def save_applicant(draft: Draft, raw: Mapping[str, Any]) -> None:
    """Keep the person the dossier is for; where somebody else files, he need not have a phone.

    Raises FieldErrors.
    """
    person = read_person(raw, phone_required=not draft.is_for_other)
    draft.applicant_sealed = _sealed(person.as_dict())
    _done(draft, APPLICANT, "applicant_sealed")


@transaction.atomic
def save_filer(draft: Draft, raw: Mapping[str, Any] | None) -> None:
    """Keep who files for the applicant, or with None that he files for himself.

    Raises FieldErrors.
    """
    if raw is None:
        draft.filer_sealed = None
        draft.done_steps = [code for code in draft.done_steps if code != FILER]
        draft.save(update_fields=["filer_sealed", "done_steps", "saved_at"])
    else:
        draft.filer_sealed = _sealed(read_filer(raw).as_dict())
        _done(draft, FILER, "filer_sealed")


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


def keep_typed(draft: Draft, step: FilingStep, typed: Mapping[str, Any]) -> None:
    """Keep what was typed on a page as it is, finished or not, so that nothing is lost; the page no longer counts as done."""
    if step.section is not None:
        asked = {question.code for question in step.section.questions}
        answers = {code: text for code, text in typed.items() if code in asked and text}
        draft.answers_sealed = _sealed({**answers_of(draft), step.section.code: answers})
    elif step.code == APPLICANT:
        draft.applicant_sealed = _sealed(typed)
    elif step.code == FILER:
        draft.filer_sealed = _sealed(typed)
    draft.done_steps = [code for code in draft.done_steps if code != step.code]
    draft.save(update_fields=["answers_sealed", "applicant_sealed", "filer_sealed", "done_steps", "saved_at"])


def add_file(draft: Draft, document_code: str, upload: File[bytes]) -> tuple[DraftFile, bool]:
    """Check a file and keep it for a paper; return it and whether it is new: the same content for the same paper is kept once.

    The object is stored first, for that may take long; then the draft is locked and the row written.

    Raises:
        UploadRefused: not a paper of this case, too many files for it, or the file itself (see `check_upload`).
        DossierNotFound: the draft was sent or thrown away meanwhile.
    """
    papers = {paper.code: paper for paper in papers_of(draft.procedure_version, draft.case_code)}
    if document_code not in papers:
        raise UploadRefused("Giấy tờ này không thuộc trường hợp đã chọn. Tải lại trang rồi chọn lại.")
    file = store_file(check_upload(upload, limit=settings.CITIZEN_FILE_LIMIT), f"drafts/{draft.pk}")
    try:
        row, is_new = _add_row(draft, papers[document_code], file)
    except DomainError:
        _delete_objects([file.stored, file.original])
        raise
    if not is_new:
        _delete_objects([file.stored, file.original])
    return row, is_new


@transaction.atomic
def _add_row(draft: Draft, paper: DocumentRequirement, file: StoredFile) -> tuple[DraftFile, bool]:
    if not _locked(draft):
        raise DossierNotFound
    files = draft.files.filter(document_code=paper.code)
    same = files.filter(sha256=file.sha256).order_by("pk").first()
    if same is not None:
        return same, False
    if files.count() >= settings.FILES_PER_PAPER:
        raise UploadRefused(f"{paper.plain_name}: nhận tối đa {settings.FILES_PER_PAPER} tệp. Bỏ bớt rồi thêm lại.")
    return draft.files.create(document_code=paper.code, **file.columns()), True


@transaction.atomic
def remove_file(draft: Draft, file_id: int) -> None:
    """Delete a file of the draft. Nothing happens if it is gone already, or if the draft was sent meanwhile.

    The draft is locked, and the object goes only after commit: a paper of a submitted dossier is never lost.
    """
    _locked(draft)
    file = get_or_none(draft.files.filter(pk=file_id))
    if file is None:
        return
    names = [file.stored.name, file.original.name]
    file.delete()
    transaction.on_commit(lambda: _delete_objects(names))


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Delete a draft with its files; objects go after commit."""
    for file in draft.files.order_by("pk"):
        remove_file(draft, file.pk)
    draft.delete()


def _locked(draft: Draft) -> bool:
    """Lock the draft until commit; tell whether it is still there."""
    return get_or_none(Draft.objects.select_for_update().filter(pk=draft.pk)) is not None


def _delete_objects(names: Iterable[str | None]) -> None:
    for name in filter(None, names):
        default_storage.delete(name)


@transaction.atomic
def write_draft(draft: Draft, given: Mapping[str, Any], *, today: date) -> None:
    """Keep several parts at once, all of them or none.

    Raises:
        FieldErrors: everything that cannot be right, as `applicant.phone` or `answers.section.question`. CommuneNotFound.
    """
    errors: dict[str, str] = {}
    if "commune" in given or "case" in given:
        here = draft.commune.code if draft.commune else ""
        commune, case = given.get("commune", here), given.get("case", draft.case_code)
        _attempt("", errors, partial(save_place, draft, commune_code=commune, case_code=case, today=today))
    if "filer" in given:
        _attempt("filer.", errors, partial(save_filer, draft, given["filer"]))
    if "applicant" in given:
        _attempt("applicant.", errors, partial(save_applicant, draft, given["applicant"]))
    steps = {step.code: step for step in steps_of_draft(draft)}
    for code, answers in given.get("answers", {}).items():
        step = steps.get(f"{SECTION_STEP}{code}")
        if step is None:
            errors[f"answers.{code}"] = "Tờ khai của thủ tục này không có phần đó"
        else:
            _attempt(f"answers.{code}.", errors, partial(save_section, draft, step, answers, today=today))
    if "delivery" in given:
        _attempt("", errors, partial(save_delivery, draft, given["delivery"]))
    if errors:
        raise FieldErrors(errors)


def _attempt(prefix: str, errors: dict[str, str], write: Callable[[], object]) -> None:
    """Write one part; keep what is wrong with it under its prefix."""
    try:
        write()
    except FieldErrors as wrong:
        errors.update({f"{prefix}{field}": message for field, message in wrong.errors.items()})


def _done(draft: Draft, step_code: str, *columns: str) -> None:
    if step_code not in draft.done_steps:
        draft.done_steps = [*draft.done_steps, step_code]
    draft.save(update_fields=[*columns, "done_steps", "saved_at"])


def _sealed(data: Mapping[str, Any]) -> bytes:
    return seal(json.dumps(data, ensure_ascii=False))
