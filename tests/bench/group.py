"""The whole group as `make run` starts it: how long it takes, and how much memory it holds (PSS)."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measuring import Row, at_most

MOST_MB, MOST_WEB_MB = 1_000, 150
MOST_SECOND_START = 15
PATIENCE = 240
ADDRESSES = ("/", "/thu-tuc/", "/tra-cuu/", "/dang-nhap/")
SETTLE_SECONDS = 20  # beats, first tasks


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="mot-cua-group-") as folder:
        with _running(Path(folder)) as (first, _, _):
            yield Row("first start, without downloads", 1, first, "s")
        with _running(Path(folder)) as (second, pid, port):
            yield at_most("second start", 1, second, "s", MOST_SECOND_START)
            _visit(port)
            time.sleep(SETTLE_SECONDS)
            members = _tree(pid)
            web = [_pss_mb(each) for each in members if "gunicorn" in _command(each)]
            yield at_most("web worker, PSS", 1, max(web, default=0.0), "MB", MOST_WEB_MB)
            yield at_most("whole group, PSS", len(members), sum(map(_pss_mb, members)), "MB", MOST_MB)


@contextmanager
def _running(folder: Path) -> Iterator[tuple[float, int, int]]:
    """Start the group over a folder; give the seconds until it was ready, its process and its port."""
    port = _free_port()
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    env |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.local"}
    started = time.monotonic()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (folder / "serve.out").open("wb") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out) as group:
        try:
            _wait(port, group)
            yield time.monotonic() - started, group.pid, port
        finally:
            group.send_signal(signal.SIGINT)
            group.wait(60)


def _wait(port: int, group: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and group.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the group did not become ready")


def _visit(port: int) -> None:
    for address in ADDRESSES * 5:
        urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=20).close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _tree(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _pss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
