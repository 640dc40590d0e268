"""Bodies and addresses that no client of good will sends: an answer of 4xx, never a fault."""

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def test_json_nested_without_end_is_unreadable() -> None:
    response = APIClient().post("/api/v1/track/", "[" * 20_000, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unreadable-body")


@pytest.mark.parametrize("path", ["me/", "track/", "dossiers/"])
def test_a_method_that_nobody_answers_is_refused(path: str) -> None:
    assert APIClient().options(f"/api/v1/{path}").status_code in {401, 405}


def test_a_code_that_cannot_be_is_not_found() -> None:
    assert APIClient().get("/api/v1/procedures/%00/").status_code == 404


def test_too_many_fields_are_unreadable() -> None:
    body = {f"f{n}": "1" for n in range(1_500)}
    response = APIClient().post("/api/v1/track/", body, format="multipart")
    assert response.status_code in {400, 422}


@pytest.mark.parametrize("body", [r'{"code": "\ud800", "digits": "1"}', r'{"\ud800": {}}'])
def test_half_a_character_is_unreadable(body: str) -> None:
    response = APIClient().post("/api/v1/track/", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unreadable-body")
