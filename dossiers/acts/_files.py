"""Files of an act: their objects are stored before the dossier is locked, their rows are written inside."""

from core.clock import ZONE
from dossiers.actors import ActCall
from dossiers.models import Dossier, DossierFile
from dossiers.uploads import StoredFile


def folder_of(dossier_id: int, call: ActCall) -> str:
    """Return where objects of an act on a dossier go; nothing reads the path, it only spreads them."""
    return f"dossiers/{call.at.astimezone(ZONE):%Y}/{dossier_id}"


def write_file(
    dossier: Dossier, file: StoredFile, document_code: str, call: ActCall, *, purpose: str = DossierFile.Purpose.DOCUMENT
) -> DossierFile:
    """Write the row of a stored file."""
    return DossierFile.objects.create(
        cohort=dossier.cohort,
        dossier=dossier,
        purpose=purpose,
        document_code=document_code,
        added_by=call.actor.user,
        added_at=call.at,
        **file.columns(),
    )
