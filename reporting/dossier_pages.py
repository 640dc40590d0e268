"""Pages of the dossiers behind a figure: keyset, one short index scan a commune. No personal data is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from dossiers.models import Dossier
from reporting.listings import Listing, OpenListing

PAGE = 50

_PAGE = """
SELECT d.id FROM unnest(%(units)s::bigint[]) AS u (id) CROSS JOIN LATERAL (
    SELECT id, {key} FROM dossiers_dossier
    WHERE competent_unit_id = u.id AND {where} {after}
    ORDER BY {key} {way}, id {way} LIMIT %(limit)s
) d
ORDER BY d.{key} {way}, d.id {way} LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this key and id, or, going back, before it."""

    key: datetime
    id: int
    back: bool = False

    def __str__(self) -> str:
        return f"{self.key.isoformat()}_{self.id}"


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Rows in order; `next` and `previous` are None at the ends."""

    rows: Sequence[Dossier]
    next: Place | None
    previous: Place | None


def read_place(after: str, before: str) -> Place | None:
    """Return the place named in an address by `sau` or `truoc`; what cannot be read is the beginning."""
    key, _, number = (after or before).rpartition("_")
    try:
        at = datetime.fromisoformat(key)
        return Place(at, int(number), back=not after) if at.tzinfo else None
    except ValueError:
        return None


def dossier_page(
    listing: Listing, units: Iterable[int], values: Mapping[str, Any], place: Place | None = None, size: int = PAGE
) -> DossierPage:
    """Return a page of a listing over these communes. Two queries: the ids, then the rows with procedure and communes."""
    is_open = isinstance(listing, OpenListing)
    key = "next_act_by" if is_open else "listed_at"
    back = place is not None and place.back
    ascending = is_open != back
    statement = _PAGE.format(
        key=key,
        way="ASC" if ascending else "DESC",
        where=f"finished_at IS NULL AND {listing.where}" if is_open else listing.where,
        after=_after(key, ascending=ascending) if place else "",
    )
    where: dict[str, Any] = {"key": place.key, "id": place.id} if place else {}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, **where, "units": list(units), "limit": size + 1})
        ids = [row[0] for row in cursor.fetchall()]
    more, ids = len(ids) > size, ids[:size]
    rows = _rows(ids[::-1] if back else ids)
    return _page(rows, key, place, more=more)


def _after(key: str, *, ascending: bool) -> str:
    """Return the keyset condition in the form that an index serves: a <= x AND NOT (a = x AND id >= y)."""
    beyond, behind = (">=", "<=") if ascending else ("<=", ">=")
    return f"AND {key} {beyond} %(key)s AND NOT ({key} = %(key)s AND id {behind} %(id)s)"


def _rows(ids: Sequence[int]) -> list[Dossier]:
    found = Dossier.objects.select_related("procedure_version__procedure", "competent_unit", "receiving_unit").in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _page(rows: list[Dossier], key: str, place: Place | None, *, more: bool) -> DossierPage:
    if not rows:
        return DossierPage(rows, None, None)
    back = place is not None and place.back
    has_next, has_previous = (True, more) if back else (more, place is not None)
    return DossierPage(
        rows,
        Place(getattr(rows[-1], key), rows[-1].pk) if has_next else None,
        Place(getattr(rows[0], key), rows[0].pk, back=True) if has_previous else None,
    )
