"""Write an approved list into the catalogue, whole or not at all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.clock import ZONE
from procedures.acts._uploads import difference_now, renew_report
from procedures.acts.apply_list import Decision, apply_list
from procedures.importing.progress import Progress, silent
from procedures.models import CatalogueImport
from procedures.revision import lock_catalogue, move_revision

_State = CatalogueImport.State


@transaction.atomic
def write_list(import_id: UUID, *, at: datetime, progress: Progress = silent) -> bool:
    """Write a list that is approved; tell whether this call wrote it.

    A second call at the same time finds the row locked, a later one finds it written: both do nothing. What a crash
    interrupted was rolled back and is written by the next call. Where the catalogue moved meanwhile, the list waits for
    another look instead.
    """
    approved = CatalogueImport.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=import_id, state=_State.APPLYING)
    upload = approved.first()
    if upload is None:
        return False
    revision = lock_catalogue()
    found = difference_now(upload, at.astimezone(ZONE).date())
    if renew_report(upload, found):
        return False
    apply_list(found, _decision(upload), progress)
    move_revision(revision)
    upload.state = _State.APPLIED
    upload.save(update_fields=["state"])
    return True


def let_go(import_id: UUID) -> None:
    """Put a list whose write failed back among those that wait, to be approved again or put aside."""
    failed = CatalogueImport.objects.filter(pk=import_id, state=_State.APPLYING)
    failed.update(state=_State.CHECKED, approved_by=None, approved_at=None)


def _decision(upload: CatalogueImport) -> Decision:
    if upload.approved_by is None or upload.approved_at is None:
        raise ValueError(f"{upload.pk} is being written without an approver")
    return Decision(
        in_force_from=upload.in_force_from,
        citation=upload.citation,
        prepared_by=upload.prepared_by.username,
        approved_by=upload.approved_by.username,
        at=upload.approved_at,
        file_name=upload.file_name,
        ends_missing=upload.ends_missing,
    )
