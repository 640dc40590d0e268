"""Put a checked list aside."""

from uuid import UUID

from django.db import transaction

from core import clock
from procedures.acts._uploads import lock_upload, require_waiting
from procedures.models import CatalogueImport
from procedures.uploads import SLOW

_State = CatalogueImport.State


@transaction.atomic
def discard_list(import_id: UUID) -> CatalogueImport:
    """Let a checked list be; whoever handed it in may do so too. So, too, one approved whose write was lost.

    Raises:
        ListNotWaiting: it is being written, was written, or was put aside before.
    """
    upload = lock_upload(import_id)
    if not _is_lost(upload):
        require_waiting(upload)
    upload.state = _State.DISCARDED
    upload.save(update_fields=["state"])
    return upload


def _is_lost(upload: CatalogueImport) -> bool:
    """Tell whether a list should have been written long ago; one being written now is locked and not seen here."""
    return upload.state == _State.APPLYING and upload.approved_at is not None and clock.now() - upload.approved_at > SLOW
