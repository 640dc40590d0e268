"""Processes of the platform under test, started in folders of their own and never left behind."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal.embedded.addresses import runtime_folder

KEEP_RUNNING = """
import json, sys, types
from importlib.util import find_spec
from pathlib import Path
portal = types.ModuleType("portal")  # without the Celery application, which takes half a second to load
portal.__path__ = find_spec("portal").submodule_search_locations
sys.modules["portal"] = portal
from portal.embedded.errors import EmbeddedError
from portal.embedded.servers import embedded_servers
try:
    with embedded_servers(Path(sys.argv[1]), durable=False) as servers:
        print(json.dumps({name: child.pid for name, child in servers.children.items()}), flush=True)
        sys.stdin.read()
except EmbeddedError as error:
    sys.exit(str(error))
"""


class Holder:
    """A process that runs the embedded servers of a folder until it is told to end."""

    def __init__(self, var_dir: Path, *, python: str = sys.executable, **options: Any) -> None:
        options.setdefault("env", {**os.environ, "PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"})
        options.setdefault("cwd", settings.BASE_DIR)
        self.process = subprocess.Popen(
            [python, "-c", KEEP_RUNNING, str(var_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        line = self.process.stdout.readline()
        self.pids: dict[str, int] = json.loads(line) if line else {}

    def end(self) -> str:
        """Let it stop its servers; return what it said on stderr."""
        return self.process.communicate()[1]

    def close(self) -> None:
        """Let go of the pipes of a process that has ended."""
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                stream.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    """Return a function that starts a Holder; all of them end with the test."""
    started: list[tuple[Path, Holder]] = []

    def start(var_dir: Path, **options: Any) -> Holder:
        holder = Holder(var_dir, **options)
        started.append((var_dir, holder))
        return holder

    yield start
    for var_dir, holder in started:
        if holder.process.poll() is None:
            holder.end()
        holder.close()
        shutil.rmtree(runtime_folder(var_dir), ignore_errors=True)


def wait_until_all_left(var_dir: Path, seconds: float = 15) -> bool:
    """Tell whether every member of the group has left: the lock is free only then."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with (var_dir / ".lock").open("r+") as lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.1)
    return False


def is_running(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def kill_hard(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
