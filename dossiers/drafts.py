"""Opening, keeping and discarding what a citizen is writing. What can be sent is checked in `dossiers.filing`."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from core.errors import FieldErrors
from core.sealing import seal
from dossiers import filing
from dossiers.filing import APPLICANT, FilingStep, answers_of
from dossiers.models import Draft, DraftFile
from dossiers.opening import papers_of, require_commune
from procedures.models import ProcedureVersion


def require_place(version: ProcedureVersion, *, commune_code: str, case_code: str, today: date) -> None:
    """Check a place and a case before anybody signs in for them.

    Raises FieldErrors with the sentences of `filing.save_place`; CommuneNotFound.
    """
    errors = {}
    if version.cases and case_code not in {case["code"] for case in version.cases}:
        errors["case"] = "Chọn trường hợp của bạn"
    if not commune_code:
        errors["commune"] = "Chọn phường, xã nơi nộp"
    if errors:
        raise FieldErrors(errors)
    require_commune(commune_code, today)


@transaction.atomic
def open_draft(user: User, version: ProcedureVersion, *, commune_code: str, case_code: str, today: date) -> Draft:
    """Begin a filing with its place and case.

    Raises FieldErrors, CommuneNotFound; then nothing is written.
    """
    draft = Draft.objects.create(owner=user, procedure_version=version)
    filing.save_place(draft, commune_code=commune_code, case_code=case_code, today=today)
    return draft


@transaction.atomic
def change_place(draft: Draft, *, commune_code: str, case_code: str, today: date) -> int:
    """Keep another place or case; files of papers the new case does not ask for go. Return how many went.

    Raises FieldErrors, CommuneNotFound.
    """
    filing.save_place(draft, commune_code=commune_code, case_code=case_code, today=today)
    asked = {paper.code for paper in papers_of(draft.procedure_version, draft.case_code)}
    gone = list(draft.files.exclude(document_code__in=asked).order_by("pk"))
    for file in gone:
        filing.remove_file(draft, file.pk)
    return len(gone)


def keep_typed(draft: Draft, step: FilingStep, typed: Mapping[str, str]) -> None:
    """Keep what was typed on a page as it is, finished or not, so that nothing is lost; the page no longer counts as done."""
    if step.section is not None:
        asked = {question.code for question in step.section.questions}
        answers = {code: text for code, text in typed.items() if code in asked and text}
        draft.answers_sealed = _sealed({**answers_of(draft), step.section.code: answers})
    elif step.code == APPLICANT:
        draft.applicant_sealed = _sealed(typed)
    draft.done_steps = [code for code in draft.done_steps if code != step.code]
    draft.save(update_fields=["answers_sealed", "applicant_sealed", "done_steps", "saved_at"])


def keep_file(draft: Draft, document_code: str, upload: File[bytes]) -> DraftFile:
    """Keep a file for one paper; the same content sent twice is kept once.

    Raises UploadRefused.
    """
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    same = draft.files.filter(document_code=document_code, sha256=digest.digest()).order_by("pk").first()
    if same is not None:
        return same
    return filing.add_file(draft, document_code, upload, limit=settings.CITIZEN_FILE_LIMIT, most=settings.FILES_PER_PAPER)


def _sealed(data: Mapping[str, object]) -> bytes:
    return seal(json.dumps(data, ensure_ascii=False))


@transaction.atomic
def discard_draft(draft: Draft) -> None:
    """Delete a draft with its files; objects go after commit."""
    for file in draft.files.order_by("pk"):
        filing.remove_file(draft, file.pk)
    draft.delete()
