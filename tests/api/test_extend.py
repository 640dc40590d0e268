"""The letter of apology over the API: what is refused with which code, and who reads it afterwards."""

from typing import Any

import pytest

from accounts.permissions import Post
from dossiers.models import Extension
from tests.api.clients import client_of
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations

LETTER = {"reason": REASON, "until": "2026-11-09"}


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"reason": REASON}, 400, "until"),
        ({"reason": REASON, "until": "mai"}, 400, "until"),
        ({"until": "2026-11-09"}, 422, "reason"),
        ({"reason": "Lý do khách quan", "until": "2026-11-09"}, 422, "reason"),
        ({"reason": REASON, "until": "2026-11-08"}, 422, "until"),
        ({"reason": REASON, "until": "2099-01-05"}, 422, "until"),
    ],
)
def test_a_letter_that_cannot_be_is_refused_field_by_field(
    make: Situations, office: Office, body: dict[str, Any], status: int, field: str
) -> None:
    answer = client_of(office.posts[Post.COMMUNE_LEADER]).post(f"/api/v1/dossiers/{make.processing().code}/extend/", body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert list(answer.json()["errors"]) == [field]


def test_it_moves_the_appointment_once_and_its_citizen_reads_why(make: Situations, office: Office) -> None:
    dossier, leader, citizen = make.processing(), client_of(office.posts[Post.COMMUNE_LEADER]), client_of(make.applicant)
    address = f"/api/v1/dossiers/{dossier.code}/"
    assert leader.post(f"{address}extend/", LETTER).json()["due_at"] == "2026-11-09T17:00:00+07:00"
    again = leader.post(f"{address}extend/", LETTER)
    assert (again.status_code, again.json()["code"]) == (409, "already-extended")

    shown = citizen.get(address).json()
    assert shown["extension"] | {"issued_at": ""} == {
        "number": "1/PXL",
        "reason": REASON,
        "until": "2026-11-09",
        "issued_at": "",
        "due_before": "2026-11-05T17:00:00+07:00",
        "due_after": "2026-11-09T17:00:00+07:00",
    }
    assert shown["original_due_at"] == "2026-11-05T17:00:00+07:00"
    assert (shown["events"][-1]["act"], shown["events"][-1]["reason"], shown["events"][-1]["who"]) == ("extend", REASON, "")
    assert "extend" not in {each["act"] for each in leader.get(address).json()["allowed_acts"]}


def test_a_draft_is_nobodys_letter_yet(make: Situations, office: Office) -> None:
    dossier = make.processing()
    Extension.objects.create(dossier=dossier, drafted_at=MONDAY_9H, reason="Nháp")
    assert client_of(make.applicant).get(f"/api/v1/dossiers/{dossier.code}/").json()["extension"] is None
