"""Web server, worker and beat beside the embedded servers: one group that lives and ends together."""

import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.children import Surroundings, ask_to_end, make_end, start_child

Say = Callable[[str], None]

RESTARTS = 5  # of one member …
RESTART_WINDOW = 600  # … within so many seconds; more often is a fault that a restart does not mend
STOP_SECONDS = 6
LOOK_SECONDS = 0.3
WEB_START_SECONDS = 60


@dataclass(frozen=True)
class Member:
    """A process of the group. A restarted one may fall: nothing it does is lost, another run takes it up."""

    name: str
    argv: tuple[str, ...]
    is_restarted: bool = False


def members(host: str, port: int, web_workers: int) -> tuple[Member, ...]:
    """Return web server, worker and beat as command lines of the present interpreter."""
    celery = (
        sys.executable,
        "-W",
        "ignore::RuntimeWarning",
        "-m",
        "celery",
        "-A",
        "portal",
    )  # it warns of root, which runs here on purpose
    return (
        Member("web", (sys.executable, "-m", "gunicorn", "portal.wsgi", *_web_options(host, port, web_workers))),
        Member("worker", (*celery, "worker", *_worker_options()), is_restarted=True),
        Member("beat", (*celery, "beat", "--scheduler=celery.beat:Scheduler", "--loglevel=WARNING", "--pidfile="), is_restarted=True),
    )


def _web_options(host: str, port: int, workers: int) -> tuple[str, ...]:
    """Threads, because pages wait for PostgreSQL; preloaded, because workers then share their memory."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    limits = ("--timeout=60", "--graceful-timeout=4", "--keep-alive=5", "--max-requests=5000", "--max-requests-jitter=500")
    shape = (f"--workers={workers}", "--worker-class=gthread", "--threads=4", "--preload", "--no-control-socket", "--log-level=warning")
    return (f"--bind={address}", *shape, *limits)


def _worker_options() -> tuple[str, ...]:
    """Three processes: one slow mail server and one long job of the night still leave one for the clock."""
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING")
    return ("--queues=clock,sending", "--concurrency=3", "--prefetch-multiplier=1", *quiet)


@dataclass
class Group:
    """The running members, and the embedded servers they stand on."""

    servers: Mapping[str, subprocess.Popen[bytes]]
    lock: int
    log_folder: Path
    env: Mapping[str, str]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    falls: dict[str, deque[float]] = field(default_factory=dict)

    def start(self, member: Member) -> None:
        surroundings = Surroundings(env=self.env, log=self.log_folder / f"{member.name}.log", descriptors=(self.lock,))
        self.running[member.name] = start_child(member.argv, surroundings)

    def fallen_server(self) -> str | None:
        """Return the name of an embedded server that is gone, or None."""
        return next((name for name, child in self.servers.items() if child.poll() is not None), None)

    def may_restart(self, member: Member) -> bool:
        """Note a fall; tell whether the member may come back."""
        now = time.monotonic()
        falls = self.falls.setdefault(member.name, deque())
        falls.append(now)
        while now - falls[0] > RESTART_WINDOW:
            falls.popleft()
        return member.is_restarted and len(falls) <= RESTARTS

    def stop(self) -> None:
        """Ask all members at once to end, then make them; the servers end after them."""
        for child in self.running.values():
            ask_to_end(child)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            make_end(child, max(0.1, deadline - time.monotonic()))


def watch(group: Group, wanted: tuple[Member, ...], say: Say) -> str:
    """Keep the group whole; return the name of the member whose fall ended it.

    Worker and beat are started again; without web server, database or queue there is nothing to keep.
    """
    while True:
        time.sleep(LOOK_SECONDS)
        if fallen := group.fallen_server():
            return fallen
        for member in wanted:
            if group.running[member.name].poll() is None:
                continue
            if not group.may_restart(member):
                return member.name
            group.start(member)
            say(f"{member.name}: dừng đột ngột, đã khởi động lại. Nhật ký: {group.log_folder / member.name}.log")


def wait_for_web(group: Group, host: str, port: int) -> bool:
    """Wait until the web server takes connections; False when it ended or the time is up."""
    deadline = time.monotonic() + WEB_START_SECONDS
    while time.monotonic() < deadline and group.running["web"].poll() is None:
        try:
            with socket.create_connection((reachable_host(host), port), timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def reachable_host(host: str) -> str:
    """Return where this machine reaches a server bound to `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound


def is_port_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def environment_for(host: str, port: int) -> dict[str, str]:
    """Return the environment of the members: addresses in pages and codes are those people can open."""
    env = dict(os.environ)
    shown = reachable_host(host)
    env.setdefault("SITE_ADDRESS", f"http://{f'[{shown}]' if ':' in shown else shown}:{port}")
    env.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", shown, socket.gethostname()])))
    return env
