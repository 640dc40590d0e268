"""Many at once: real threads, real connections, real commits."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.permissions import Post
from dossiers.acts.decline import DeclineReason
from dossiers.models import Dossier, DossierEvent, Draft
from tests.api.clients import client_of
from tests.factories.dossiers import PERSON, Office, Situations

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 50


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make all calls at the same moment, each in a thread with a connection of its own; return their answers in order."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=60)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(one, calls))


def counter_body(make: Situations) -> dict[str, Any]:
    return {"procedure": make.procedure().procedure.code, "applicant": PERSON, "papers": [{"document_code": "giay-1"}]}


def test_fifty_receptions_at_one_desk_give_fifty_codes_and_one_event_each(make: Situations, office: Office) -> None:
    desk, body = office.posts[Post.DESK_OFFICER], counter_body(make)
    clients = [client_of(desk) for _ in range(AT_ONCE)]
    answers = together([lambda client=client: client.post("/api/v1/dossiers/receive/", body) for client in clients])
    assert Counter(answer.status_code for answer in answers) == {201: AT_ONCE}
    codes = {answer.json()["code"] for answer in answers}
    assert codes == {f"H26.{office.commune.unit_code}-261102-{serial:04d}" for serial in range(1, AT_ONCE + 1)}
    assert Counter(DossierEvent.objects.values_list("dossier__code", flat=True)) == dict.fromkeys(codes, 1)
    slips = set(DossierEvent.objects.values_list("artefact", flat=True))
    assert slips == {f"01:{number}/TNHS" for number in range(1, AT_ONCE + 1)}


def test_two_officers_acting_at_once_on_what_both_saw(make: Situations, office: Office) -> None:
    dossier = make.submitted()
    desk, leader = client_of(office.posts[Post.DESK_OFFICER]), client_of(office.posts[Post.COMMUNE_LEADER])
    seen = {"If-Match": f'"{dossier.version}"'}
    decline = {"ground": "duplicate", "explanation": "Trùng hồ sơ đã nộp"}
    answers = together(
        [
            lambda: desk.post(f"/api/v1/dossiers/{dossier.code}/receive/", {}, headers=seen),
            lambda: leader.post(f"/api/v1/dossiers/{dossier.code}/decline/", decline, headers=seen),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (late["code"], late["version"]) == ("version-conflict", 2)
    assert late["who"] in {office.person(Post.DESK_OFFICER).full_name, office.person(Post.COMMUNE_LEADER).full_name}
    assert dossier.events.count() == 2


def test_one_button_pressed_by_ten_fingers_acts_once(make: Situations, office: Office) -> None:
    dossier, key = make.submitted(), {"Idempotency-Key": str(uuid4())}
    clients = [client_of(office.posts[Post.DESK_OFFICER]) for _ in range(10)]
    address = f"/api/v1/dossiers/{dossier.code}/receive/"
    answers = together([lambda client=client: client.post(address, {}, headers=key) for client in clients])
    assert {(answer.status_code, answer.json()["version"]) for answer in answers} == {(200, 2)}
    assert dossier.events.count() == 2


def test_one_reception_sent_ten_times_is_one_dossier(make: Situations, office: Office) -> None:
    body, key = counter_body(make), {"Idempotency-Key": str(uuid4())}
    clients = [client_of(office.posts[Post.DESK_OFFICER]) for _ in range(10)]
    answers = together([lambda client=client: client.post("/api/v1/dossiers/receive/", body, headers=key) for client in clients])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["code"] for answer in answers}) == Dossier.objects.count() == DossierEvent.objects.count() == 1


def test_one_draft_sent_ten_times_is_one_dossier(make: Situations, applicant: User) -> None:
    draft = make.draft()
    clients: list[APIClient] = [client_of(applicant) for _ in range(10)]
    sent = {"draft": str(draft.pk), "agreed": True}
    answers = together([lambda client=client: client.post("/api/v1/dossiers/submit/", sent) for client in clients])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["code"] for answer in answers}) == Dossier.objects.count() == DossierEvent.objects.count() == 1


def test_one_draft_begun_ten_times_with_one_key_is_one_draft(make: Situations, office: Office, applicant: User) -> None:
    sent, key = {"procedure": make.procedure().procedure.code, "commune": office.commune.code}, {"Idempotency-Key": str(uuid4())}
    clients = [client_of(applicant) for _ in range(10)]
    answers = together([lambda client=client: client.post("/api/v1/drafts/", sent, headers=key) for client in clients])
    assert Counter(answer.status_code for answer in answers) == {201: 10}
    assert {answer.json()["id"] for answer in answers} == {str(pk) for pk in Draft.objects.values_list("pk", flat=True)}
    assert Draft.objects.count() == 1


@pytest.fixture
def held(make: Situations) -> Iterator[Dossier]:
    """A dossier whose row somebody else holds, for longer than this connection waits."""
    dossier, other = make.submitted(), connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM dossiers_dossier WHERE id = %s FOR UPDATE", [dossier.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        yield dossier
    finally:
        other.rollback()
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")


def test_an_officer_keeps_what_was_typed_when_somebody_else_holds_the_dossier(held: Dossier, office: Office, client: Client) -> None:
    client.force_login(office.person(Post.DESK_OFFICER))
    typed = {"key": str(uuid4()), "version": held.version, "ground": DeclineReason.values[0], "confirmed": "on"}
    typed["explanation"] = "Nộp lại tại phường nơi cư trú"
    answer = client.post(f"/mot-cua/{held.code}/decline/", typed)
    assert answer.status_code == 503
    assert "Hồ sơ đang được người khác xử lý. Thử lại sau vài giây." in answer.content.decode()
    assert typed["explanation"] in answer.content.decode()


def test_a_program_is_told_that_somebody_else_holds_the_dossier(held: Dossier, office: Office) -> None:
    answer = client_of(office.posts[Post.DESK_OFFICER]).post(f"/api/v1/dossiers/{held.code}/receive/", {})
    assert (answer.status_code, answer.json()["code"], answer["Content-Type"]) == (503, "busy", "application/problem+json")
    assert answer.json()["title"] == "Hồ sơ đang được người khác xử lý. Thử lại sau vài giây."
    assert held.events.count() == 1


def test_an_officer_is_told_that_somebody_else_holds_the_dossier(held: Dossier, office: Office, client: Client) -> None:
    client.force_login(office.person(Post.DESK_OFFICER))
    answer = client.post(f"/mot-cua/{held.code}/receive/", {"key": str(uuid4()), "version": held.version})
    assert answer.status_code == 503
    assert "Hồ sơ đang được người khác xử lý. Thử lại sau vài giây." in answer.content.decode()
    assert held.events.count() == 1
