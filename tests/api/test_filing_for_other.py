"""A program files for somebody else on behalf of its person."""

from typing import Any

import pytest

from accounts.models import User
from accounts.permissions import Post
from tests.api.clients import client_of
from tests.factories.dossiers import Office, Situations, picture

MOTHER = {"full_name": "Lò Thị Mẹ", "identity_number": "001160000456", "address": "Bản Thử"}
CHILD = {"full_name": "Lò Văn Con", "identity_number": "001085000123", "phone": "0987654321", "relation": "child"}


def test_a_draft_of_ones_own_has_no_filer(make: Situations, applicant: User) -> None:
    assert client_of(applicant).get(f"/api/v1/drafts/{make.draft().pk}/").json()["filer"] is None


def test_filer_and_applicant_are_sent_together(make: Situations, applicant: User, office: Office) -> None:
    draft, citizen = make.draft(), client_of(applicant)
    address = f"/api/v1/drafts/{draft.pk}/"
    kept = citizen.patch(address, {"applicant": MOTHER, "filer": CHILD})
    assert (kept.status_code, kept.json()["filer"]["relation"], kept.json()["applicant"]["phone"]) == (200, "child", "")
    assert citizen.get(f"{address}missing/").json() == {"ready": True, "documents": [], "errors": {}}

    code = citizen.post("/api/v1/dossiers/submit/", {"draft": str(draft.pk), "agreed": True}).json()["code"]
    for reader in (citizen, client_of(office.posts[Post.DESK_OFFICER])):
        people = reader.get(f"/api/v1/dossiers/{code}/").json()["people"]
        assert [(each["party"], each["full_name"], each["relation"]) for each in people] == [
            ("applicant", "Lò Thị Mẹ", ""),
            ("filer", "Lò Văn Con", "child"),
        ]


def test_null_files_for_oneself_again(make: Situations, applicant: User) -> None:
    draft, citizen = make.draft(), client_of(applicant)
    address = f"/api/v1/drafts/{draft.pk}/"
    citizen.patch(address, {"filer": CHILD})
    assert citizen.patch(address, {"filer": None}).json()["filer"] is None
    draft.refresh_from_db()
    assert "nguoi-nop-thay" not in draft.done_steps


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"filer": {**CHILD, "relation": "friend"}}, ["filer.relation"]),
        ({"filer": {}}, ["filer.relation", "filer.full_name", "filer.identity_number", "filer.phone"]),
        ({"applicant": MOTHER}, ["applicant.phone"]),
    ],
)
def test_what_cannot_be_right_is_named_and_nothing_is_kept(
    make: Situations, applicant: User, wrong: dict[str, Any], fields: list[str]
) -> None:
    draft, citizen = make.draft(), client_of(applicant)
    answer = citizen.patch(f"/api/v1/drafts/{draft.pk}/", {**wrong, "delivery": "post"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, fields)
    draft.refresh_from_db()
    assert (draft.delivery, draft.is_for_other) == ("counter", False)


@pytest.mark.parametrize("filer", [{**CHILD, "relation": "child" * 9}, {**CHILD, "full_name": "\x00"}, "child", [CHILD]])
def test_a_filer_of_another_shape_is_refused(make: Situations, applicant: User, filer: Any) -> None:
    answer = client_of(applicant).patch(f"/api/v1/drafts/{make.draft().pk}/", {"filer": filer})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-input")


def test_a_part_that_is_no_number_is_no_fault_of_the_server(make: Situations, applicant: User) -> None:
    dossier = make.awaiting_supplement()
    answer = client_of(applicant).post(f"/api/v1/dossiers/{dossier.code}/supplement/", {"file-²": picture()}, format="multipart")
    assert answer.status_code == 422
