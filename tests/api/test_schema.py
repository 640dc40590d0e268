"""The OpenAPI document says what is there; its page works in a browser under its own content policy."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page
from rest_framework.test import APIClient

from dossiers.states import MOVES, Act, Role
from portal.api_router import router
from portal.schema import _document


def test_it_is_valid_and_made_without_warnings(tmp_path: Any) -> None:
    written = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(written))
    assert written.read_text().startswith("openapi: 3.")


@pytest.fixture
def schema(anybody: APIClient, db: None) -> dict[str, Any]:
    document: dict[str, Any] = anybody.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    return document


def test_it_is_made_once_in_either_format_whatever_else_is_asked(anybody: APIClient, db: None) -> None:
    kinds = ("application/vnd.oai.openapi", "application/vnd.oai.openapi+json")
    first = [anybody.get("/api/schema/", headers={"Accept": kind}) for kind in kinds]
    made = _document.cache_info().misses
    again = [anybody.get(f"/api/schema/?lang=en&x={kind}", headers={"Accept": kind}) for kind in kinds]
    assert [answer.headers["Content-Type"].split(";")[0] for answer in again] == list(kinds)
    assert [answer.content for answer in again] == [answer.content for answer in first]
    assert _document.cache_info().misses == made


def test_every_route_is_in_it_under_a_tag_with_words(schema: dict[str, Any]) -> None:
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) == sum(len(set(pattern.callback.actions) - {"head"}) for pattern in router.urls)
    tags = {tag["name"] for tag in schema["tags"]}
    for operation in operations:
        assert set(operation["tags"]) <= tags, operation["operationId"]
        assert operation.get("summary") or operation.get("description"), operation["operationId"]


def test_every_act_that_works_for_people_has_its_address(schema: dict[str, Any]) -> None:
    acts = {move.act for move in MOVES if move.works and move.who != {Role.SYSTEM}}
    addresses = {path.split("/")[-2] for path in schema["paths"] if path.startswith("/api/v1/dossiers/")}
    assert {act.value for act in acts} <= addresses
    assert {act.value for act in set(Act) - acts} & addresses == set()


def test_acts_tell_their_headers_problems_and_moves(schema: dict[str, Any]) -> None:
    stop = schema["paths"]["/api/v1/dossiers/{code}/stop/"]["post"]
    assert {parameter["name"] for parameter in stop["parameters"]} == {"code", "Idempotency-Key", "If-Match", "X-Office"}
    assert {"400", "401", "403", "404", "409", "422"} <= set(stop["responses"])
    assert "From 2, 4, 5, 6 to 8, by commune_leader." in stop["description"]


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_it_without_breaking_its_policy(desk_page: Page, live_server: Any) -> None:
    violations: list[str] = []
    desk_page.on("console", lambda message: violations.append(message.text) if message.type == "error" else None)
    response = desk_page.goto(f"{live_server.url}/api/docs/")
    assert response is not None
    desk_page.get_by_text("Một cửa Hà Nội").first.wait_for()
    desk_page.locator("#operations-tag-acts").wait_for()
    desk_page.locator("#operations-acts-dossiers_stop").click()
    desk_page.get_by_text("From 2, 4, 5, 6 to 8").wait_for()
    assert not violations
    assert "default-src 'none'" in response.headers["content-security-policy"]
