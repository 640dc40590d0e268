"""Replaying a past as one batch, and removing a batch again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from random import Random

from django.core.files.storage import default_storage
from django.db import connection, transaction

from communes.models import Commune
from core.clock import ZONE
from core.sealing import seal
from dossiers.models import Dossier, DossierEvent, DossierFile, Suspension
from dossiers.replay.arrivals import Arrival, arrivals
from dossiers.replay.lives import play
from dossiers.replay.numbers import Numbers
from dossiers.replay.office import Office, read_office
from dossiers.replay.rows import Rows, add_ids, add_rows, blank_dossier
from dossiers.replay.writing import copy_rows, reserve_ids

SEED = 20250701
BLOCK = 4_000  # dossiers one transaction writes: some seconds, some ten megabytes
PURGED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Past:
    """What to make up: `count` filings on `days` days from `first` on, seen from the beginning of `today`."""

    count: int
    days: int
    first: date
    today: date
    online_share: float
    seed: int = SEED


def replay(past: Past, *, progress: Callable[[int], None]) -> str:
    """Write a past and return the name of its batch; `progress` hears after each block how many dossiers are written.

    Blocks commit one by one, so that nobody waits long; one that fails leaves what came before it, under the batch's name.

    Raises:
        NothingToReplay, CalendarMissing.
    """
    office = read_office(past.seed, past.today)
    batch = _free_name(past)
    dice = Random(past.seed)  # noqa: S311  made-up data: the same seed makes the same past
    present = datetime.combine(past.today, time.min, ZONE)
    coming = arrivals(office, count=past.count, first=past.first, days=past.days, online_share=past.online_share, dice=dice)
    written = 0
    for block in _blocks(coming):
        _write(block, batch, office, present, dice)
        written += len(block)
        progress(written)
    return batch


def _free_name(past: Past) -> str:
    name = f"replay-{past.first:%Y%m%d}-{past.days}d-{past.count}"
    taken = set(Dossier.objects.filter(batch__startswith=name).values_list("batch", flat=True).distinct().order_by("batch"))
    candidates = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _blocks(coming: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    coming = iter(coming)
    while block := list(islice(coming, BLOCK)):
        yield block


def _write(block: Sequence[Arrival], batch: str, office: Office, present: datetime, dice: Random) -> None:
    lives = [play(arrival, blank_dossier(arrival, batch), present=present, dice=dice) for arrival in block]
    for life, dossier_id in zip(lives, reserve_ids(Dossier, len(lives)), strict=True):
        life.dossier.pk = dossier_id
    numbers = Numbers(lives)
    rows, sealed_nothing = Rows(), seal("{}")
    for life in lives:
        add_rows(rows, life, numbers, office, sealed_nothing=sealed_nothing, dice=dice)
    add_ids(rows, reserve_ids(DossierEvent, len(rows.events)), reserve_ids(Suspension, len(rows.suspensions)))
    with transaction.atomic():
        for table in rows.tables():
            copy_rows(table)
        _feed(rows)
        used = {arrival.receiving.commune.pk for arrival in block}
        Commune.objects.filter(pk__in=used, unit_code_used=False).update(unit_code_used=True)


def _feed(rows: Rows) -> None:
    """Ask the tallies to count these events, as every act does."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO dossiers_eventfeed (event_id) SELECT unnest(%s)", [[event.pk for event in rows.events]])


def purge(batch: str, *, before: Callable[[Sequence[int]], None], progress: Callable[[int], None]) -> int:
    """Remove every row of a batch, what was done with its dossiers since included, and return how many dossiers it had.

    `before` hears the ids in the transaction that removes them: sums elsewhere are put right there. Numbers stay taken.

    Source: docs/adr/0010-events-hash-chain.md
    """
    removed = 0
    while ids := list(Dossier.objects.filter(batch=batch).exclude(batch="").order_by("pk").values_list("pk", flat=True)[:PURGED_AT_ONCE]):
        with transaction.atomic():
            before(ids)
            _remove(ids, batch)
        removed += len(ids)
        progress(removed)
    return removed


# In the order in which rows hang on each other.
_REMOVALS = (
    "DELETE FROM dossiers_supplementitem WHERE suspension_id IN (SELECT id FROM dossiers_suspension WHERE dossier_id = ANY(%s))",
    "DELETE FROM dossiers_suspension WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_result WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_dossierfile WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_receivedpaper WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_dossierstep WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_declaration WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_dossierparty WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_extension WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_escalationtold WHERE escalation_id IN (SELECT id FROM dossiers_escalation WHERE dossier_id = ANY(%s))",
    "DELETE FROM dossiers_escalation WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_clockdifference WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_recordreading WHERE dossier_id = ANY(%s)",
    "DELETE FROM notifications_notice WHERE about_id = ANY(%s)",
    "DELETE FROM dossiers_eventfeed WHERE event_id IN (SELECT id FROM dossiers_dossierevent WHERE dossier_id = ANY(%s))",
    "DELETE FROM dossiers_eventnote WHERE event_id IN (SELECT id FROM dossiers_dossierevent WHERE dossier_id = ANY(%s))",
    "DELETE FROM dossiers_dossierevent WHERE dossier_id = ANY(%s)",
    "DELETE FROM dossiers_dossier WHERE id = ANY(%s)",
)


def _remove(ids: Sequence[int], batch: str) -> None:
    files = DossierFile.objects.filter(dossier__in=ids).order_by("pk").values_list("stored", "original")
    objects = [name for pair in files for name in pair if name]
    with connection.cursor() as cursor:
        # The database lets events go only for the batch that is named here, and only until commit.
        cursor.execute("SELECT set_config('portal.purging_batch', %s, true)", [batch])
        for removal in _REMOVALS:
            cursor.execute(removal, [list(ids)])
    transaction.on_commit(lambda: _remove_objects(objects))


def _remove_objects(names: Sequence[str]) -> None:
    for name in names:
        default_storage.delete(name)
