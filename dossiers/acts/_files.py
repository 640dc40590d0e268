"""Keeping a checked file with a dossier, inside an act."""

from django.core.files.base import File

from dossiers.actors import ActCall
from dossiers.models import Dossier, DossierFile
from dossiers.uploads import CheckedFile


def store_file(
    dossier: Dossier, checked: CheckedFile, document_code: str, call: ActCall, *, purpose: str = DossierFile.Purpose.DOCUMENT
) -> DossierFile:
    """Write the object, then its row. An object without a row is removed by a janitor; a row without object cannot be."""
    row = DossierFile(
        cohort=dossier.cohort,
        dossier=dossier,
        purpose=purpose,
        document_code=document_code,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        pages=checked.pages,
        added_by=call.actor.user,
        added_at=call.at,
    )
    row.stored.save(checked.name, _as_file(checked.content), save=False)
    if checked.original is not None:
        row.original.save(checked.original.name or "", _as_file(checked.original), save=False)
    row.save(force_insert=True)
    return row


def _as_file(content: File[bytes]) -> File[bytes]:
    content.seek(0)
    return content
