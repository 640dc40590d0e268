"""Filing for somebody else on the pages: one question first, two people, and nothing of the account in the wrong box."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from dossiers.filing import applicant_of, filer_of
from dossiers.models import Dossier, Draft, PartyRole
from tests.factories.dossiers import PERSON, Situations, picture
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db

MOTHER = {"full_name": "Lò Thị Mẹ", "identity_number": "001160000456", "phone": "", "email": "", "address": "Bản Thử"}
CHILD = {"relation": "child", "full_name": "Lò Văn Con", "identity_number": "001085000123", "phone": "0987654321", "email": ""}


def page(draft: Draft, step: str) -> str:
    return f"/nop-ho-so/{draft.procedure_version.procedure.code}/{draft.pk}/{step}/"


@pytest.fixture
def draft(citizen: Client, make: Situations) -> Draft:
    """A draft begun for somebody else."""
    make.applicant.phone = "+84987654321"
    make.applicant.save(update_fields=["phone"])
    citizen.post(f"/nop-ho-so/{make.procedure().procedure.code}/", {"by": "other", "commune": make.office.commune.code})
    return Draft.objects.get()


@pytest.fixture
def filled(citizen: Client, draft: Draft) -> Draft:
    """The same, everything filled in."""
    pages: dict[str, dict[str, Any]] = {
        "nguoi-nop": MOTHER,
        "nguoi-nop-thay": CHILD,
        "khai-viec": {"noi_dung": "Việc thử"},
        "giay-to": {"tep-giay-1": picture()},
        "nhan-ket-qua": {"delivery": "counter"},
    }
    for step, typed in pages.items():
        assert citizen.post(page(draft, step), typed).status_code == HTTPStatus.FOUND
    return Draft.objects.get()


def test_the_question_comes_first_and_oneself_is_chosen(client: Client, make: Situations) -> None:
    html = client.get(f"/nop-ho-so/{make.procedure().procedure.code}/").content.decode()
    assert "Bạn nộp cho ai?" in html
    assert 'name="by" value="self" id="id_by_0" checked' in " ".join(html.split())
    assert html.index('name="by"') < html.index('name="commune"')


def test_an_answer_left_out_means_oneself(citizen: Client, make: Situations) -> None:
    citizen.post(f"/nop-ho-so/{make.procedure().procedure.code}/", {"commune": make.office.commune.code})
    draft = Draft.objects.get()
    assert not draft.is_for_other
    assert citizen.get(page(draft, "nguoi-nop-thay")).status_code == HTTPStatus.NOT_FOUND


def test_the_answer_survives_signing_in(client: Client, make: Situations) -> None:
    path = f"/nop-ho-so/{make.procedure().procedure.code}/"
    client.post(path, {"by": "other", "commune": make.office.commune.code})
    client.force_login(make.applicant)
    client.get(path)
    assert Draft.objects.get().is_for_other


def test_the_other_persons_page_shows_nothing_of_the_account(citizen: Client, draft: Draft) -> None:
    html = citizen.get(page(draft, "nguoi-nop")).content.decode()
    assert "Người bạn nộp thay." in html
    assert 'value="0987' not in html
    assert draft.owner.full_name not in html.split("<main")[1]
    assert 'autocomplete="name"' not in html


def test_ones_own_page_comes_next_and_is_filled_in_from_the_account(citizen: Client, draft: Draft) -> None:
    response = citizen.post(page(draft, "nguoi-nop"), MOTHER)
    assert response.headers["Location"] == page(draft, "nguoi-nop-thay")
    html = citizen.get(page(draft, "nguoi-nop-thay")).content.decode()
    assert "Bạn là gì của người yêu cầu?" in html
    assert 'value="0987 654 321"' in html


def test_a_relation_left_out_is_named_and_the_rest_is_kept(citizen: Client, draft: Draft) -> None:
    response = citizen.post(page(draft, "nguoi-nop-thay"), {**CHILD, "relation": ""}, follow=True)
    html = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert html.count("Chọn bạn là gì của người yêu cầu") == 2
    assert 'value="Lò Văn Con"' in html


def test_the_review_shows_both_with_a_way_to_change_each(citizen: Client, filled: Draft) -> None:
    html = citizen.get(page(filled, "xem-lai")).content.decode()
    for words in ("Lò Thị Mẹ", "001 160 000 456", "Lò Văn Con", "001 085 000 123", "Là gì của người yêu cầu"):
        assert words in html
    assert page(filled, "nguoi-nop-thay") in html
    assert "chưa xong" not in html


def test_the_same_number_twice_is_said_and_lets_pass(citizen: Client, filled: Draft) -> None:
    citizen.post(page(filled, "nguoi-nop-thay"), {**CHILD, "identity_number": MOTHER["identity_number"]})
    assert "có cùng số định danh" in citizen.get(page(filled, "xem-lai")).content.decode()
    citizen.post(page(filled, "xem-lai"), {"agreed": "yes"})
    assert [party.role for party in Dossier.objects.get().parties.all()] == [PartyRole.APPLICANT]


def test_the_receipt_and_ones_own_pages_say_for_whom(citizen: Client, filled: Draft) -> None:
    receipt = citizen.post(page(filled, "xem-lai"), {"agreed": "yes"}, follow=True).content.decode()
    code = Dossier.objects.get().code
    assert "của Lò Thị Mẹ" in receipt
    assert "Người nộp thay (con): Lò Văn Con" in receipt
    assert "SMS 0987 ••• 321" in receipt
    assert "Bạn nộp thay cho Lò Thị Mẹ." in citizen.get(f"/ho-so/{code}/").content.decode()
    assert "của Lò Thị Mẹ" in citizen.get("/ho-so/").content.decode()


def test_ones_own_dossier_says_nothing_of_filing_for_others(citizen: Client, make: Situations) -> None:
    dossier = make.submitted()
    assert "nộp thay" not in citizen.get(f"/ho-so/{dossier.code}/").content.decode()
    assert "nộp thay" not in citizen.get(f"/ho-so/{dossier.code}/da-nop/").content.decode()


def test_going_back_and_choosing_oneself_drops_the_other_person(citizen: Client, filled: Draft) -> None:
    citizen.post(page(filled, "noi-nop"), {"by": "self", "commune": filled.commune.code if filled.commune else ""})
    draft = Draft.objects.get()
    assert (applicant_of(draft)["full_name"], filer_of(draft)) == ("Lò Văn Con", {})
    assert citizen.get(page(draft, "nguoi-nop-thay")).status_code == HTTPStatus.NOT_FOUND


def test_a_page_posted_without_the_question_leaves_it_as_it_is(citizen: Client, filled: Draft) -> None:
    citizen.post(page(filled, "noi-nop"), {"commune": filled.commune.code if filled.commune else ""})
    assert Draft.objects.get().is_for_other


class TestSignsThatNoTextMayHold:
    """NUL stands in no text of the database; a form that carries it is no fault of the server."""

    def test_in_a_commune(self, citizen: Client, make: Situations) -> None:
        response = citizen.post(f"/nop-ho-so/{make.procedure().procedure.code}/", {"commune": "\x00"}, follow=True)
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY

    @pytest.mark.parametrize("named", ["\x00", "1\x00", "x"])
    def test_in_a_file_to_take_away(self, citizen: Client, filled: Draft, named: str) -> None:
        assert citizen.post(page(filled, "giay-to"), {"remove": named}, follow=True).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        assert filled.files.count() == 1

    def test_in_a_person(self, citizen: Client, make: Situations) -> None:
        draft = make.draft()
        citizen.post(page(draft, "nguoi-nop"), {**PERSON, "full_name": "Trần\x00 Thị Thử"})
        citizen.post(page(draft, "xem-lai"), {"agreed": "yes"})
        assert Dossier.objects.get().parties.get().full_name == "Trần Thị Thử"

    def test_in_a_case(self, citizen: Client, make: Situations) -> None:
        version = ProcedureVersionFactory(cases=[{"code": "a", "label": "A", "hint": ""}])
        sent = {"commune": make.office.commune.code, "case": "a\x00"}
        assert citizen.post(f"/nop-ho-so/{version.procedure.code}/", sent, follow=True).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
