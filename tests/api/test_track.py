"""Tracking without signing in: a code and a second thing only its people know; guessing is slowed three ways."""

import pytest
from rest_framework.test import APIClient

from dossiers import tracking
from dossiers.models import Dossier
from tests.factories.dossiers import Situations

TRACK = "/api/v1/track/"


@pytest.fixture
def dossier(make: Situations) -> Dossier:
    return make.received()


def tried(client: APIClient, code: str, key: str, address: str = "203.0.113.7") -> int:
    return int(client.post(TRACK, {"code": code, "key": key}, REMOTE_ADDR=address).status_code)


def test_code_and_key_open_it_however_they_are_typed(anybody: APIClient, dossier: Dossier) -> None:
    key = dossier.track_key
    assert tried(anybody, dossier.code, key) == 200
    assert tried(anybody, f" {dossier.code.lower()} ", f"{key[:3].lower()}-{key[3:].lower()}") == 200
    assert tried(anybody, dossier.code, "5678") == 200


def test_it_shows_no_names(anybody: APIClient, dossier: Dossier) -> None:
    shown = anybody.post(TRACK, {"code": dossier.code, "key": dossier.track_key})
    assert shown.json()["clock"]["words"] == "Còn 3 ngày làm việc"
    assert "Trần" not in shown.content.decode()
    assert "track_key" not in shown.json()


@pytest.mark.parametrize("key", ["0000", "678", "x", "12345678", "-"])
def test_a_wrong_key_is_answered_like_a_code_that_does_not_exist(anybody: APIClient, dossier: Dossier, key: str) -> None:
    wrong = anybody.post(TRACK, {"code": dossier.code, "key": key})
    none = anybody.post(TRACK, {"code": "H26.999-261102-0001", "key": key})
    assert (wrong.status_code, wrong.json()) == (none.status_code, none.json())
    assert (wrong.status_code, wrong.json()["code"]) == (404, "dossier-not-found")


def test_after_five_wrong_tries_the_code_is_closed_for_everybody(anybody: APIClient, dossier: Dossier) -> None:
    answers = [tried(anybody, dossier.code, "0000", f"203.0.113.{n}") for n in range(6)]
    assert answers == [404] * 5 + [429]
    assert tried(anybody, dossier.code, dossier.track_key, "203.0.113.99") == 429


def test_after_thirty_wrong_tries_the_address_waits(anybody: APIClient, dossier: Dossier) -> None:
    answers = [tried(anybody, f"H26.999-261102-{n:04d}", "0000") for n in range(31)]
    assert answers == [404] * 30 + [429]
    assert tried(anybody, dossier.code, dossier.track_key) == 429
    assert tried(anybody, dossier.code, dossier.track_key, "203.0.113.8") == 200


def test_a_forged_header_is_no_other_address(anybody: APIClient, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "WRONG_PER_ADDRESS", 2)
    for n in range(2):
        anybody.post(TRACK, {"code": f"X-{n}", "key": "0000"}, headers={"X-Forwarded-For": f"198.51.100.{n}"})
    assert anybody.post(TRACK, {"code": "X-3", "key": "0000"}, headers={"X-Forwarded-For": "198.51.100.9"}).status_code == 429


def test_many_addresses_together_are_slowed_too(anybody: APIClient, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "WRONG_IN_TOTAL", 3)
    answers = [tried(anybody, f"X-{n}", "0000", f"203.0.113.{n}") for n in range(4)]
    assert answers == [404, 404, 404, 429]


def test_right_tries_never_run_out(anybody: APIClient, dossier: Dossier) -> None:
    assert {tried(anybody, dossier.code, dossier.track_key) for _ in range(40)} == {200}


def test_one_address_alone_cannot_use_up_the_total(anybody: APIClient, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "WRONG_PER_ADDRESS", 2)
    monkeypatch.setattr(tracking, "WRONG_IN_TOTAL", 4)
    answers = [tried(anybody, f"X-{n}", "0000") for n in range(10)]
    assert answers == [404] * 2 + [429] * 8
    assert tried(anybody, dossier.code, dossier.track_key, "203.0.113.8") == 200


def test_a_closed_code_is_not_counted_in_the_total(anybody: APIClient, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracking, "WRONG_IN_TOTAL", 7)
    for n in range(12):
        tried(anybody, "X-1", "0000", f"203.0.113.{n}")
    assert tried(anybody, dossier.code, dossier.track_key) == 200
