"""Check and write a list at one go: at the console of the server, where the approval was given on paper."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from procedures.acts._uploads import require_useful
from procedures.acts.check_list import Terms, check_list
from procedures.acts.write_list import write_list
from procedures.importing.errors import LookAgain
from procedures.importing.progress import Progress, silent
from procedures.models import CatalogueImport


@transaction.atomic
def take_list(
    file_name: str, content: bytes, terms: Terms, *, approver: User, at: datetime, progress: Progress = silent
) -> CatalogueImport:
    """Write a list in the name of an editor, and keep it as proof. Whole or not at all.

    Raises:
        BrokenList, ListRefused: it cannot be taken.
        NothingToWrite: it says what the catalogue says.
        LookAgain: the catalogue moved between the check and the write.

    Source: docs/adr/0013-catalogue-versions-and-import.md
    """
    upload = check_list(file_name, content, terms, prepared_by=approver, at=at)
    require_useful(upload)
    upload.state, upload.approved_by, upload.approved_at = CatalogueImport.State.APPLYING, approver, at
    upload.save(update_fields=["state", "approved_by", "approved_at"])
    if not write_list(upload.pk, at=at, progress=progress):
        raise LookAgain("Danh mục vừa đổi trong lúc kiểm tra. Chạy lại lệnh.")
    upload.refresh_from_db()
    return upload
