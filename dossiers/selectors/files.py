"""Which files of a dossier somebody may open."""

from django.db.models import QuerySet

from dossiers.errors import DossierNotFound
from dossiers.models import Dossier, DossierFile
from dossiers.states import DossierState


def files_open_to(dossier: Dossier, *, is_office: bool) -> QuerySet[DossierFile]:
    """Return the files of a dossier that may be opened: an office sees all, a citizen a result only once it was handed over."""
    files = dossier.files.exclude(scan=DossierFile.Scan.INFECTED).order_by("pk")
    if is_office or dossier.state == DossierState.RETURNED:
        return files
    return files.exclude(purpose=DossierFile.Purpose.RESULT)


def open_file(dossier: Dossier, file_id: int, *, is_office: bool) -> DossierFile:
    """Return one of them.

    Raises DossierNotFound for any other.
    """
    file = files_open_to(dossier, is_office=is_office).filter(pk=file_id).first()
    if file is None:
        raise DossierNotFound
    return file
