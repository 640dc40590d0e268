"""A new version written by hand: begun as a copy, edited as a draft, approved by somebody else, or thrown away."""

import hashlib
import json
from datetime import date, timedelta
from http import HTTPStatus

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import DomainError, FieldErrors
from core.time_limits import TimeLimit
from procedures.comparison import facts_of
from procedures.importing.copies import copied, copy_details
from procedures.importing.newest import newest_approved
from procedures.importing.rows import write_versions
from procedures.models import ProcedureVersion
from procedures.revision import lock_catalogue, move_revision
from procedures.selectors import with_details

_DRAFT, _APPROVED = ProcedureVersion.Status.DRAFT, ProcedureVersion.Status.APPROVED


class DraftNotThere(DomainError):
    """Somebody approved it or threw it away."""

    code = "draft-not-there"
    http_status = HTTPStatus.CONFLICT


class NotYourOwnDraft(DomainError):
    """Who wrote a version does not approve it. Source: docs/adr/0013-catalogue-versions-and-import.md"""

    code = "not-your-own-draft"
    http_status = HTTPStatus.FORBIDDEN


@transaction.atomic
def start_draft(procedure_id: int, editor: User) -> ProcedureVersion:
    """Return the draft of a procedure; where there is none, a copy of its newest version with all that hangs on it.

    Raises:
        DraftNotThere: the procedure has no approved version to begin from.
    """
    lock_catalogue()
    known = ProcedureVersion.objects.filter(procedure=procedure_id, status=_DRAFT).first()
    if known is not None:
        return known
    base = newest_approved().filter(procedure=procedure_id).first()
    if base is None:
        raise DraftNotThere("Thủ tục này chưa có bản nào để sửa tiếp.")
    draft = copied(base)
    draft.status, draft.in_force_from = _DRAFT, clock.today() + timedelta(days=1)
    draft.citation, draft.approved_by, draft.approved_at, draft.prepared_by = "", "", None, editor.username
    write_versions([draft])
    copy_details({base.pk: draft})
    return draft


@transaction.atomic
def approve_draft(version_id: int, approver: User, *, in_force_from: date, citation: str) -> ProcedureVersion:
    """Put a draft in force from a day, by a paper that is cited; the version before ends the day before.

    Open dossiers keep the version they were filed under.

    Raises:
        DraftNotThere: it was approved or thrown away meanwhile.
        NotYourOwnDraft: the approver is who wrote it.
        FieldErrors: no citation, a day that is past or not after the version before, or a fact that cannot be.
    """
    revision = lock_catalogue()
    draft = _draft(version_id)
    if draft.prepared_by == approver.username:
        raise NotYourOwnDraft("Bạn là người soạn bản này. Nhờ một biên tập viên khác xem và duyệt.")
    before = newest_approved().filter(procedure=draft.procedure_id).first()
    _check(draft, before, in_force_from, citation)
    if before is not None:
        before.in_force_to = min(before.in_force_to or date.max, in_force_from - timedelta(days=1))
        before.save(update_fields=["in_force_to"])
    draft.status, draft.in_force_from, draft.citation = _APPROVED, in_force_from, citation.strip()
    draft.approved_by, draft.approved_at = approver.username, clock.now()
    draft.content_hash = hashlib.sha256(json.dumps(facts_of(draft), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    draft.save()
    move_revision(revision)
    return draft


@transaction.atomic
def discard_draft(version_id: int) -> None:
    """Throw a draft away. Raises: DraftNotThere."""
    lock_catalogue()
    _draft(version_id).delete()


def _draft(version_id: int) -> ProcedureVersion:
    draft = with_details(ProcedureVersion.objects.filter(pk=version_id, status=_DRAFT)).first()
    if draft is None:
        raise DraftNotThere("Bản nháp này đã được duyệt hoặc đã bỏ. Mở lại danh sách để xem.")
    return draft


def _check(draft: ProcedureVersion, before: ProcedureVersion | None, in_force_from: date, citation: str) -> None:
    errors: dict[str, str] = {}
    if not citation.strip():
        errors["citation"] = "Ghi số, ký hiệu và ngày của văn bản công bố"
    if in_force_from < clock.today():
        errors["in_force_from"] = "Ngày hiệu lực không được ở quá khứ"
    elif before is not None and in_force_from <= before.in_force_from:
        errors["in_force_from"] = f"Phải sau ngày {before.in_force_from:%d/%m/%Y}, ngày bản trước bắt đầu có hiệu lực"
    if draft.time_limit_rule:
        try:
            TimeLimit.parse(draft.time_limit_rule)
        except DomainError as error:
            errors["time_limit_rule"] = error.message
    if errors:
        raise FieldErrors(errors)
