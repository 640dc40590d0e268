"""The clock as it runs: a real beat and two workers on servers of their own, each killed in the middle of a sweep."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from core import clock
from dossiers.log_check import check_log
from dossiers.models import Dossier, DossierEvent, DossierStep
from dossiers.sweeps import APOLOGY_DUE, DUE_SOON, ORDERS, OVERDUE, RESPONSE_OVERDUE, STEP_OVERDUE, SUPPLEMENT_EXPIRED, Sweep
from notifications.models import Notice
from portal.embedded import database_url, redis_url
from portal.embedded.children import Surroundings, make_end, start_child
from portal.embedded.install import postgres_install
from portal.embedded.postgres import Cluster, start_postgres
from portal.embedded.redis_server import start_redis
from portal.embedded.servers import EmbeddedServers, embedded_servers
from portal.env import database_settings
from tests.dossiers.sweeps.conftest import copies
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, Situations

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN_SECONDS = 90  # of a machine that has other tests to run
EACH = 3  # dossiers of every kind in a round
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CELERY = (sys.executable, "-m", "celery", "-A")
WORKER = (*CELERY, "portal", "worker", "--queues=clock,sending", "--concurrency=1", "--without-gossip", "--without-mingle")
COMMANDS = {
    "worker": (*WORKER, "--hostname=one@%h"),
    "other worker": (*WORKER, "--hostname=other@%h"),
    "beat": (*CELERY, "tests.dossiers.quick_beat", "beat", "--scheduler=celery.beat:Scheduler", "--pidfile="),
}


@dataclass
class City:
    """Servers, workers and beat that can be killed and started again one by one."""

    cluster: Cluster
    servers: EmbeddedServers
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        if name in COMMANDS:
            env = {**os.environ, "DATABASE_URL": database_url(self.cluster.var_dir), "REDIS_URL": redis_url(self.cluster.var_dir)}
            log = self.cluster.var_dir / "log" / f"{name}.log"
            self.running[name] = start_child(COMMANDS[name], Surroundings(cwd=settings.BASE_DIR, env=env, log=log))
        else:
            starter = start_postgres if name == "postgres" else start_redis
            self.servers.children[name] = starter(self.cluster, self.servers.lock)

    def kill(self, name: str) -> None:
        """Kill one process without a word, and wait until what hung on it is gone."""
        hanging = backends() if name == "postgres" else []
        victim = self.running[name] if name in COMMANDS else self.servers.children[name]
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait(10)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in hanging))
        if name == "postgres":
            connection.close()


@pytest.fixture
def city(tmp_path: Path, transactional_db: None) -> Iterator[City]:
    """Run own servers with the schema of this test's database, lead the test to them, and start workers and beat."""
    known = dict(connection.settings_dict)
    cluster = Cluster(tmp_path)
    with embedded_servers(tmp_path) as servers:
        place = City(cluster, servers)
        copy_schema(known, database_url(tmp_path))
        connection.close()
        connection.settings_dict.update(database_settings(database_url(tmp_path)))
        try:
            yield place
        finally:
            for process in place.running.values():
                make_end(process, 0)
            connection.close()
            connection.settings_dict.update(known)


def copy_schema(known: dict[str, object], to: str) -> None:
    """Copy a database as the migrations left it: much cheaper than to migrate again."""
    tools = postgres_install() / "bin"
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    source = {name: str(known[key]) for name, key in given.items() if known[key]}
    target = {name: str(database_settings(to)[key]) for name, key in given.items() if database_settings(to)[key]}
    dump = subprocess.run([tools / "pg_dump", "--no-owner"], env={**os.environ, **source}, capture_output=True, check=True)
    subprocess.run(
        [tools / "psql", "-q", "-v", "ON_ERROR_STOP=1"], env={**os.environ, **target}, input=dump.stdout, capture_output=True, check=True
    )


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def backends(condition: str = "true") -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND {condition}")  # noqa: S608  ours
        return [row[0] for row in cursor.fetchall()]


