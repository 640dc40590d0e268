"""How far a long write has come: said outside its transaction, so that a page can ask while it runs."""

from collections.abc import Callable
from uuid import UUID

from django.core.cache import cache

Progress = Callable[[int, int], None]  # rows done, rows in all
KEPT_SECONDS = 600


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def told(import_id: UUID) -> Progress:
    """Return a listener that keeps the percentage where every process can read it."""

    def tell(done: int, total: int) -> None:
        cache.set(_key(import_id), 100 * done // max(1, total), KEPT_SECONDS)

    return tell


def percent_of(import_id: UUID) -> int:
    """Return how far the write of a list has come; 0 where nobody said."""
    return int(cache.get(_key(import_id), 0))


def _key(import_id: UUID) -> str:
    return f"catalogue-import:{import_id}"
