"""A row somebody else holds for longer than one waits: said as a sentence, never a fault of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.db import OperationalError

from core.errors import DomainError

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
