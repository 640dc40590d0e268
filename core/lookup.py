"""Look-ups by what is unique."""

from contextlib import suppress
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

Named = TypeVar("Named", bound=Model)
Row = TypeVar("Row")


def get_or_none(rows: QuerySet[Named, Row]) -> Row | None:
    """Return the only row, or None. One query, without an order: `first` sorts, and writing that down costs Django a millisecond.

    Raises:
        MultipleObjectsReturned: the filter was not unique.
    """
    with suppress(ObjectDoesNotExist):
        return rows.get()
    return None
