"""Real Celery workers on the test's own database and Redis, for tests that kill and count them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

from portal.embedded.children import Surroundings, ask_to_end, make_end, start_child

StartWorker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[StartWorker]:
    """Return a function that starts one more worker of both queues; all of them end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        argv = ["-m", "celery", "-A", "portal", "worker", "--queues=clock,sending", "--concurrency=1", "--prefetch-multiplier=1"]
        argv += ["--without-gossip", "--without-mingle", "--loglevel=WARNING", f"--hostname=w{len(started)}@%h"]
        worker = start_child([sys.executable, *argv], Surroundings(cwd=settings.BASE_DIR, env=_environment()))
        started.append(worker)
        return worker

    yield start
    for worker in started:
        ask_to_end(worker)
        make_end(worker, 5)


def _environment() -> dict[str, str]:
    """Return the environment that leads a process to this test's clone and Redis database."""
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return {**os.environ, "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "REDIS_URL": settings.REDIS_URL}
