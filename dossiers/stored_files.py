"""Sending a private file: pictures open in the browser, at the desk PDFs too, all else is saved; nothing in it may run."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from dossiers.models import Dossier
from dossiers.selectors.files import open_file
from dossiers.uploads import JPEG, PDF, PNG

PICTURES = frozenset({JPEG, PNG})
READ_AT_THE_DESK = PICTURES | {PDF}  # an upload with scripts or attached files was refused; officers read scans all day


def file_of_dossier(dossier: Dossier, file_id: int, *, is_office: bool, download: bool = False) -> FileResponse:
    """Return a file of a dossier that the caller may see; `download` saves whatever it is.

    Raises DossierNotFound: it has no such file, or not for this caller; a file with malware is for nobody.
    """
    file = open_file(dossier, file_id, is_office=is_office)
    opens = frozenset() if download else READ_AT_THE_DESK if is_office else PICTURES
    return file_response(file.stored, file.name, file.content_type, opens=opens)


def file_response(stored: FieldFile, name: str, content_type: str, *, opens: frozenset[str] = PICTURES) -> FileResponse:
    """Return a stored file under the name people know it by; type as found by content, never guessed by the browser."""
    response = FileResponse(stored.open("rb"), as_attachment=content_type not in opens, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
