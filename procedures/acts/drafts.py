"""A new version written by hand: begun as a copy, edited as a draft, approved by somebody else, or thrown away."""

import hashlib
import json
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import DomainError
from procedures.comparison import facts_of
from procedures.importing.copies import DETAILS, copied, copy_details
from procedures.importing.newest import newest_approved
from procedures.importing.rows import write_versions
from procedures.models import ProcedureVersion
from procedures.revision import lock_catalogue, move_revision
from procedures.selectors import with_details
from procedures.soundness import require_approvable

_DRAFT, _APPROVED = ProcedureVersion.Status.DRAFT, ProcedureVersion.Status.APPROVED
_WRITERS_ROOM = 150  # letters of `prepared_by`


class DraftNotThere(DomainError):
    """Somebody approved it or threw it away."""

    code = "draft-not-there"
    http_status = HTTPStatus.CONFLICT


class NotYourOwnDraft(DomainError):
    """Who wrote a version, or a part of it, does not approve it. Source: docs/adr/0013-catalogue-versions-and-import.md"""

    code = "not-your-own-draft"
    http_status = HTTPStatus.FORBIDDEN


class DraftOutrun(DomainError):
    """A newer version came into the catalogue since the draft was begun."""

    code = "draft-outrun"
    http_status = HTTPStatus.CONFLICT


class DraftChanged(DomainError):
    """Somebody saved it after this person had read it."""

    code = "draft-changed"
    http_status = HTTPStatus.CONFLICT


class TooManyWriters(DomainError):
    """There is no room for another name beside a draft, and nobody who wrote may be forgotten."""

    code = "too-many-writers"
    http_status = HTTPStatus.CONFLICT


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


def writers_of(draft: ProcedureVersion) -> list[str]:
    """Return the user names of everybody who wrote in a draft, who began it first."""
    return draft.prepared_by.split(", ")


def with_writer(draft: ProcedureVersion, editor: User) -> str:
    """Return `prepared_by` with an editor counted among those who wrote. Raises: TooManyWriters."""
    writers = ", ".join(dict.fromkeys([*filter(None, writers_of(draft)), editor.username]))
    if len(writers) > _WRITERS_ROOM:
        raise TooManyWriters("Bản nháp này đã qua tay nhiều người, không ghi thêm tên được. Nhờ một người đã soạn sửa tiếp.")
    return writers


def draft_stand(version_id: int) -> str:
    """Return a fingerprint of all that is written in a draft, to tell whether somebody saved it meanwhile. Five queries."""
    rows: list[list[Any]] = [list(ProcedureVersion.objects.filter(pk=version_id).order_by("pk").values())]
    rows += [list(model._default_manager.filter(version=version_id).order_by("pk").values()) for model in DETAILS]
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def approve_draft(version_id: int, approver: User, *, in_force_from: date, citation: str, stand: str | None = None) -> ProcedureVersion:
    """Put a draft in force from a day, by a paper that is cited; the version before ends the day before.

    Open dossiers keep the version they were filed under. `stand`: the draft the approver has read, see draft_stand.

    Raises:
        DraftNotThere: it was approved or thrown away meanwhile.
        NotYourOwnDraft: the approver wrote in it.
        DraftChanged: it is not the draft the approver has read.
        DraftOutrun: a list brought a newer version since the draft was begun, which approving would undo.
        FieldErrors: no citation, a day that is past or not after the version before, or a fact that cannot be.
    """
    revision = lock_catalogue()
    draft = _draft(version_id)
    _require_reader(draft, approver, stand)
    before = newest_approved().filter(procedure=draft.procedure_id).first()
    if before is not None and before.number > draft.number:
        raise DraftOutrun("Danh mục đã có bản mới hơn bản mà bản nháp này sửa từ đó. Bỏ bản nháp rồi soạn lại từ bản mới nhất.")
    require_approvable(draft, before, in_force_from, citation)
    if before is not None:
        before.in_force_to = min(before.in_force_to or date.max, in_force_from - timedelta(days=1))
        before.save(update_fields=["in_force_to"])
    draft.status, draft.in_force_from, draft.citation = _APPROVED, in_force_from, citation.strip()
    draft.approved_by, draft.approved_at = approver.username, clock.now()
    draft.content_hash = hashlib.sha256(json.dumps(facts_of(draft), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    draft.save()
    move_revision(revision)
    return draft


def _require_reader(draft: ProcedureVersion, approver: User, stand: str | None) -> None:
    if approver.username in writers_of(draft):
        raise NotYourOwnDraft("Bạn đã soạn bản này nên không tự duyệt được. Nhờ một biên tập viên khác xem và duyệt.")
    if stand is not None and stand != draft_stand(draft.pk):
        raise DraftChanged("Bản nháp vừa được sửa. Xem lại các thay đổi rồi duyệt.")


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