def sweeps_that_wait() -> list[int]:
    return backends("query LIKE 'WITH claimed%%' AND wait_event_type = 'Lock'")


@contextlib.contextmanager
def sweeps_held() -> Iterator[None]:
    """Let every sweep stand still in the middle of its statement: rows claimed, nothing committed."""
    holder = psycopg2.connect(**connection.get_connection_params())
    try:
        with holder.cursor() as cursor:
            cursor.execute("LOCK TABLE dossiers_eventfeed IN SHARE MODE")
        yield
    finally:
        holder.close()


class Dossiers:
    """Rows for every order; each round adds EACH of a kind, their moments an hour past."""

    def __init__(self) -> None:
        CalendarRevisionFactory()
        make = Situations(Office.make())
        self.patterns = {RESPONSE_OVERDUE: make.submitted(), SUPPLEMENT_EXPIRED: make.awaiting_supplement()}
        running = make.processing()
        self.patterns |= dict.fromkeys((OVERDUE, STEP_OVERDUE, APOLOGY_DUE, DUE_SOON), running)
        self.added: dict[Sweep, list[int]] = {order: [] for order in ORDERS}
        far = clock.now() + 30 * DAY
        Dossier.objects.update(
            due_at=far, original_due_at=far, due_soon_at=far, apology_due_at=far, response_due_at=far, supplement_due_at=far
        )
        DossierStep.objects.update(due_at=far)

    def add_round(self) -> None:
        past = clock.now() - HOUR
        for order, pattern in self.patterns.items():
            rows = [row.pk for row in copies(pattern, EACH)]
            Dossier.objects.filter(pk__in=rows).update(received_at=past - DAY)
            if order.of_steps:
                DossierStep.objects.bulk_create(self.step_of(pk, past) for pk in rows)
            else:
                Dossier.objects.filter(pk__in=rows).update(**{order.due_column: past})
            self.added[order] += rows

    def step_of(self, dossier_id: int, due_at: datetime) -> DossierStep:
        step = self.patterns[STEP_OVERDUE].steps.get(finished_at__isnull=True)
        step.pk, step.dossier_id, step.due_at = None, dossier_id, due_at
        return step

    def all_noted(self) -> bool:
        return DossierEvent.objects.filter(act__startswith="note_").count() >= sum(map(len, self.added.values()))

    def require_once_each(self) -> None:
        """Check that every dossier has one flag, one event in a whole chain, and was told of once."""
        for order, rows in self.added.items():
            events = Counter(DossierEvent.objects.filter(act=order.act).order_by("pk").values_list("dossier", flat=True))
            assert events == Counter(rows), order.act
            table = DossierStep.objects.filter(dossier__in=rows) if order.of_steps else Dossier.objects.filter(pk__in=rows)
            assert not table.filter(**{order.noted_column: None}).exists(), order.act
            told = Notice.objects.filter(kind=order.tells_officer).order_by("pk")
            if order.warns:
                counted = Counter[int]()
                for recipient, count in told.values_list("recipient", "data__count"):
                    counted[recipient] += int(count)
            else:
                counted = Counter(told.values_list("recipient", flat=True))
            assert set(counted.values()) == {len(rows)}, order.act
        assert not [fault for portion in check_log() for fault in portion.faults]


def test_whichever_process_is_killed_in_the_middle_every_dossier_is_noted_once(city: City) -> None:
    dossiers = Dossiers()
    for name in COMMANDS:
        city.start(name)

    for victim, held in (("worker", 2), ("beat", 1), ("redis", 1), ("postgres", 1)):
        with sweeps_held():
            dossiers.add_round()
            wait_until(lambda held=held: len(sweeps_that_wait()) >= held)
            city.kill(victim)
        if victim != "worker":  # the other one finishes alone what both had begun
            city.start(victim)
        wait_until(dossiers.all_noted)
        dossiers.require_once_each()

    dossiers.add_round()  # and all of them work on
    wait_until(dossiers.all_noted)
    dossiers.require_once_each()
