"""Apply a newly published calendar to the open dossiers it is for: chunk by chunk, each dossier once.

Source: docs/legal/calendar.md#apply
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID, uuid5

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from communes.models import CalendarDraft, DraftStatus
from communes.selectors import calendar_of_revision, drafts, units_of_calendar
from core.errors import DomainError
from core.locks import Busy, alone, waiting_briefly
from core.lookup import get_or_none
from dossiers.acts._calendar_rows import CHANGED_COLUMNS, Repinned, write_repinned
from dossiers.models import Dossier, DossierEvent
from dossiers.selectors.calendar_effect import COLUMNS, Counts, open_dossiers, with_clocks

log = logging.getLogger(__name__)

CHUNK = 2_000  # rows one transaction holds: a second at most
ROUNDS = 3  # waits for rows an officer holds, before they are left to the next run
FAILED_SHOWN = 200
RUN_SECONDS = 180.0  # within the time limit of a task
PASSING = (SoftTimeLimitExceeded, OperationalError, InterfaceError)  # out of time, a deadlock, a lost connection: not the draft's fault
_KEYS = UUID("5d6c64a8-8b0a-4c1b-9a8e-6a2f0d3c7e11")  # namespace of act keys: one a dossier and revision


@dataclass(frozen=True, slots=True)
class Outcome:
    """One chunk: the ids it was to take, and those somebody else held."""

    ids: Sequence[int]
    held: Sequence[int]


def apply_calendar(draft_id: int, *, now: datetime, seconds: float = RUN_SECONDS) -> bool:
    """Repin every open dossier of an approved calendar and move its moments; tell whether it is done.

    1. Take CHUNK dossiers in order of ids that are not pinned to the revision yet; rows an officer holds come at the end.
    2. Count their moments over the new calendar; `original_due_at` stays. One event a dossier, with old and new.
    3. Tell the people of those whose appointment moved while the clock runs.

    A chunk commits whole or not at all and marks its dossiers by the act key of the revision: killed at any moment and run
    again, each dossier is written once; of several workers one is at it. After `seconds`, or with rows held still, the rest
    is left to the next run. Dossiers that cannot be counted keep the calendar they have and are named on the draft.

    A fault that will come again is written on the draft, which then waits for a person; PASSING ones leave it to the next run.

    Source: docs/legal/calendar.md#apply
    """
    stop_at = monotonic() + seconds
    with alone(f"calendar draft {draft_id}") as is_alone:
        if not is_alone or not _begin(draft_id):
            return False
        try:
            held = _pass(draft_id, now, stop_at)
            for _ in range(ROUNDS):
                held = held and _again(draft_id, held, now, stop_at)
            return held is not None and not held and _end(draft_id)
        except PASSING:
            raise
        except Exception as error:
            log.exception("Calendar draft %s was not applied to its end.", draft_id)
            CalendarDraft.objects.filter(pk=draft_id, status=DraftStatus.APPLYING).update(error=_words(error))
            raise


def unfinished_drafts() -> list[int]:
    """Return the ids of approved calendars that are not applied to their end, oldest first: for the beat that picks up what a crash left."""
    unfinished = drafts().filter(status=DraftStatus.APPLYING, error="")
    return list(unfinished.order_by("decided_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _begin(draft_id: int) -> bool:
    """Note how many dossiers there are; False where there is nothing to apply."""
    draft = _locked(draft_id)
    if draft is None:
        return False
    written = int(draft.counts.get("written", 0))
    total = int(draft.counts.get("total", 0)) or _candidates(draft).count()
    draft.counts = {"moved": 0, "told": 0, **draft.counts, "written": written, "done": written, "total": total, "failed": 0}
    draft.failed, draft.error = [], ""
    draft.save(update_fields=["counts", "failed", "error"])
    return True


def _pass(draft_id: int, now: datetime, stop_at: float) -> list[int] | None:
    """Take every candidate once, in order of ids; return those somebody held, None where the time was too short for all."""
    last, held = 0, list[int]()
    while monotonic() < stop_at:
        outcome = _chunk(draft_id, now, after=last)
        if not outcome.ids:
            return held
        last = outcome.ids[-1]
        held += outcome.held
    return None


def _again(draft_id: int, held: Sequence[int], now: datetime, stop_at: float) -> list[int]:
    """Wait for rows that were held; return those that are held still, or for which there was no time."""
    left: list[int] = []
    for start in range(0, len(held), CHUNK):
        part = held[start : start + CHUNK]
        if monotonic() >= stop_at:
            return [*left, *held[start:]]
        try:
            _chunk(draft_id, now, only=part)
        except Busy:
            left += part
    return left


@transaction.atomic
def _chunk(draft_id: int, now: datetime, *, after: int = 0, only: Sequence[int] = ()) -> Outcome:
    """Write one chunk; with `only` wait for these rows.

    Raises Busy: a row is held for too long.
    """
    draft = _locked(draft_id)
    if draft is None:
        return Outcome((), ())
    candidates = _candidates(draft)
    ids = list(only) or list(candidates.filter(pk__gt=after).values_list("pk", flat=True)[:CHUNK])
    with waiting_briefly():
        rows = candidates.filter(pk__in=ids).only(*COLUMNS, *CHANGED_COLUMNS)
        locked = list(rows.select_for_update(no_key=True, skip_locked=not only))
    done_before = set(DossierEvent.objects.filter(dossier__in=ids, act_key=act_key(draft)).order_by().values_list("dossier_id", flat=True))
    _write(draft, [dossier for dossier in locked if dossier.pk not in done_before], now)
    taken = {dossier.pk for dossier in locked}
    return Outcome(ids, [] if only else [each for each in ids if each not in taken])


def _write(draft: CalendarDraft, dossiers: Sequence[Dossier], now: datetime) -> None:
    """Count and write dossiers that are locked, and how far the draft has come."""
    revision = draft.revision
    if revision is None:
        raise ValueError(f"{draft.pk} is applied without a revision")
    counts = Counts(calendar_of_revision(revision.pk), calendar_of_revision(draft.base_id))
    repinned, failed = [], []
    for clocked in with_clocks(dossiers):
        try:
            counted = counts.count(clocked)
        except DomainError as error:
            failed.append([clocked.dossier.code, error.message])
            continue
        if clocked.dossier.calendar_revision_id is not None or counted.moved(clocked):
            repinned.append(Repinned(clocked, counted))
    moved, told = write_repinned(repinned, revision, key=act_key(draft), now=now)
    steps = {"written": len(repinned), "done": len(dossiers), "moved": moved, "told": told, "failed": len(failed)}
    draft.counts = {**draft.counts, **{name: draft.counts.get(name, 0) + step for name, step in steps.items()}}
    draft.failed = [*draft.failed, *failed][:FAILED_SHOWN]
    draft.save(update_fields=["counts", "failed"])


@transaction.atomic
def _end(draft_id: int) -> bool:
    """Close the draft."""
    draft = _locked(draft_id)
    if draft is None:
        return False
    draft.status = DraftStatus.APPLIED
    draft.save(update_fields=["status"])
    return True


def act_key(draft: CalendarDraft) -> UUID:
    """Return the key by which a dossier's log knows that a revision was applied to it."""
    return uuid5(_KEYS, str(draft.revision_id))


def _locked(draft_id: int) -> CalendarDraft | None:
    """Return the draft under lock while it is being applied; None where it is not."""
    return get_or_none(CalendarDraft.objects.select_for_update(of=("self",)).filter(pk=draft_id, status=DraftStatus.APPLYING))


def _candidates(draft: CalendarDraft) -> QuerySet[Dossier]:
    """Return the open dossiers of the calendar that are pinned to an older revision, or to none yet."""
    older = Q(calendar_revision__isnull=True) | Q(calendar_revision__lt=draft.revision_id)
    return open_dossiers(units_of_draft(draft)).filter(older)


def units_of_draft(draft: CalendarDraft) -> list[int]:
    """Return the ids of the communes whose dossiers a draft moves."""
    return units_of_calendar(draft.commune_id)


def _words(error: Exception) -> str:
    return error.message if isinstance(error, DomainError) else f"Lỗi hệ thống ({type(error).__name__}). Đã ghi nhật ký máy chủ."
