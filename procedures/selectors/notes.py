"""The handbook of officers."""

from core.lookup import get_or_none
from procedures.models import GuidanceNote


def notes_of(procedure_id: int) -> list[GuidanceNote]:
    """Return the notes on a procedure in the order written, with their authors. One query."""
    return list(GuidanceNote.objects.filter(procedure=procedure_id).select_related("written_by").order_by("pk"))


def find_note(code: str, note_id: int) -> GuidanceNote | None:
    """Return one note of a procedure."""
    return get_or_none(GuidanceNote.objects.filter(pk=note_id, procedure__code=code).select_related("written_by"))
