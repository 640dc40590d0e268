"""Put a checked list aside."""

from uuid import UUID

from django.db import transaction

from procedures.acts._uploads import lock_upload, require_waiting
from procedures.models import CatalogueImport


@transaction.atomic
def discard_list(import_id: UUID) -> CatalogueImport:
    """Let a checked list be; whoever handed it in may do so too.

    Raises:
        ListNotWaiting: it is being written, was written, or was put aside before.
    """
    upload = lock_upload(import_id)
    require_waiting(upload)
    upload.state = CatalogueImport.State.DISCARDED
    upload.save(update_fields=["state"])
    return upload
