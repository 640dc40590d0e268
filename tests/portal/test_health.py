import pytest
from django.db import connection
from django.test import override_settings


def test_a_live_process_says_so_without_asking_any_server(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/healthz/live")
    assert (response.status_code, response.content) == (200, b"ok")


def test_it_is_ready_when_database_and_queue_answer(client, db):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (200, {"database": True, "queue": True})


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_it_is_not_ready_without_a_queue(client, db):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (503, {"database": True, "queue": False})


def test_it_is_not_ready_without_a_database(client, transactional_db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", "no_such_database")
    connection.close()
    response = client.get("/healthz/ready")
    monkeypatch.undo()
    connection.close()
    assert (response.status_code, response.json()) == (503, {"database": False, "queue": True})


@pytest.mark.parametrize(
    ("token", "header"), [("", "Bearer "), ("", None), ("secret", None), ("secret", "Bearer wrong"), ("secret", "secret")]
)
def test_metrics_do_not_exist_for_strangers(client, db, token, header):
    with override_settings(METRICS_TOKEN=token):
        response = client.get("/metrics", headers={"Authorization": header} if header else {})
    assert response.status_code == 404


@override_settings(METRICS_TOKEN="secret")
def test_metrics_tell_how_many_messages_wait(client, db):
    response = client.get("/metrics", headers={"Authorization": "Bearer secret"})
    assert response.status_code == 200
    assert b'portal_queue_waiting{queue="clock"} 0.0' in response.content
    assert b"portal_database_up 1.0" in response.content
