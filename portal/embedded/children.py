"""Child processes that never outlive the process that started them."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)  # Linux only; elsewhere a killed parent leaves its children


@dataclass(frozen=True)
class Surroundings:
    """What a child runs in. `account` None: the user that starts it."""

    cwd: Path | None = None
    env: Mapping[str, str] | None = None
    account: int | None = None
    log: Path | None = None
    descriptors: Sequence[int] = field(default=())


def die_with_parent(parent: int, last_signal: int) -> None:
    """Ask the kernel to send `last_signal` to this process when its parent is gone, however it went."""
    if _prctl is None:
        return
    _prctl(PR_SET_PDEATHSIG, last_signal, 0, 0, 0)
    if os.getppid() != parent:  # gone before we asked
        os._exit(1)


def start_child(argv: Sequence[str], surroundings: Surroundings, *, on_parent_death: int = signal.SIGKILL) -> subprocess.Popen[bytes]:
    """Start a child in its own session; call from the main thread, the kernel watches the thread that forks.

    Its own session keeps Ctrl-C of the terminal away from it: the parent stops its children in order.
    """
    with contextlib.ExitStack() as stack:
        output = stack.enter_context(surroundings.log.open("ab")) if surroundings.log else None
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=surroundings.cwd,
            env=surroundings.env,
            pass_fds=surroundings.descriptors,
            start_new_session=True,
            preexec_fn=_last_will(on_parent_death),  # noqa: PLW1509  no threads run yet, and only a system call is made
            **identity(surroundings.account),
        )


def _last_will(last_signal: int) -> Callable[[], None]:
    parent = os.getpid()
    return lambda: die_with_parent(parent, last_signal)


def identity(account: int | None) -> dict[str, Any]:
    """Return the arguments of `subprocess` that drop to this account and its own group alone; none for None."""
    if account is None:
        return {}
    return {"user": account, "group": group_of(account), "extra_groups": ()}


def group_of(account: int) -> int:
    return pwd.getpwuid(account).pw_gid


def ask_to_end(child: subprocess.Popen[bytes], polite: int = signal.SIGTERM) -> None:
    if child.poll() is None:
        child.send_signal(polite)


def make_end(child: subprocess.Popen[bytes], patience: float) -> None:
    """Give the child `patience` seconds to end as asked, then kill its whole session."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(patience)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
