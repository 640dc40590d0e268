"""Writing rows in bulk: COPY takes what an INSERT a row would take minutes for."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db import connection, models

_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def copy_rows(rows: Sequence[models.Model]) -> None:
    """Write unsaved rows of one model, all columns as they stand; an empty primary key is given by the database."""
    if not rows:
        return
    meta = rows[0]._meta
    columns = [field for field in meta.concrete_fields if not (field.primary_key and getattr(rows[0], field.attname) is None)]
    names = ", ".join(f'"{field.column}"' for field in columns)
    attributes = [field.attname for field in columns]
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {connection.ops.quote_name(meta.db_table)} ({names}) FROM STDIN", io.StringIO(_text(rows, attributes)))


def _text(rows: Iterable[models.Model], attributes: Sequence[str]) -> str:
    read = attrgetter(*attributes)
    return "".join("\t".join([_WRITERS.get(value.__class__, _write)(value) for value in read(row)]) + "\n" for row in rows)


def _write(value: object) -> str:
    """Return a value in the text format of COPY; members of enumerations are their values."""
    return str(value).translate(_ESCAPED)


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    int: str,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: f"\\\\x{value.hex()}",
    datetime: datetime.isoformat,
}


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Return ids nobody else will get, in ascending order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [model._meta.db_table, count])
        return sorted(row[0] for row in cursor.fetchall())
