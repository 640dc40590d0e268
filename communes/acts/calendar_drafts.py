"""A change of a calendar on its way: begun, saved, handed in, sent back, put aside, approved. Persons are given by id.

Who may do this for which calendar is for the door to say; here stands what two people must do.

Source: docs/legal/calendar.md#change
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from communes.acts.publish_calendar import publish_calendar
from communes.calendar_content import content_hash, read_calendar
from communes.errors import DraftChanged, DraftNotThere, NothingChanges, NotYourOwnCalendar, YearsDropped
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.plain_text import NOTE_LETTERS, SOURCE_LETTERS, text_fault
from communes.selectors import newest_revision, open_draft
from core.clock import ZONE
from core.errors import FieldErrors
from core.lookup import get_or_none

_Status = DraftStatus
SAVED_MEANWHILE = "Người khác vừa sửa bản này. Tải lại trang để xem, rồi sửa tiếp."
NOT_SEEN = "Không rõ bạn đã xem bản nào. Tải lại trang rồi làm tiếp."
OVERTAKEN = "Lịch đã có bản mới sau khi bắt đầu soạn. Bỏ bản soạn này và soạn lại từ bản mới."


@transaction.atomic
def begin_draft(commune_id: int | None, *, person_id: int, at: datetime) -> CalendarDraft:
    """Return the open draft of a calendar, or begin one from the revision in force; a commune without its own begins with the city's.

    Raises:
        CalendarMissing: there is no calendar to begin with.
    """
    base = newest_revision(commune_id)
    CalendarRevision.objects.select_for_update().get(pk=base.pk)  # of two who begin at once the second gets the first one's
    return open_draft(commune_id) or CalendarDraft.objects.create(
        commune_id=commune_id, base=base, content=base.content, prepared_by_id=person_id, prepared_at=at
    )


@transaction.atomic
def save_draft(draft_id: int, content: Mapping[str, Any], *, seen: str, person_id: int, at: datetime) -> CalendarDraft:
    """Keep a changed content; whoever saves has prepared it. `seen` is the `draft_stand` the change started from.

    Raises:
        InvalidCalendar: it cannot be used; nothing is kept.
        DraftChanged: somebody else saved meanwhile, or nobody knows what was seen.
        DraftNotThere: it is no longer being written.
    """
    draft = lock_draft(draft_id, _Status.DRAFT)
    _require_seen(draft, seen)
    read_calendar(content)
    draft.content = dict(content)
    draft.prepared_by_id, draft.prepared_at = person_id, at
    draft.editors = sorted({*draft.editors, person_id})
    draft.save(update_fields=["content", "prepared_by", "prepared_at", "editors"])
    return draft


@transaction.atomic
def hand_in_draft(draft_id: int, *, seen: str, source: str, note: str, person_id: int, at: datetime) -> CalendarDraft:
    """Ask for approval; `source` is the paper the change rests on, `seen` the `draft_stand` that was looked at.

    Raises:
        FieldErrors: no source, or a text that cannot be kept.
        DraftChanged: the draft, or the calendar in force, is another one than was looked at.
        InvalidCalendar, NothingChanges, YearsDropped, DraftNotThere.
    """
    draft = lock_draft(draft_id, _Status.DRAFT)
    _require_seen(draft, seen)
    source, note = source.strip(), note.strip()
    _require_texts(source=source, note=note)
    if not source:
        raise FieldErrors({"source": "Ghi căn cứ: số, ký hiệu, ngày của văn bản"})
    _require_useful(draft, at)
    draft.source, draft.note, draft.status = source, note, _Status.WAITING
    draft.prepared_by_id, draft.prepared_at, draft.decision_note = person_id, at, ""
    draft.editors = sorted({*draft.editors, person_id})
    draft.save(update_fields=["source", "note", "status", "prepared_by", "prepared_at", "decision_note", "editors"])
    return draft


@transaction.atomic
def send_back_draft(draft_id: int, *, note: str = "") -> CalendarDraft:
    """Open a draft that waits to be written on; whoever prepared it may do so too.

    Raises:
        FieldErrors: a note that cannot be kept.
        DraftNotThere: it does not wait.
    """
    _require_texts(note=note.strip())
    draft = lock_draft(draft_id, _Status.WAITING)
    draft.status, draft.decision_note = _Status.DRAFT, note.strip()
    draft.save(update_fields=["status", "decision_note"])
    return draft


@transaction.atomic
def discard_draft(draft_id: int) -> CalendarDraft:
    """Put a draft aside. Raises DraftNotThere."""
    draft = lock_draft(draft_id, _Status.DRAFT, _Status.WAITING)
    draft.status = _Status.DISCARDED
    draft.save(update_fields=["status"])
    return draft


@transaction.atomic
def approve_draft(draft_id: int, *, seen: str, person_id: int, approver: str, at: datetime) -> CalendarDraft:
    """Publish the draft as a new revision; from now on a worker applies it. Approving again what is being applied changes nothing.

    `approver` is the name and post to be written on the revision; `seen` is the `draft_stand` that was looked at.

    Raises:
        NotYourOwnCalendar: the person prepared or edited it.
        DraftChanged: the draft, or the calendar in force, is another one than was looked at.
        NothingChanges, YearsDropped, InvalidCalendar, DraftNotThere.
    """
    draft = lock_draft(draft_id, _Status.WAITING, _Status.APPLYING)
    require_other(draft, person_id)
    if draft.status == _Status.APPLYING:
        return draft
    _require_seen(draft, seen)
    _require_useful(draft, at)
    published = publish_calendar(
        draft.content, at=at, commune_id=draft.commune_id, source=draft.source, note=draft.note, approved_by=approver
    )
    draft.revision, draft.status = published.revision, _Status.APPLYING
    draft.decided_by_id, draft.decided_at = person_id, at
    draft.save(update_fields=["revision", "status", "decided_by", "decided_at"])
    return draft


@transaction.atomic
def restart_draft(draft_id: int) -> CalendarDraft:
    """Have an application that stopped at a fault go on: a worker takes it up again.

    Raises DraftNotThere: it is not being applied.
    """
    draft = lock_draft(draft_id, _Status.APPLYING)
    draft.error = ""
    draft.save(update_fields=["error"])
    return draft


def draft_stand(draft: CalendarDraft) -> str:
    """Return a hash of all that a person decides about: the content, the paper it rests on, the note."""
    return content_hash({"content": draft.content, "source": draft.source, "note": draft.note})


def require_other(draft: CalendarDraft, person_id: int) -> None:
    """Raise NotYourOwnCalendar for whoever prepared or edited the draft."""
    if person_id in prepared_by(draft):
        raise NotYourOwnCalendar("Người soạn hoặc sửa lịch không tự duyệt được. Nhờ một người khác xem và duyệt.")


def prepared_by(draft: CalendarDraft) -> Collection[int]:
    """Return the ids of all who wrote on a draft."""
    return {draft.prepared_by_id, *draft.editors}


def lock_draft(draft_id: int, *statuses: DraftStatus) -> CalendarDraft:
    """Return a draft under lock.

    Raises DraftNotThere where there is none or it is in none of `statuses`.
    """
    draft = get_or_none(CalendarDraft.objects.select_for_update(of=("self",)).select_related("base").filter(pk=draft_id))
    if draft is None or draft.status not in statuses:
        state = f": {draft.get_status_display().lower()}" if draft else ""
        raise DraftNotThere(f"Bản soạn này không còn làm việc đó được{state}.")
    return draft


def _require_seen(draft: CalendarDraft, seen: str) -> None:
    if not seen:
        raise DraftChanged(NOT_SEEN)
    if seen != draft_stand(draft):
        raise DraftChanged(SAVED_MEANWHILE)


def _require_texts(*, note: str, source: str = "") -> None:
    typed = (("source", "Căn cứ", text_fault(source, SOURCE_LETTERS)), ("note", "Ghi chú", text_fault(note, NOTE_LETTERS, breaks=True)))
    if errors := {name: f"{label} {fault}" for name, label, fault in typed if fault}:
        raise FieldErrors(errors)


def _require_useful(draft: CalendarDraft, at: datetime) -> None:
    """Check that the content can be used, says something new, started from the calendar in force, and keeps the years still needed."""
    read_calendar(draft.content)
    newest = newest_revision(draft.commune_id)
    if newest.pk != draft.base_id:
        raise DraftChanged(OVERTAKEN)
    gets_its_own = draft.commune_id is not None and newest.commune_id is None
    if content_hash(draft.content) == newest.content_hash and not gets_its_own:
        raise NothingChanges("Lịch này giống lịch đang dùng, không có gì để duyệt.")
    _require_years(draft.content, newest.content, at.astimezone(ZONE).year)


def _require_years(content: Mapping[str, Any], in_force: Mapping[str, Any], present: int) -> None:
    """Refuse to take away the present year or a later one: open dossiers have their moments there."""
    needed = range(max(present, in_force["first_year"]), in_force["last_year"] + 1)
    if dropped := [str(year) for year in needed if not content["first_year"] <= year <= content["last_year"]]:
        raise YearsDropped(f"Bản soạn bỏ mất năm {', '.join(dropped)}. Giữ năm nay và những năm sau đã có: hồ sơ có hạn trong đó.")
