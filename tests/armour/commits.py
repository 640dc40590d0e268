"""`on_commit` inside a test's own transaction: callbacks run where they would run in life.

The test's transaction never commits, so callbacks would wait for ever. Here they run as soon as the outermost
block of the code under test is left, or at once when there is none.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_exit = transaction.Atomic.__exit__
_on_commit = BaseDatabaseWrapper.on_commit


@pytest.fixture(autouse=True, scope="session")
def _callbacks_run_after_commit() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction.Atomic, "__exit__", _exit_and_run)
        patch.setattr(BaseDatabaseWrapper, "on_commit", _queue_or_run)
        yield


def _only_the_test_is_open(connection: BaseDatabaseWrapper) -> bool:
    blocks = connection.atomic_blocks
    return bool(blocks) and getattr(blocks[-1], "_from_testcase", False)


def _exit_and_run(self: transaction.Atomic, *error: Any) -> None:
    _exit(self, *error)
    connection = transaction.get_connection(self.using)
    if not getattr(self, "_from_testcase", False) and _only_the_test_is_open(connection):
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _, callback, robust in waiting:
            _run(callback, robust=robust)


def _queue_or_run(self: BaseDatabaseWrapper, func: Callable[[], object], robust: bool = False) -> None:  # noqa: FBT002  Django's signature
    if _only_the_test_is_open(self):
        _run(func, robust=robust)
    else:
        _on_commit(self, func, robust)


def _run(callback: Callable[[], object], *, robust: bool) -> None:
    """Run one callback; a robust one may fail without stopping the others, as in Django."""
    try:
        callback()
    except Exception:
        if not robust:
            raise
