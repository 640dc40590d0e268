"""The clock as it runs: real beat, real workers, one of them killed in the middle of its statement."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from dossiers.models import Dossier, DossierEvent
from dossiers.states import Act
from notifications.models import Notice
from tests.factories.dossiers import MONDAY_9H, Situations

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN_SECONDS = 90


@pytest.fixture
def celery(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Return a starter of Celery processes on this test's database; they end with the test."""
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    env = {**os.environ, "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    running: list[subprocess.Popen[bytes]] = []

    def start(*command: str) -> subprocess.Popen[bytes]:
        argv = [sys.executable, "-m", "celery", "-A", "portal", *command]
        with (tmp_path / f"{command[0]}-{len(running)}.log").open("wb") as log:
            running.append(subprocess.Popen(argv, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True))
        return running[-1]

    yield start
    for process in running:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


def worker(celery: Callable[..., subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    return celery("worker", "--queues=clock,sending", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")


def wait_until(is_so: Callable[[], bool], seconds: float = WITHIN_SECONDS) -> float:
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.2)
    return time.monotonic() - began


def noted() -> int:
    return DossierEvent.objects.filter(act=Act.NOTE_OVERDUE).count()


def sweeps_that_wait() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE query LIKE 'WITH claimed%%' AND wait_event_type = 'Lock'")
        return [row[0] for row in cursor.fetchall()]


def test_the_running_worker_flags_what_is_past_due_once(make: Situations, celery: Callable[..., subprocess.Popen[bytes]]) -> None:
    dossier = make.processing()  # due on 05/11/2026, which the clock of this machine may or may not have passed
    Dossier.objects.filter(pk=dossier.pk).update(due_at=MONDAY_9H.replace(year=2025), original_due_at=MONDAY_9H.replace(year=2025))
    worker(celery)
    worker(celery)
    celery("beat", "--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=INFO")

    wait_until(lambda: noted() == 1)
    time.sleep(16)  # one more beat, with two workers to take it

    assert noted() == 1
    assert Notice.objects.filter(about_id=dossier.pk, kind="overdue_officer").count() == 1
    assert Notice.objects.filter(about_id=dossier.pk, kind="overdue_citizen", channel="in_app").count() == 1


def test_a_worker_killed_in_the_middle_repeats_nothing(make: Situations, celery: Callable[..., subprocess.Popen[bytes]]) -> None:
    for _ in range(5):
        make.processing()
    past = MONDAY_9H.replace(year=2025)
    Dossier.objects.update(due_at=past, original_due_at=past)
    blocker = psycopg2.connect(**connection.get_connection_params())
    with blocker.cursor() as cursor:
        cursor.execute("LOCK TABLE dossiers_eventfeed IN SHARE MODE")  # the sweep waits here, its rows claimed, nothing committed

    victim = worker(celery)
    celery("beat", "--scheduler=celery.beat:Scheduler", "--pidfile=", "--loglevel=INFO")
    wait_until(lambda: bool(sweeps_that_wait()))
    end(victim)
    blocker.rollback()
    blocker.close()
    wait_until(lambda: not sweeps_that_wait())
    killed_with_nothing_written = noted() in {0, 5}  # all of a chunk or nothing of it
    worker(celery)
    wait_until(lambda: noted() == 5)

    assert killed_with_nothing_written
    assert Dossier.objects.filter(overdue_noted_at__isnull=False).count() == 5
    assert Notice.objects.filter(kind="overdue_officer").count() == 5
    assert Notice.objects.filter(kind="overdue_citizen", channel="in_app").count() == 5
