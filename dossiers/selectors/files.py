"""Which files of a dossier somebody may open."""

from django.db.models import QuerySet

from core.lookup import get_or_none
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier, DossierFile, Result
from dossiers.states import DossierState


def files_open_to(dossier: Dossier, *, is_office: bool) -> QuerySet[DossierFile]:
    """Return the files of a dossier that may be opened.

    An office sees all; a citizen a result only once it was handed over, and never one that was voided.
    """
    files = dossier.files.exclude(scan=DossierFile.Scan.INFECTED).order_by("pk")
    if is_office:
        return files
    if dossier.state != DossierState.RETURNED:
        return files.exclude(purpose=DossierFile.Purpose.RESULT)
    void = Result.objects.filter(dossier=dossier, voided_at__isnull=False, file__isnull=False)
    return files.exclude(pk__in=void.values("file"))


def open_file(dossier: Dossier, file_id: int, *, is_office: bool) -> DossierFile:
    """Return one of them.

    Raises DossierNotFound for any other.
    """
    file = get_or_none(files_open_to(dossier, is_office=is_office).filter(pk=file_id))
    if file is None:
        raise DossierNotFound
    return file
