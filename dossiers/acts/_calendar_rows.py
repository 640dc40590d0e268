"""Writing a chunk of dossiers under a new calendar: rows, stops, steps, chained events and notices, a statement each."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction

from communes.models import CalendarRevision
from dossiers.actors import SYSTEM, ActCall
from dossiers.acts._clock import NOTED_COLUMNS, forget_noted
from dossiers.acts._shared import new_event, next_act_by
from dossiers.calendar_moments import MOMENTS, PROMISES, Clocked, Counted
from dossiers.chain import payload_digest
from dossiers.models import Dossier, DossierEvent, DossierParty, DossierStep, EventFeed, EventNote, Suspension
from dossiers.replay.writing import copy_rows, reserve_ids
from dossiers.states import CLOCK_RUNNING, Act, DossierState
from dossiers.telling import moment_words, short_link
from notifications.models import Channel, Notice, Status
from notifications.service import NoticeKind, kick_outbox

CHANGED_COLUMNS = (
    *MOMENTS,
    *NOTED_COLUMNS,
    "response_noted_at",
    "supplement_noted_at",
    "calendar_revision",
    "next_act_by",
    "version",
    "last_seq",
    "last_hash",
)


@dataclass(frozen=True, slots=True)
class Repinned:
    """A locked dossier and what the new calendar gives for it."""

    clocked: Clocked
    counted: Counted

    @property
    def dossier(self) -> Dossier:
        return self.clocked.dossier

    @property
    def moved(self) -> dict[str, tuple[Any, Any]]:
        return self.counted.moved(self.clocked)


def write_repinned(rows: Sequence[Repinned], revision: CalendarRevision, *, key: UUID, now: datetime) -> tuple[int, int]:
    """Write a chunk; return how many dossiers moved and how many notices were queued. The dossiers are locked, in a transaction."""
    moves = {each.dossier.pk: each.moved for each in rows}
    notes = {pk: _note(revision, moved) for pk, moved in moves.items()}
    notices = _notices(rows, moves, key, now)
    for each in rows:
        _place(each, moves[each.dossier.pk], revision)
    _write_events([_event(each.dossier, notes[each.dossier.pk], key, now) for each in rows], notes, revision)
    update_rows(Dossier, [each.dossier for each in rows], CHANGED_COLUMNS)
    update_rows(Suspension, [stop for each in rows for stop in _stops(each)], ("remaining_minutes", "answer_by"))
    update_rows(DossierStep, [step for each in rows if (step := _step(each)) is not None], ("due_at", "overdue_noted_at"))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if any(notice.channel != Channel.IN_APP for notice in notices):
        transaction.on_commit(kick_outbox)
    return sum(any(name in moved for name in PROMISES) for moved in moves.values()), len(notices)


def _place(row: Repinned, moved: Mapping[str, object], revision: CalendarRevision) -> None:
    """Set the columns of the dossier; what was noted once for a moment that moved is forgotten."""
    dossier = row.dossier
    for column, value in row.counted.columns.items():
        setattr(dossier, column, value)
    if dossier.calendar_revision_id is not None:
        dossier.calendar_revision_id = revision.pk
    if "due_at" in moved:
        forget_noted(dossier)
    if "due_soon_at" in moved:
        dossier.due_soon_noted_at = None
    if not moved.keys().isdisjoint({"due_at", "apology_due_at"}):
        dossier.apology_noted_at = row.clocked.letter_issued_at  # one letter a dossier: no second one is drafted
    if "response_due_at" in moved:
        dossier.response_noted_at = None
    if "supplement_due_at" in moved:
        dossier.supplement_noted_at = None
    dossier.next_act_by = next_act_by(dossier)
    dossier.version += 1


def _stops(row: Repinned) -> Iterable[Suspension]:
    for stop in row.clocked.stops:
        left, until = row.counted.left.get(stop.pk, stop.remaining_minutes), row.counted.answer_by.get(stop.pk, stop.answer_by)
        if (left, until) != (stop.remaining_minutes, stop.answer_by):
            stop.remaining_minutes, stop.answer_by = left, until
            yield stop


def _step(row: Repinned) -> DossierStep | None:
    step = row.clocked.step
    if step is None or step.due_at == row.counted.step_due_at or row.counted.step_due_at is None:
        return None
    step.due_at, step.overdue_noted_at = row.counted.step_due_at, None
    return step


def _note(revision: CalendarRevision, moved: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    shown = {name: [_plain(old), _plain(new)] for name, (old, new) in moved.items()}
    return {"revision": revision.pk, "approved_by": revision.approved_by, "moved": shown}


def _plain(value: datetime | int | None) -> str | int | None:
    return value.isoformat() if isinstance(value, datetime) else value


def _event(dossier: Dossier, note: Mapping[str, Any], key: UUID, now: datetime) -> DossierEvent:
    state = DossierState(dossier.state)
    return new_event(dossier, Act.APPLY_CALENDAR, ActCall(SYSTEM, now, key), state, payload_digest(note))


def _write_events(events: Sequence[DossierEvent], notes: Mapping[int, Mapping[str, Any]], revision: CalendarRevision) -> None:
    reason = f"{revision}. Căn cứ: {revision.source}" if revision.source else str(revision)
    for event, event_id in zip(events, reserve_ids(DossierEvent, len(events)), strict=True):
        event.pk = event_id
    copy_rows(events)
    EventFeed.objects.bulk_create(EventFeed(event_id=event.pk) for event in events)
    written = [json.dumps(notes[event.dossier_id], ensure_ascii=False) for event in events]
    copy_rows([EventNote(event_id=event.pk, reason=reason, data=data) for event, data in zip(events, written, strict=True)])


def update_rows(model: type[models.Model], rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """Write columns of many rows in one statement."""
    if not rows:
        return
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in columns]
    quote = connection.ops.quote_name
    sets = ", ".join(f'"{field.column}" = n.c{number}' for number, field in enumerate(fields))
    names = ", ".join(f"c{number}" for number in range(len(fields)))
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    values = [[getattr(row, field.attname) for row in rows] for field in fields]
    # Only names of our own tables and columns stand in the statement.
    statement = f"UPDATE {quote(model._meta.db_table)} t SET {sets} FROM unnest(%s::bigint[], {arrays}) AS n(id, {names}) WHERE t.id = n.id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.pk for row in rows], *values])


def _notices(rows: Sequence[Repinned], moves: Mapping[int, Mapping[str, tuple[Any, Any]]], key: UUID, now: datetime) -> list[Notice]:
    """Return what the people of a dossier are told whose appointment moves while its clock runs. One query for the people."""
    told = {each.dossier.pk: each.dossier for each in rows if "due_at" in moves[each.dossier.pk] and each.dossier.state in CLOCK_RUNNING}
    parties = DossierParty.objects.filter(dossier__in=told).order_by("dossier", "role")
    notices: dict[str, Notice] = {}
    for party in parties:
        dossier, (old, new) = told[party.dossier_id], moves[party.dossier_id]["due_at"]
        data = {
            "code": dossier.code,
            "due": moment_words(new),
            "old_due": moment_words(old),
            "link": short_link(dossier),
            "hotline": settings.HOTLINE,
        }
        for channel, whom, address in _addresses(party):
            notice = _notice(dossier, channel, whom, address, data, key, now)
            notices.setdefault(notice.dedupe, notice)
    return list(notices.values())


def _addresses(party: DossierParty) -> Iterable[tuple[Channel, str, bytes | int]]:
    """Yield channel, word for the dedupe key, and the sealed address or the account: nobody is told twice at one address."""
    if party.user_id is not None:
        yield Channel.IN_APP, f"u{party.user_id}", party.user_id
    if party.phone_cipher is not None:
        yield Channel.SMS, bytes(party.phone_hash or b"").hex()[:24], bytes(party.phone_cipher)
    if party.email_cipher is not None:
        yield Channel.EMAIL, bytes(party.email_hash or b"").hex()[:24] or party.role, bytes(party.email_cipher)


def _notice(
    dossier: Dossier, channel: Channel, whom: str, address: bytes | int, data: Mapping[str, str], key: UUID, now: datetime
) -> Notice:
    in_app = isinstance(address, int)
    return Notice(
        dedupe=f"{NoticeKind.DATE_CHANGED}:{dossier.pk}:{key.hex}:{channel}:{whom}",
        kind=NoticeKind.DATE_CHANGED,
        channel=channel,
        recipient_id=address if isinstance(address, int) else None,
        address_sealed=address if isinstance(address, bytes) else None,
        about_id=dossier.pk,
        about_code=dossier.code,
        data=dict(data),
        status=Status.SENT if in_app else Status.PENDING,
        next_try_at=now,
        created_at=now,
        sent_at=now if in_app else None,
    )
