"""The embedded servers of one VAR_DIR, started together and stopped together."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.addresses import runtime_folder
from portal.embedded.children import ask_to_end, make_end
from portal.embedded.errors import EmbeddedError
from portal.embedded.lock import hold_var_dir
from portal.embedded.postgres import Cluster, start_postgres
from portal.embedded.redis_server import start_redis

STOP_SECONDS = 8
LOG_BYTES = 5_000_000  # a log past this size becomes .1 at the next start


@dataclass
class EmbeddedServers:
    """The running servers by name, and the lock that goes to every further member of the group."""

    lock: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)


@contextlib.contextmanager
def embedded_servers(var_dir: Path, *, postgres: bool = True, redis: bool = True, durable: bool = True) -> Iterator[EmbeddedServers]:
    """Run the embedded servers of `var_dir` for the length of a with-block.

    Holds the lock of the folder even when both are False, so a folder has one group whatever servers it uses.
    Call from the main thread: the servers leave when that thread does.

    Raises EmbeddedError when the folder is taken, somebody else's, or a server does not start.
    """
    cluster = Cluster(var_dir.resolve(), durable=durable)
    servers = EmbeddedServers(hold_var_dir(cluster.var_dir))
    try:
        _prepare_folders(cluster)
        if postgres:
            servers.children["postgres"] = start_postgres(cluster, servers.lock)
        if redis:
            servers.children["redis"] = start_redis(cluster, servers.lock)
        yield servers
    finally:
        _stop(servers)
        shutil.rmtree(runtime_folder(cluster.var_dir), ignore_errors=True)
        os.close(servers.lock)


def _stop(servers: EmbeddedServers) -> None:
    for name, child in reversed(servers.children.items()):
        ask_to_end(child, signal.SIGINT if name == "postgres" else signal.SIGTERM)
        make_end(child, STOP_SECONDS)


def _prepare_folders(cluster: Cluster) -> None:
    folder = runtime_folder(cluster.var_dir)
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EmbeddedError(
            f"{folder} thuộc người dùng khác. Xoá thư mục đó rồi chạy lại.", f"{folder} belongs to another user. Remove it and start again."
        )
    folder.chmod(0o711)  # PostgreSQL may run under another account and has to pass
    cluster.log.parent.mkdir(mode=0o700, exist_ok=True)
    for log in cluster.log.parent.glob("*.log"):
        if log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
