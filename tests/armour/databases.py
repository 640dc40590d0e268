"""One migrated template database a run, one clone of it a worker; tests with real commits are swept by TRUNCATE."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, cursor
from psycopg2.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker

from procedures import listing, search

_kept_tables: set[str] = set()  # filled by migrations; no test changes them


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at this worker's clone for the session."""
    original = str(connection.settings_dict["NAME"])
    clone = f"test_{original}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock():
        template = _template_database(original)
        with _administrator() as sql:
            _recreate(sql, clone, template)
        _point_at(clone)
        _kept_tables.update(_filled_tables())
        yield
        _point_at(original)
        with _administrator() as sql:
            sql.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(clone)))


@pytest.fixture(autouse=True, scope="session")
def _real_commits_are_swept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _sweep_tables)
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let fixtures of a module make rows that each of its tests starts from; a test's own changes go with the test.

    For modules without real commits: everything lies in one transaction, and each test in a savepoint of it.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # as Django marks its own
    with django_db_blocker.unblock(), block:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_rows(_real_commits_are_swept: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let fixtures of a module commit rows that stay until its last test: for browsers that only look."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield
        _sweep_tables()


@pytest.fixture(autouse=True)
def _nothing_is_cached_yet(request: pytest.FixtureRequest) -> None:
    """Rate limits and cached pages of another test are not this test's business."""
    if {"db", "transactional_db", "client"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        cache.clear()
        search.kept.forget()
        listing.kept.forget()


def _template_database(original: str) -> str:
    """Return the migrated template, made by the worker that comes first."""
    template = f"test_{original}_template"
    folder = Path(os.environ["VAR_DIR"])
    with (folder / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "template.made").exists():
            with _administrator() as sql:
                _recreate(sql, template, "template0")
            _point_at(template)
            call_command("migrate", verbosity=0)
            connection.close()
            (folder / "template.made").touch()
    return template


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def _administrator() -> Iterator[cursor]:
    known = connection.settings_dict
    admin = psycopg2.connect(
        host=known["HOST"], port=known["PORT"] or None, user=known["USER"], password=known["PASSWORD"] or None, dbname="postgres"
    )
    admin.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    try:
        with admin.cursor() as sql:
            yield sql
    finally:
        admin.close()


def _recreate(sql: cursor, name: str, template: str) -> None:
    sql.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
    sql.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))


def _sweep_tables(_: TransactionTestCase | None = None) -> None:
    """Empty what the test filled, append-only tables too: their triggers sleep for this statement only."""
    filled = _filled_tables() - _kept_tables
    if filled:
        with connection.cursor() as sql:
            sql.execute("SET session_replication_role = replica")
            sql.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, sorted(filled)))} CASCADE")
            sql.execute("SET session_replication_role = DEFAULT")


def _filled_tables() -> set[str]:
    tables = connection.introspection.table_names()
    with connection.cursor() as sql:
        sql.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables))  # noqa: S608  names of our tables
        return {row[0] for row in sql.fetchall()}
