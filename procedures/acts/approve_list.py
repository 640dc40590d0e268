"""Approve a checked list: from now on a worker writes it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.clock import ZONE
from procedures.acts._uploads import difference_now, lock_upload, renew_report, require_useful, require_waiting
from procedures.importing.errors import LookAgain, NotYourOwnList
from procedures.models import CatalogueImport

_State = CatalogueImport.State


def approve_list(import_id: UUID, *, approver: User, at: datetime) -> CatalogueImport:
    """Let a checked list be written. One that is being written stays so: approving again starts a lost write anew.

    Raises:
        NotYourOwnList: the approver handed it in.
        ListNotWaiting: it was written or discarded.
        ListRefused, NothingToWrite: it cannot be written, or need not be.
        LookAgain: the catalogue moved and the list would now do something else; the new difference is kept.

    Source: docs/adr/0013-catalogue-versions-and-import.md
    """
    with transaction.atomic():
        upload = lock_upload(import_id)
        _require_other(upload, approver)
        if upload.state == _State.APPLYING:
            return upload
        require_waiting(upload)
        require_useful(upload)
        moved = renew_report(upload, difference_now(upload, at.astimezone(ZONE).date()))
        if not moved:
            upload.state, upload.approved_by, upload.approved_at = _State.APPLYING, approver, at
            upload.save(update_fields=["state", "approved_by", "approved_at"])
    if moved:
        raise LookAgain("Danh mục đã đổi từ lúc kiểm tra, danh sách này giờ thay đổi khác đi. Xem lại rồi duyệt.")
    return upload


def _require_other(upload: CatalogueImport, approver: User) -> None:
    if upload.prepared_by_id == approver.pk:
        raise NotYourOwnList("Người nộp danh sách không tự duyệt được. Nhờ một biên tập viên khác xem và duyệt.")
