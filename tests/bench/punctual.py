"""From the due instant to flag and notice, with real beat and workers that are killed at random."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count

from core import clock
from dossiers.models import Dossier, DossierEvent
from dossiers.states import Act
from notifications.models import Notice
from tests.bench.measuring import Row, at_most
from tests.bench.world import World

OPEN, FALL_DUE = 200_000, 4_000  # dossiers with a running clock, and those of them whose moment comes while we look
LEAD, SPREAD = 25, 120  # seconds until the first moment, and over which the moments lie
KILL_EVERY = 8.0  # seconds
LOOK_EVERY = 0.5
PATIENCE = 180
MOST_SECONDS = 60
WORKERS = 2

_OPEN = """
UPDATE dossiers_dossier SET state = 4, finished_at = NULL, returned_at = NULL, remaining_minutes = NULL, overdue_noted_at = NULL,
    due_soon_noted_at = now(), apology_noted_at = now(), due_at = now() + interval '5 days', next_act_by = now() + interval '5 days'
WHERE id = ANY(%s)
"""
_DUE = """
UPDATE dossiers_dossier SET due_at = %(from)s + random() * make_interval(secs => %(spread)s) WHERE id = ANY(%(ids)s)
"""


def rows(world: World) -> Iterator[Row]:
    count = min(OPEN, world.size // 2)
    known = Dossier.objects.exclude(batch="").filter(original_due_at__isnull=False)
    ids = list(known.order_by("?").values_list("pk", flat=True)[:count])
    falling = ids[: min(FALL_DUE, count // 10)]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [ids])
        world.settle()
        began = clock.now()
        cursor.execute(_DUE, {"from": clock.now() + timedelta(seconds=LEAD), "spread": SPREAD, "ids": falling})
    with ExitStack() as stack:
        chaos = _Chaos(stack)
        late = _seconds_late(falling, chaos)
        kills = chaos.kills
    yield at_most(f"due instant to flag and notice, p99, {kills} workers killed", count, late[int(len(late) * 0.99)], "s", MOST_SECONDS)
    yield Row("due instant to flag and notice, median", count, late[len(late) // 2], "s")
    yield at_most("dossiers past due that were missed", len(falling), len(falling) - len(late), "dossiers", 0)
    yield at_most("dossiers noted or told of more than once", len(falling), _doubles(falling, began), "dossiers", 0)


class _Chaos:
    """Workers of which one is killed now and then, and started again; beat lives on."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._dice = random.Random(4)  # noqa: S311  not a secret
        self.kills = 0
        self._start("beat", "--scheduler=celery.beat:Scheduler", "--pidfile=")
        self._workers = [self._worker() for _ in range(WORKERS)]
        self._next = time.monotonic() + KILL_EVERY

    def strike(self) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + KILL_EVERY
        victim = self._workers.pop(self._dice.randrange(len(self._workers)))
        os.killpg(victim.pid, signal.SIGKILL)
        victim.wait()
        self.kills += 1
        self._workers.append(self._worker())

    def _worker(self) -> "subprocess.Popen[bytes]":
        return self._start("worker", "--queues=clock,sending", "--concurrency=1", "--without-gossip", "--without-mingle")

    def _start(self, *command: str) -> "subprocess.Popen[bytes]":
        argv = [sys.executable, "-m", "celery", "-A", "portal", *command]
        process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        self._stack.callback(_end, process)
        return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _seconds_late(ids: list[int], chaos: _Chaos) -> list[float]:
    """Return how long after its moment each dossier was seen to be noted with its notice, in order; at most LOOK_EVERY too much."""
    until = time.monotonic() + LEAD + SPREAD + PATIENCE
    late: list[float] = []
    waiting = set(ids)
    while waiting and time.monotonic() < until:
        chaos.strike()
        time.sleep(LOOK_EVERY)
        seen, seen_at = _noted(waiting), clock.now()
        late += [(seen_at - due_at).total_seconds() for due_at in seen.values()]
        waiting -= set(seen)
    return sorted(late)


def _noted(waiting: set[int]) -> dict[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.due_at FROM dossiers_dossier d WHERE d.id = ANY(%s) AND d.overdue_noted_at IS NOT NULL AND EXISTS"
            " (SELECT 1 FROM notifications_notice n WHERE n.about_id = d.id AND n.kind = 'overdue_officer')",
            [list(waiting)],
        )
        return dict(cursor.fetchall())


def _doubles(ids: list[int], began: datetime) -> int:
    """Return how many dossiers have two events of being overdue since `began`, or two notices of it to one person."""
    events = DossierEvent.objects.filter(dossier__in=ids, act=Act.NOTE_OVERDUE, at__gte=began).order_by()
    twice = events.values("dossier").annotate(times=Count("pk")).filter(times__gt=1)
    notices = Notice.objects.filter(about_id__in=ids, kind="overdue_officer", created_at__gte=began).order_by()
    told_twice = notices.values("about_id", "recipient").annotate(times=Count("pk")).filter(times__gt=1)
    return len({row["dossier"] for row in twice} | {row["about_id"] for row in told_twice})
