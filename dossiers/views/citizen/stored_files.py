"""Sending a private file: pictures open in the browser, everything else is saved; nothing in it may run."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from dossiers.uploads import JPEG, PNG


def file_response(stored: FieldFile, name: str, content_type: str) -> FileResponse:
    """Return a stored file under the name people know it by; type as found by content, never guessed by the browser."""
    as_picture = content_type in {JPEG, PNG}
    response = FileResponse(stored.open("rb"), as_attachment=not as_picture, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
