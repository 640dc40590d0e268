"""Copies of replayed dossiers, made inside the database: a city of millions in minutes instead of hours.

A copy has people and the open step of its original, but no events: what reads the log is measured on the replayed ones.
"""

from collections.abc import Collection

from django.db import connection
from django.db.models import Model

from dossiers.models import Dossier, DossierParty, DossierStep

AT_ONCE = 10  # copies of everything one statement makes


def copy_until(count: int) -> None:
    """Copy all dossiers again and again until there are at least `count`."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT count(*), max(id) FROM dossiers_dossier")
        there, span = cursor.fetchone()
        rounds = -(-count // there) - 1
        for first in range(1, rounds + 1, AT_ONCE):
            for statement in _STATEMENTS:
                cursor.execute(statement, {"span": span, "first": first, "last": min(first + AT_ONCE - 1, rounds)})
        for table in ("dossiers_dossier", "dossiers_dossierparty", "dossiers_dossierstep"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")  # noqa: S608  our tables


def _columns(model: type[Model], without: Collection[str]) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields if field.column not in {"id", *without})


def _copied(model: type[Model], where: str) -> str:
    """Return the statement that copies the rows of people or steps to the copies of their dossiers."""
    table, columns = model._meta.db_table, _columns(model, ["dossier_id"])
    return f"""
        INSERT INTO {table} (dossier_id, {columns})
        SELECT dossier_id + n * %(span)s, {columns} FROM {table}, generate_series(%(first)s, %(last)s) AS n
        WHERE dossier_id <= %(span)s AND {where}
    """  # noqa: S608  names of our own tables and columns


_OWN = ("code", "link_key", "opening_key")
_STATEMENTS = (
    f"""
        INSERT INTO dossiers_dossier (id, code, link_key, {_columns(Dossier, _OWN)})
        SELECT id + n * %(span)s, code || '-' || (id + n * %(span)s), id + n * %(span)s, {_columns(Dossier, _OWN)}
        FROM dossiers_dossier, generate_series(%(first)s, %(last)s) AS n WHERE id <= %(span)s
    """,  # noqa: S608  names of our own columns
    _copied(DossierParty, "true"),
    _copied(DossierStep, "finished_at IS NULL"),
)
