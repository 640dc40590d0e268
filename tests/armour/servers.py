"""PostgreSQL and Redis of one test run: started once by the process that leads it, shared by its parallel workers."""

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Protocol

import pytest

from portal.embedded import database_url, redis_url
from portal.embedded.servers import embedded_servers

_running = contextlib.ExitStack()
_given = {name: os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}


class WorkerSpec(Protocol):
    """What pytest-xdist knows of a worker before it starts."""

    env: dict[str, str]


def is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def choose_addresses() -> None:
    """Put the run's folder and the addresses of its servers in the environment; workers inherit them.

    DATABASE_URL and REDIS_URL that are set already are left alone, and no server is started for them.
    """
    if is_worker():
        return
    folder = Path(tempfile.mkdtemp(prefix="mot-cua-test-"))
    os.environ["VAR_DIR"] = str(folder)
    os.environ.setdefault("DATABASE_URL", database_url(folder))
    os.environ.setdefault("REDIS_URL", redis_url(folder))


def redis_address(number: int) -> str:
    """Return the run's Redis address with another database number."""
    address = os.environ["REDIS_URL"]
    if address.startswith("unix:"):
        return re.sub(r"db=\d+", f"db={number}", address)
    base, _, first = address.rpartition("/")
    return f"{base}/{int(first or 0) + number - 1}"


def start(config: pytest.Config) -> None:
    """Start what was not given by address; workers and mere listings need nothing."""
    if is_worker() or config.option.collectonly or config.option.help:
        return
    wanted = {name: value is None for name, value in _given.items()}
    if any(wanted.values()):
        folder = Path(os.environ["VAR_DIR"])
        _running.enter_context(embedded_servers(folder, postgres=wanted["DATABASE_URL"], redis=wanted["REDIS_URL"], durable=False))


def stop(config: pytest.Config) -> None:
    if is_worker():
        return
    _running.close()
    shutil.rmtree(os.environ["VAR_DIR"], ignore_errors=True)
