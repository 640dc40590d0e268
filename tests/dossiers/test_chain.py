"""The log: append-only, chained, and hashed alike by Python and by the database."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from dossiers.chain import event_hash, first_broken
from dossiers.models import Dossier, DossierEvent
from tests.factories.dossiers import Situations

REFUSED = (InternalError, ProgrammingError)


def broken_at(dossier: Dossier) -> int | None:
    dossier.refresh_from_db()
    return first_broken(dossier.events.order_by("seq"), last_seq=dossier.last_seq, last_hash=dossier.last_hash)


def without_triggers(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_a_whole_life_holds(make: Situations) -> None:
    assert broken_at(make.returned()) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers_dossierevent SET post = 'x'",
        "DELETE FROM dossiers_dossierevent",
        "TRUNCATE dossiers_dossierevent CASCADE",
    ],
)
def test_the_database_refuses_to_change_it(make: Situations, statement: str) -> None:
    make.submitted()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still deferred would refuse first, and for another reason
        with pytest.raises(REFUSED, match="append-only"), transaction.atomic():
            cursor.execute(statement)


@pytest.mark.parametrize(("batch", "setting", "goes"), [("tap-huan", "tap-huan", True), ("tap-huan", "khac", False), ("", "", False)])
def test_only_the_events_of_the_named_training_batch_may_go(make: Situations, batch: str, setting: str, goes: bool) -> None:
    dossier = make.submitted()
    Dossier.objects.filter(pk=dossier.pk).update(batch=batch)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('portal.purging_batch', %s, true)", [setting])
            cursor.execute("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s", [dossier.pk])
    except REFUSED:
        pass
    assert DossierEvent.objects.filter(dossier=dossier).exists() is not goes


def test_a_changed_event_is_found_where_it_was_changed(make: Situations) -> None:
    dossier = make.processing()
    without_triggers("UPDATE dossiers_dossierevent SET actor_id = NULL WHERE dossier_id = %s AND seq = 2", dossier.pk)
    assert broken_at(dossier) == 2


def test_a_cut_tail_is_found(make: Situations) -> None:
    dossier = make.received()
    without_triggers("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = 2", dossier.pk)
    assert broken_at(dossier) == 2


def test_python_and_the_database_hash_the_same_bytes(make: Situations) -> None:
    dossier = make.returned()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, dossier_event_hash(prev_hash, dossier_id, seq, at, act, actor_id, post, unit_id, from_state, to_state, act_key,"
            " artefact, payload_sha256) FROM dossiers_dossierevent WHERE dossier_id = %s",
            [dossier.pk],
        )
        by_database = {row[0]: bytes(row[1]) for row in cursor.fetchall()}
    assert by_database == {event.pk: event_hash(event) for event in dossier.events.all()}
