"""The whole group as `make run` starts it: how long it takes, how much memory it holds (PSS), how much a first visit loads."""

import gzip
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.bench.measuring import Row, at_most

MOST_MB, MOST_WEB_MB = 1_000, 150
MOST_SECOND_START = 15
MOST_KB = 60
PATIENCE = 240
ADDRESSES = ("/", "/thu-tuc/", "/tra-cuu/", "/dang-nhap/")
SERVE = (sys.executable, "manage.py", "serve", "--port", "{port}")
# Servers of somebody else, and what a make around this one was told.
FOREIGN = {"DATABASE_URL", "REDIS_URL", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "ARGS"}
LOADED_WITH_IT = re.compile(r'(?:href|src)="(/static/[^"#]+)')  # styles, scripts, pictures, the sprite of icons
SETTLE_SECONDS = 20  # beats, first tasks


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="mot-cua-group-") as folder:
        with running(Path(folder)) as (first, _, _):
            yield Row("first start, without downloads", 1, first, "s")
        with running(Path(folder)) as (second, pid, port):
            yield at_most("second start", 1, second, "s", MOST_SECOND_START)
            _visit(port)
            heaviest = max(_first_load_kb(port, address) for address in ADDRESSES)
            yield at_most("public pages, first load, compressed", len(ADDRESSES), heaviest, "kB", MOST_KB)
            time.sleep(SETTLE_SECONDS)
            members = _tree(pid)
            web = [_pss_mb(each) for each in members if "gunicorn" in _command(each)]
            yield at_most("web worker, PSS", 1, max(web, default=0.0), "MB", MOST_WEB_MB)
            yield at_most("whole group, PSS", len(members), sum(map(_pss_mb, members)), "MB", MOST_MB)


@contextmanager
def running(folder: Path, command: Sequence[str] = SERVE, checkout: Path | None = None) -> Iterator[tuple[float, int, int]]:
    """Start the group over a folder; give the seconds until it was ready, its process and its port."""
    port = _free_port()
    started = time.monotonic()
    with (
        (folder / "serve.out").open("wb") as out,
        subprocess.Popen(
            [word.format(port=port) for word in command],
            cwd=checkout,
            env=bare_environment(folder),
            stdout=out,
            stderr=out,
            start_new_session=True,
        ) as group,
    ):
        try:
            _wait(port, group)
            yield time.monotonic() - started, group.pid, port
        finally:
            os.killpg(group.pid, signal.SIGINT)  # as Ctrl-C does, for a make around it too
            group.wait(60)


def bare_environment(folder: Path) -> dict[str, str]:
    """Return an environment that names a folder for everything and no server of somebody else."""
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return env | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.local"}


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


def _first_load_kb(port: int, address: str) -> float:
    """Return what a first visit loads, the page with its styles, scripts and pictures, in thousands of bytes as they travel."""
    page, size = _fetched(port, address)
    parts = set(LOADED_WITH_IT.findall(page.decode()))
    return (size + sum(_fetched(port, part)[1] for part in parts)) / 1000


def _fetched(port: int, address: str) -> tuple[bytes, int]:
    """Return a body and its size on the way."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  our own server
        sent = answer.read()
        return gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent, len(sent)


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
