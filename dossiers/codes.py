"""Dossier codes and other running numbers. Source: docs/legal/dossier-code.md."""

import re
import secrets
from datetime import date

from django.db import connection

from communes.models import Commune

CODE = re.compile(r"^(?:[GHK]\d{2}(?:\.\d{1,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-\d{6}-\d{4,5}$")
_KEY_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper: no 0 O 1 I L
TRACK_KEY_LENGTH = 6
LINK_KEY_LENGTH = 12

_NEXT = """
INSERT INTO dossiers_counter AS c (series, unit_id, period, n) VALUES (%s, %s, %s, %s)
ON CONFLICT (series, unit_id, period) DO UPDATE SET n = c.n + EXCLUDED.n
RETURNING n
"""


def take_numbers(series: str, unit_id: int, period: str, count: int = 1) -> range:
    """Return the next `count` numbers of a series. Call it last in a transaction: others wait on this row until commit."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, unit_id, period, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)


def dossier_code(prefix: str, unit_code: str, day: date, serial: int) -> str:
    """Return `H26.101-261121-0147`; beyond 9999 a day the serial widens to five digits.

    >>> dossier_code("H26", "101", date(2026, 11, 21), 147)
    'H26.101-261121-0147'
    """
    return f"{prefix}.{unit_code}-{day:%y%m%d}-{serial:04d}"


def allocate_dossier_code(prefix: str, unit: Commune, day: date) -> str:
    """Return a code never given before. `day` is the local day on which the dossier first exists for a desk."""
    serial = take_numbers("code", unit.pk, f"{day:%y%m%d}")[0]
    if not unit.unit_code_used:
        Commune.objects.filter(pk=unit.pk, unit_code_used=False).update(unit_code_used=True)
    return dossier_code(prefix, unit.unit_code, day, serial)


def new_track_key() -> str:
    """Return the short key printed on slips, the second thing a tracker must know."""
    return "".join(secrets.choice(_KEY_LETTERS) for _ in range(TRACK_KEY_LENGTH))


def new_link_key() -> str:
    """Return the random part of a short link; it finds the dossier but still asks for the second factor."""
    return "".join(secrets.choice(_KEY_LETTERS) for _ in range(LINK_KEY_LENGTH))
