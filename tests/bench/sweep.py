"""The sweeps: against plain SQL that writes the same rows, with nothing to do, and beside a desk that goes on receiving."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Membership
from accounts.permissions import Post
from core import clock
from dossiers.actors import ActCall, officer
from dossiers.acts.receive import receive_at_counter
from dossiers.models import Dossier, DossierEvent, EventFeed
from dossiers.sweeps import OVERDUE, note_all, note_due
from notifications.models import Notice
from tests.bench.measuring import Row, at_most, best_ms, ratio_at_most, seconds
from tests.bench.world import World
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

MOST = 100_000
MOST_RATIO = 1.5
MOST_EMPTY_MS = 20
MOST_MEMORY_MB = 200
MOST_SLOWER = 2
RECEPTIONS = 100  # while nothing else goes on
PERCENTILE = 95

_MAKE_DUE = """
UPDATE dossiers_dossier SET state = 4, finished_at = NULL, returned_at = NULL, remaining_minutes = NULL, overdue_noted_at = NULL,
    due_at = now() - interval '1 hour', next_act_by = now() - interval '1 hour'
WHERE id = ANY(%s)
"""

_PLAIN = (
    """
    UPDATE dossiers_dossier SET overdue_noted_at = %(now)s, last_seq = last_seq + 1, last_hash = %(hash)s
    WHERE id = ANY(%(ids)s)
    """,
    """
    INSERT INTO dossiers_dossierevent (cohort, dossier_id, seq, at, act, actor_id, post, unit_id, from_state, to_state, act_key,
        artefact, payload_sha256, prev_hash, hash)
    SELECT cohort, id, last_seq, %(now)s, 'note_overdue', NULL, 'system', NULL, state, state, NULL, '', %(hash)s, %(hash)s, %(hash)s
    FROM dossiers_dossier WHERE id = ANY(%(ids)s)
    """,
    """
    INSERT INTO dossiers_eventfeed (event_id)
    SELECT id FROM dossiers_dossierevent WHERE dossier_id = ANY(%(ids)s) AND at = %(now)s AND act = 'note_overdue'
    """,
    """
    INSERT INTO notifications_notice (dedupe, kind, channel, recipient_id, address_sealed, about_id, about_code, data, status,
        next_try_at, attempts, last_error, created_at, sent_at)
    SELECT 'bench:' || d.id || ':in_app', 'overdue_officer', 'in_app', coalesce(d.assignee_id, m.user_id), NULL, d.id, d.code,
        jsonb_build_object('code', d.code, 'due', to_char(d.due_at, 'HH24:MI DD/MM/YYYY'), 'link', d.link_key, 'hotline', '1900 1009'),
        'sent', %(now)s, 0, '', %(now)s, %(now)s
    FROM dossiers_dossier d
    JOIN accounts_membership m ON m.commune_id = d.receiving_unit_id AND m.post = 'desk_officer' WHERE d.id = ANY(%(ids)s)
    """,
)

# A process as fresh as a worker, that sweeps when it is told to and says how many rows, and how many MB it grew by.
_SWEEPER = """
import json, resource, sys
import django
django.setup()
from core import clock
from dossiers.sweeps import note_all, orders_waiting
orders_waiting(clock.now())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("ready", flush=True)
sys.stdin.readline()
noted = sum(iter(lambda: note_all(now=clock.now()), 0))
print(json.dumps([noted, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]), flush=True)
"""


def rows(world: World) -> Iterator[Row]:
    count = min(MOST, world.size // 4)
    received = Dossier.objects.exclude(batch="").filter(original_due_at__isnull=False).order_by("?")
    ids = list(received.values_list("pk", flat=True)[: 3 * count])
    theirs, ours, beside = ids[:count], ids[count : 2 * count], ids[2 * count :]
    while note_all(now=clock.now()):  # what is due by itself is not measured
        pass
    world.settle()
    now = clock.now()
    yield at_most("sweep of all orders with nothing to do", world.size, best_ms(lambda: note_all(now=now)), "ms", MOST_EMPTY_MS)
    baseline, written_plainly = _timed(world, theirs, lambda: _plainly(theirs))
    took, written = _timed(world, ours, lambda: note_due(OVERDUE, now=clock.now()))
    if written != written_plainly:
        raise AssertionError(f"the sweep wrote {written}, plain SQL {written_plainly}")
    yield ratio_at_most("overdue sweep with events and notices, against plain SQL", len(ours), took, "s", baseline, MOST_RATIO)
    yield from _beside_a_desk(world, beside)


def _timed(world: World, ids: list[int], run: object) -> tuple[float, dict[str, int]]:
    """Make these dossiers due, run, and return the seconds it took and the rows it wrote."""
    _make_due(world, ids)
    before = _counts()
    started = perf_counter()
    run()  # type: ignore[operator]
    took = perf_counter() - started
    return took, {name: count - before[name] for name, count in _counts().items()}


def _make_due(world: World, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_DUE, [ids])
    world.settle()


def _counts() -> dict[str, int]:
    return {
        "flags": Dossier.objects.filter(overdue_noted_at__isnull=False).count(),
        "events": DossierEvent.objects.count(),
        "feed": EventFeed.objects.count(),
        "notices": Notice.objects.count(),
    }


def _plainly(ids: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _PLAIN:
            cursor.execute(statement, {"ids": ids, "now": clock.now(), "hash": bytes(32)} | {"now": _moment(cursor)})


def _moment(cursor: object) -> object:
    cursor.execute("SELECT transaction_timestamp()")  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]


def _beside_a_desk(world: World, ids: list[int]) -> Iterator[Row]:
    """Sweep in a process of its own while a desk receives, and compare with receiving alone."""
    desk = Membership.objects.select_related("user").filter(post=Post.DESK_OFFICER, commune=world.largest).order_by("pk")[0]
    filing = Situations(Office(world.largest), version=ProcedureVersionFactory(papers=0)).counter_filing()

    def reception() -> float:
        return seconds(lambda: receive_at_counter(filing, call=ActCall(officer(desk)))) * 1000

    _make_due(world, ids)
    with _sweeper() as sweeper:
        idle = [reception() for _ in range(RECEPTIONS)]
        _say_go(sweeper)
        busy = [reception()]
        while sweeper.poll() is None:
            busy.append(reception())
        noted, grew_by_mb = json.loads(sweeper.stdout.readline())  # type: ignore[union-attr]
    if noted < len(ids):
        raise AssertionError(f"the sweeper noted {noted} of {len(ids)}")
    yield at_most("overdue sweep, growth of the process", len(ids), grew_by_mb, "MB", MOST_MEMORY_MB)
    yield ratio_at_most("p95 of a reception while a sweep runs, against idle", len(busy), _p95(busy), "ms", _p95(idle), MOST_SLOWER)


@contextmanager
def _sweeper() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", _SWEEPER]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sweeper:
        try:
            sweeper.stdout.readline()  # type: ignore[union-attr]
            yield sweeper
        finally:
            sweeper.kill()


def _say_go(sweeper: "subprocess.Popen[str]") -> None:
    sweeper.stdin.write("\n")  # type: ignore[union-attr]
    sweeper.stdin.flush()  # type: ignore[union-attr]


def _p95(measured: list[float]) -> float:
    return quantiles(measured, n=100, method="inclusive")[PERCENTILE - 1] if len(measured) > 1 else measured[0]
