"""Sổ tay nghiệp vụ: an editor adds, changes, removes a note for officers. Nothing a citizen sees moves."""

from datetime import datetime
from http import HTTPStatus

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import DomainError
from core.lookup import get_or_none
from procedures.models import GuidanceNote


class NoteMoved(DomainError):
    """Somebody else changed or removed the note meanwhile."""

    code = "note-moved"
    http_status = HTTPStatus.CONFLICT


@transaction.atomic
def add_note(procedure_id: int, editor: User, *, text: str, source: str) -> GuidanceNote:
    """Write a note; a second press of the same editor with the same text answers the first."""
    known = GuidanceNote.objects.filter(procedure=procedure_id, written_by=editor, text=text).order_by("pk").first()
    if known is not None:
        return known
    return GuidanceNote.objects.create(procedure_id=procedure_id, text=text, source=source, written_by=editor, written_at=clock.now())


@transaction.atomic
def edit_note(note_id: int, editor: User, *, text: str, source: str, seen_at: datetime | None) -> GuidanceNote:
    """Change a note that is still the one seen; it then bears this editor's name and the present moment.

    `seen_at` is when the note seen was written; None, nobody said which was seen, is never the present one.

    Raises:
        NoteMoved: it is gone, or was changed after `seen_at`.
    """
    note = _locked(note_id)
    if note.written_at != seen_at:
        raise NoteMoved(f"{_name(note.written_by)} vừa sửa ghi chú này. Xem bản mới rồi sửa lại; nội dung bạn gõ còn nguyên.")
    note.text, note.source, note.written_by, note.written_at = text, source, editor, clock.now()
    note.save(update_fields=["text", "source", "written_by", "written_at"])
    return note


@transaction.atomic
def remove_note(note_id: int) -> None:
    """Remove a note. Raises: NoteMoved if it is gone already."""
    _locked(note_id).delete()


def _locked(note_id: int) -> GuidanceNote:
    note = get_or_none(GuidanceNote.objects.select_for_update(of=("self",)).select_related("written_by").filter(pk=note_id))
    if note is None:
        raise NoteMoved("Ghi chú này đã được xóa.")
    return note


def _name(person: User) -> str:
    return person.full_name or person.username
