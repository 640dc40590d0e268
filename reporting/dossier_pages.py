"""Pages of the dossiers behind a figure: keyset, one short index scan a commune. No personal data is read."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from django.db import connection

from core.keyset import Cursor, Page
from dossiers.models import Dossier
from dossiers.selectors.orders import BY_URGENCY, NEWEST_FIRST
from reporting.listings import Listing, OpenListing

PAGE = 50

_PAGE = """
SELECT d.{column}, d.id FROM unnest(%(units)s::bigint[]) AS u (unit) CROSS JOIN LATERAL (
    SELECT {column}, id FROM dossiers_dossier
    WHERE competent_unit_id = u.unit AND {where} AND {beyond}
    ORDER BY {keys} LIMIT %(limit)s
) d
ORDER BY {keys} LIMIT %(limit)s
"""


def dossier_page(
    listing: Listing, units: Iterable[int], values: Mapping[str, Any], cursor: Cursor | None = None, size: int = PAGE
) -> Page[Dossier]:
    """Return a page of a listing over these communes. Two queries: the ids, then the rows with procedure and communes."""
    is_open = isinstance(listing, OpenListing)
    window = (BY_URGENCY if is_open else NEWEST_FIRST).window(cursor, size)
    statement = _PAGE.format(
        column=window.column,
        where=f"finished_at IS NULL AND {listing.where}" if is_open else listing.where,
        beyond=window.sql_beyond,
        keys=window.sql_keys,
    )
    with connection.cursor() as sql:
        sql.execute(statement, {**values, **window.sql_values, "units": list(units), "limit": window.limit})
        page = window.page(sql.fetchall(), itemgetter(0, 1))
    rows = Dossier.objects.select_related("procedure_version__procedure", "competent_unit", "receiving_unit")
    found = rows.in_bulk([pk for _, pk in page.rows])
    return page.of([found[pk] for _, pk in page.rows if pk in found])
