"""The embedded Redis: one append-only file in VAR_DIR/redis, one socket, no port. Only commands of Redis 6.2 are used."""

import signal
import socket
import subprocess
import time

from portal.embedded.addresses import redis_socket
from portal.embedded.children import Surroundings, start_child
from portal.embedded.errors import EmbeddedError
from portal.embedded.install import redis_binary
from portal.embedded.postgres import Cluster, last_lines

START_SECONDS = 20
DATABASES = 64  # one a worker of a parallel test run


def start_redis(cluster: Cluster, lock: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers.

    Raises EmbeddedError when there is no redis-server or it does not come up.
    """
    folder = cluster.var_dir / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    redis_socket(cluster.var_dir).parent.mkdir(mode=0o700, exist_ok=True)
    log = cluster.var_dir / "log" / "redis.log"
    server = start_child(
        [str(redis_binary()), *_options(cluster)],
        Surroundings(cwd=folder, log=log, descriptors=(lock,)),
        on_parent_death=signal.SIGTERM,
    )
    if not _answers(cluster, server):
        raise EmbeddedError("Redis không khởi động được.", f"Redis does not start:\n{last_lines(log)}")
    return server


def _options(cluster: Cluster) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(redis_socket(cluster.var_dir)),
        "unixsocketperm": "700",
        "databases": str(DATABASES),
        "appendonly": "yes" if cluster.durable else "no",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",  # a queue must refuse rather than forget
        "daemonize": "no",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def _answers(cluster: Cluster, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if _ping(str(redis_socket(cluster.var_dir))):
            return True
        time.sleep(0.05)
    return False


def _ping(address: str) -> bool:
    """Tell whether the server takes commands; while it reads its file it answers -LOADING."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(address)
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
