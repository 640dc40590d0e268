"""Waiting for others: a row somebody holds for too long said as a sentence, and work that only one process may do at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.db import OperationalError, connection

from core.errors import DomainError

LONG_WORK = "long work"  # jobs of minutes take turns, so that they never hold all processes of a worker
LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE of a wait for a lock that took too long


class Busy(DomainError):
    """Somebody else held the row for longer than one waits."""

    code = "busy"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("Hồ sơ đang được người khác xử lý. Thử lại sau vài giây.")


def domain_error_of(exc: BaseException) -> DomainError | None:
    """Return what an exception is to a person: a domain error itself, a lock not got in time as Busy; None for a fault of ours."""
    if isinstance(exc, OperationalError) and getattr(exc.__cause__, "pgcode", None) == LOCK_NOT_AVAILABLE:
        return Busy()
    return exc if isinstance(exc, DomainError) else None


@contextmanager
def waiting_briefly() -> Iterator[None]:
    """Turn a lock not got in time into Busy, for doors that answer it with what was typed."""
    try:
        yield
    except OperationalError as error:
        raise domain_error_of(error) or error from error


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """Hold a piece of work for this database session; False where another session is at it.

    The lock goes with the session when a process dies. It needs a connection that stays the same between transactions:
    docs/operations.md#members.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [work])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [work])
