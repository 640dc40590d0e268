"""Writing drafts for the API: several parts in one call, all of them or none."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from core.errors import FieldErrors
from dossiers.drafts import change_place, keep_file
from dossiers.errors import IdempotencyKeyReused
from dossiers.filing import save_applicant, save_delivery, save_place, save_section, steps_of
from dossiers.models import Dossier, Draft, DraftFile
from dossiers.opening import require_version

SECTION_STEP = "khai-"


@transaction.atomic
def open_draft(user: User, given: Mapping[str, Any], *, key: UUID | None, today: date) -> tuple[Draft, bool]:
    """Begin a draft at its place; return it and whether it is new. The same key answers the same draft.

    Raises:
        ProcedureNotAvailable, CommuneNotFound, FieldErrors. IdempotencyKeyReused: the key stands for another procedure, or for
        a draft that was sent.
    """
    version = require_version(given["procedure"], today, online=True)
    draft_id = uuid5(key, f"draft {user.pk}") if key else uuid4()
    draft = Draft.objects.filter(pk=draft_id).select_related("procedure_version__procedure", "commune").first()
    if (draft and draft.procedure_version_id != version.pk) or Dossier.objects.filter(opening_key=draft_id).exists():
        raise IdempotencyKeyReused
    if draft is not None:
        return draft, False
    draft = Draft.objects.create(pk=draft_id, owner=user, procedure_version=version)
    save_place(draft, commune_code=given["commune"], case_code=given["case"], today=today)
    return draft, True


@transaction.atomic
def write_draft(draft: Draft, given: Mapping[str, Any], *, today: date) -> None:
    """Keep the parts that were sent.

    Raises:
        FieldErrors: everything that cannot be right, as `applicant.phone` or `answers.section.question`. CommuneNotFound.
    """
    errors: dict[str, str] = {}
    if "commune" in given or "case" in given:
        here = draft.commune.code if draft.commune else ""
        commune, case = given.get("commune", here), given.get("case", draft.case_code)
        _attempt("", errors, partial(change_place, draft, commune_code=commune, case_code=case, today=today))
    if "applicant" in given:
        _attempt("applicant.", errors, partial(save_applicant, draft, given["applicant"]))
    steps = {step.code: step for step in steps_of(draft.procedure_version)}
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


def add_file(draft: Draft, document_code: str, upload: File[bytes]) -> tuple[DraftFile, bool]:
    """Keep a file with the draft; return it and whether it is new. The same content for the same paper is kept once.

    Raises UploadRefused.
    """
    known = set(draft.files.values_list("pk", flat=True))
    file = keep_file(draft, document_code, upload)
    return file, file.pk not in known
