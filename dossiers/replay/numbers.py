"""Codes and register numbers of a block of lives, taken beforehand.

Gaps are allowed, reuse is not: what a failing block has taken stays taken, and no desk waits while a block is written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db import connection

from core.clock import ZONE
from dossiers.replay.life import Happening, Life

CODE_SERIES = "code"
DESK_SERIES = ("TNHS", "HDHS", "TC")  # registers of the receiving unit; the others belong to the competent one

Key = tuple[str, int, str]  # series, unit id, period


# The statement of `dossiers.codes.take_numbers` for many keys; in the order of the key, so that nobody waits in a circle.
_NEXT = """
INSERT INTO dossiers_counter AS c (series, unit_id, period, n)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::int[]) AS wanted (series, unit_id, period, n) ORDER BY 1, 2, 3
ON CONFLICT (series, unit_id, period) DO UPDATE SET n = c.n + EXCLUDED.n
RETURNING series, unit_id, period, n
"""


def take_blocks(wanted: Mapping[Key, int]) -> dict[Key, range]:
    """Return for each key as many new numbers as wanted. One statement, committed at once unless a transaction is open."""
    if not wanted:
        return {}
    columns = [list(column) for column in zip(*wanted, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [*columns, list(wanted.values())])
        last = {(series, unit_id, period): n for series, unit_id, period, n in cursor.fetchall()}
    return {key: range(last[key] - count + 1, last[key] + 1) for key, count in wanted.items()}


class Numbers:
    """Numbers taken for these lives, handed out in order of their filing."""

    def __init__(self, lives: Iterable[Life]) -> None:
        wanted = Counter(key for life in lives for key in _keys(life))
        self._left = {key: iter(numbers) for key, numbers in take_blocks(wanted).items()}

    def code_of(self, life: Life) -> int:
        return next(self._left[_code_key(life)])

    def of(self, life: Life, happening: Happening) -> int:
        return next(self._left[_register_key(life, happening)])


def _keys(life: Life) -> Iterator[Key]:
    yield _code_key(life)
    for happening in life.happenings:
        if happening.series:
            yield _register_key(life, happening)


def _code_key(life: Life) -> Key:
    return CODE_SERIES, life.arrival.receiving.commune.pk, f"{life.arrival.at.astimezone(ZONE):%y%m%d}"


def _register_key(life: Life, happening: Happening) -> Key:
    unit = life.arrival.receiving if happening.series in DESK_SERIES else life.arrival.competent
    return happening.series, unit.commune.pk, f"{happening.at.astimezone(ZONE):%Y}"
