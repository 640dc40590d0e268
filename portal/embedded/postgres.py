"""The embedded PostgreSQL: one cluster in VAR_DIR/postgres, one socket, no port."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from portal.embedded.addresses import OWNER, POSTGRES_PORT, postgres_socket_folder, runtime_folder
from portal.embedded.children import Surroundings, group_of, identity, start_child
from portal.embedded.errors import EmbeddedError
from portal.embedded.install import POSTGRES_MAJOR, postgres_install, reachable_install, server_account

HERE = "/proc/self/cwd"  # the data folder of a server that may not walk through its parents
START_SECONDS = 30  # recovery after a hard stop included
MEASURED_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "max_wal_size": "512MB",
    "jit": "off",  # compiling costs more than our short statements
    "log_checkpoints": "off",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "timezone": "Asia/Ho_Chi_Minh",
}
FORGETFUL_SETTINGS = {  # tests: the folder goes anyway, and several workers may open fifty connections each
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum": "off",  # a plan must not depend on when it came by
}


@dataclass(frozen=True)
class Cluster:
    """One embedded cluster: where it lies and whether what it keeps must survive a power cut."""

    var_dir: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.var_dir / "postgres"

    @property
    def log(self) -> Path:
        return self.var_dir / "log" / "postgres.log"


def start_postgres(cluster: Cluster, lock: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; the first start makes the cluster and its database.

    The caller holds the lock of VAR_DIR, which the server inherits.

    Raises EmbeddedError when it does not come up; the message ends with its log.
    """
    account = server_account()
    install = reachable_install(account, runtime_folder(cluster.var_dir) / "install")
    if not (cluster.data / "PG_VERSION").exists():
        _make_cluster(cluster, install, account)
    _require_same_major(cluster)
    _remove_stale_pid_file(cluster)
    _prepare_socket_folder(cluster, account)
    server = start_child(
        [str(install / "bin" / "postgres"), "-D", HERE, *_options(cluster)],
        Surroundings(cwd=cluster.data, env=_environment(), account=account, log=cluster.log, descriptors=(lock,)),
        on_parent_death=signal.SIGINT,
    )
    _wait_until_ready(cluster, server)
    _make_database(cluster)
    return server


def _make_cluster(cluster: Cluster, install: Path, account: int | None) -> None:
    """Run initdb beside the final place and move it there, so that a start cut short leaves nothing half made."""
    draft = cluster.data.with_name("postgres.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account is not None:
        os.chown(draft, account, group_of(account))
    argv = [str(install / "bin" / "initdb"), "-D", HERE, "-U", OWNER, "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    made = subprocess.run(
        [*argv, "--auth=peer", "--no-instructions", "--no-sync"],
        cwd=draft,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        **identity(account),
    )
    if made.returncode:
        raise EmbeddedError("Không tạo được cơ sở dữ liệu.", f"initdb failed: {made.stderr.strip()}")
    os.sync()
    draft.rename(cluster.data)


def _require_same_major(cluster: Cluster) -> None:
    found = (cluster.data / "PG_VERSION").read_text().strip()
    if found != str(POSTGRES_MAJOR):
        raise EmbeddedError(
            f"Dữ liệu trong {cluster.data} thuộc PostgreSQL {found}, máy này có {POSTGRES_MAJOR}.",
            f"The data in {cluster.data} were made by PostgreSQL {found}; this environment carries {POSTGRES_MAJOR}.",
        )


def _remove_stale_pid_file(cluster: Cluster) -> None:
    """Remove the pid file a killed server left: its number may belong to another process by now.

    Nobody of ours runs, the lock says so; a server that somebody started by hand is recognised by its folder.
    """
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = pid_file.read_text().split("\n", 1)[0].strip()
    if Path(f"/proc/{pid}/cwd").exists() and Path(f"/proc/{pid}/cwd").samefile(cluster.data):
        raise EmbeddedError(
            f"PostgreSQL đang chạy trên {cluster.data} (tiến trình {pid}).", f"A PostgreSQL runs on {cluster.data} (process {pid})."
        )
    pid_file.unlink()


def _prepare_socket_folder(cluster: Cluster, account: int | None) -> None:
    """Make the socket's folder and the rules of admission: only the user who owns VAR_DIR comes in."""
    folder = postgres_socket_folder(cluster.var_dir)
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None:
        os.chown(folder, account, group_of(account))
    user = pwd.getpwuid(os.geteuid()).pw_name
    _write_readable(folder.parent / "pg_hba.conf", "local all all peer map=owner\n")
    _write_readable(folder.parent / "pg_ident.conf", f'owner "{user}" all\n')


def _write_readable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)


def _options(cluster: Cluster) -> list[str]:
    folder = postgres_socket_folder(cluster.var_dir)
    settings = MEASURED_SETTINGS | ({} if cluster.durable else FORGETFUL_SETTINGS)
    settings |= {"unix_socket_directories": str(folder), "port": str(POSTGRES_PORT)}
    settings |= {"hba_file": str(folder.parent / "pg_hba.conf"), "ident_file": str(folder.parent / "pg_ident.conf")}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _environment() -> dict[str, str]:
    """Return a small environment: no PGDATA, PGHOST or locale of the user's shell reaches the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def _wait_until_ready(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    folder = postgres_socket_folder(cluster.var_dir)
    ask = [str(postgres_install() / "bin" / "pg_isready"), "-q", "-h", str(folder), "-U", OWNER, "-d", "postgres"]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedError("PostgreSQL không khởi động được.", f"PostgreSQL does not start:\n{last_lines(cluster.log)}")
        time.sleep(0.05)


def _make_database(cluster: Cluster) -> None:
    connection = psycopg2.connect(host=postgres_socket_folder(cluster.var_dir), port=POSTGRES_PORT, user=OWNER, dbname="postgres")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {OWNER}")
    finally:
        connection.close()


def last_lines(log: Path, count: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""
