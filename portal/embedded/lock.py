"""One group of servers in a VAR_DIR: a lock that every member of the group holds until it is gone."""

import contextlib
import fcntl
import os
import time
from pathlib import Path

from portal.embedded.errors import EmbeddedError

WIND_DOWN_SECONDS = 20  # members of a killed group need this long at most to notice and leave


def hold_var_dir(var_dir: Path) -> int:
    """Take VAR_DIR for this process and its members; return the descriptor to hand down to them.

    Members inherit the descriptor, so the lock is free only when the last of them has left:
    whoever holds it knows that every pid file in the folder is stale.

    Raises EmbeddedError when another group runs here or the folder belongs to another user.
    """
    _require_own_folder(var_dir)
    descriptor = os.open(var_dir / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait_for_lock(descriptor, var_dir)
    except BaseException:
        os.close(descriptor)
        raise
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def _require_own_folder(var_dir: Path) -> None:
    with contextlib.suppress(PermissionError):
        var_dir.mkdir(parents=True, exist_ok=True)
        if var_dir.stat().st_uid == os.geteuid() and os.access(var_dir, os.W_OK | os.X_OK):
            return
    raise EmbeddedError(
        f"Thư mục {var_dir} thuộc người dùng khác. Đặt VAR_DIR=<thư mục của bạn> rồi chạy lại.",
        f"The folder {var_dir} belongs to another user. Set VAR_DIR to a folder of your own.",
    )


def _wait_for_lock(descriptor: int, var_dir: Path) -> None:
    deadline = time.monotonic() + WIND_DOWN_SECONDS
    while not _try_lock(descriptor):
        holder = os.pread(descriptor, 20, 0).decode() or "?"
        if Path(f"/proc/{holder}").exists() or time.monotonic() > deadline:
            raise EmbeddedError(
                f"Hệ thống đang chạy trong {var_dir} (tiến trình {holder}). Dừng nó trước hoặc đặt VAR_DIR khác.",
                f"The portal already runs in {var_dir} (process {holder}). Stop it first or set another VAR_DIR.",
            )
        time.sleep(0.1)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
