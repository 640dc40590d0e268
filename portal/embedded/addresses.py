"""Where the embedded servers listen: two sockets in a short folder, named after VAR_DIR and its user."""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

OWNER = "portal"  # database role and database of the embedded cluster
POSTGRES_PORT = 5432  # only a part of the socket's name: nothing listens on a port


def runtime_folder(var_dir: Path) -> Path:
    """Return the folder of the sockets.

    Not inside VAR_DIR: the path of a socket holds 107 bytes at most, and a checkout may lie deep.
    """
    name = hashlib.sha256(f"{os.geteuid()}:{var_dir.resolve()}".encode()).hexdigest()[:12]
    return Path(f"/tmp/mot-cua-{name}")  # noqa: S108  made 0711 by us and refused when somebody else owns it


def postgres_socket_folder(var_dir: Path) -> Path:
    return runtime_folder(var_dir) / "pg"


def redis_socket(var_dir: Path) -> Path:
    return runtime_folder(var_dir) / "redis" / "redis.sock"


def database_url(var_dir: Path, name: str = OWNER) -> str:
    """Return the address of the embedded PostgreSQL that belongs to this folder, running or not."""
    folder = quote(str(postgres_socket_folder(var_dir)), safe="")
    return f"postgres://{OWNER}@{folder}:{POSTGRES_PORT}/{name}"


def redis_url(var_dir: Path, number: int = 0) -> str:
    """Return the address of the embedded Redis that belongs to this folder, running or not."""
    return f"unix://{redis_socket(var_dir)}?db={number}"
