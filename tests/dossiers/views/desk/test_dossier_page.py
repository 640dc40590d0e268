"""The page of one dossier: everything to answer a call, masked people, acts for this person now, and a log of who looked."""

from typing import Any

import pytest
from django.test import Client

from accounts.permissions import Post
from dossiers.models import Dossier, RecordReading
from dossiers.states import Act
from tests.dossiers.views.desk.conftest import SignIn
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory


def url(dossier: Dossier, rest: str = "") -> str:
    return f"/mot-cua/{dossier.code}/{rest}"


def offered(client: Client, dossier: Dossier) -> list[Act]:
    return [offer.act for offer in client.get(url(dossier)).context["offers"].acts]


def test_an_office_elsewhere_cannot_tell_the_code_exists(sign_in: SignIn, make: Situations, elsewhere: Office) -> None:
    assert sign_in(office=elsewhere).get(url(make.received())).status_code == 404


def test_a_citizen_finds_nothing_here(client: Client, make: Situations) -> None:
    dossier = make.received()
    client.force_login(make.applicant)
    assert client.get(url(dossier)).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client: Client, make: Situations) -> None:
    assert client.get(url(make.received())).status_code == 302


def test_it_shows_steps_papers_answers_and_log(sign_in: SignIn, make: Situations) -> None:
    page = sign_in().get(url(make.processing())).content.decode()
    for words in ("Giấy thử số 1", "Việc thử", "Tiếp nhận đủ hồ sơ, phiếu 01 số 1/TNHS", "Bắt đầu tính giờ", "Chuyển sang bước"):
        assert words in page


def test_identity_numbers_are_masked(sign_in: SignIn, make: Situations) -> None:
    page = sign_in().get(url(make.received())).content.decode()
    assert "001*****0123" in page
    assert "001185000123" not in page


def test_the_whole_number_is_shown_once_and_its_purpose_noted(sign_in: SignIn, make: Situations, office: Office) -> None:
    dossier, client = make.received(), sign_in()
    response = client.post(url(dossier, "so-dinh-danh/"), {"role": "applicant", "purpose_code": "compare"})
    assert "001185000123" in response.content.decode()
    reading = RecordReading.objects.get(dossier=dossier)
    assert (reading.reader, reading.purpose) == (office.person(Post.DESK_OFFICER), "Xem số định danh: Đối chiếu người đến nhận")
    assert "001185000123" not in client.get(url(dossier)).content.decode()


def test_without_a_purpose_the_number_stays_hidden(sign_in: SignIn, make: Situations) -> None:
    dossier = make.received()
    response = sign_in().post(url(dossier, "so-dinh-danh/"), {"role": "applicant", "purpose_code": ""})
    assert response.status_code == 422
    assert "001185000123" not in response.content.decode()
    assert not RecordReading.objects.filter(dossier=dossier).exists()


def test_opening_is_noted_once_an_hour(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.received(), sign_in()
    client.get(url(dossier))
    client.get(url(dossier))
    assert RecordReading.objects.filter(dossier=dossier, purpose="Mở hồ sơ").count() == 1
    assert "Mở hồ sơ" in client.get(url(dossier, "ai-da-mo/")).content.decode()


def test_a_desk_officer_is_offered_reception_first(sign_in: SignIn, make: Situations) -> None:
    assert offered(sign_in(), make.submitted()) == [Act.RECEIVE, Act.REQUEST_SUPPLEMENT, Act.DECLINE]


def test_only_the_owner_forwards(sign_in: SignIn, make: Situations) -> None:
    dossier = make.processing()
    assert Act.FORWARD in offered(sign_in(Post.SPECIALIST), dossier)
    client = sign_in()
    assert offered(client, dossier) == []
    assert "đang giữ hồ sơ" in client.get(url(dossier)).context["offers"].missing


def test_the_line_below_the_buttons_says_which_act_is_missing_and_why(sign_in: SignIn, make: Situations) -> None:
    missing = sign_in(Post.SPECIALIST).get(url(make.awaiting_supplement())).context["offers"].missing
    assert "Chưa làm được: Chuyển bước, vì đang chờ công dân." in missing


def test_missing_papers_take_the_place_of_reception(sign_in: SignIn, make: Situations) -> None:
    dossier = make.submitted()
    dossier.files.all().delete()
    client = sign_in()
    assert Act.RECEIVE not in offered(client, dossier)
    assert "còn thiếu Giấy thử số 1" in client.get(url(dossier)).context["offers"].missing


def test_a_finished_dossier_has_nothing_left_to_do(sign_in: SignIn, make: Situations) -> None:
    offers = sign_in().get(url(make.returned())).context["offers"]
    assert (offers.acts, offers.missing) == ([], "Đã trả kết quả. Không còn việc phải làm.")


def test_the_date_is_explained_and_agrees_with_what_is_stored(sign_in: SignIn, make: Situations) -> None:
    response = sign_in().get(url(make.received(), "vi-sao-hen/"))
    assert RecordReading.objects.get().purpose == "Mở hồ sơ"
    assert response.context["due"].agrees
    assert "Thủ tục này có 3 ngày làm việc." in response.content.decode()


def test_a_stop_is_part_of_the_explanation(sign_in: SignIn, make: Situations) -> None:
    response = sign_in().get(url(make.awaiting_supplement(), "vi-sao-hen/"))
    assert response.context["due"].agrees
    assert "Chờ bổ sung; còn lại" in response.content.decode()


def test_a_file_is_sent_to_the_office_only(sign_in: SignIn, make: Situations, elsewhere: Office, client: Client) -> None:
    dossier = make.submitted()
    address = url(dossier, f"tep/{dossier.files.get().pk}/")
    response = sign_in().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert sign_in(office=elsewhere).get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_a_file_of_another_dossier_is_not_found(sign_in: SignIn, make: Situations) -> None:
    first, second = make.submitted(), make.submitted()
    assert sign_in().get(url(first, f"tep/{second.files.get().pk}/")).status_code == 404


def test_every_post_can_open_every_state(sign_in: SignIn, make: Situations) -> None:
    dossiers = [make.submitted(), make.received(), make.processing(), make.awaiting_supplement(), make.result_ready(), make.returned()]
    for post in Post.values[:5]:
        for dossier in dossiers:
            assert sign_in(Post(post)).get(url(dossier)).status_code == 200


@pytest.mark.parametrize("papers", [1, 4])
def test_the_page_costs_the_same_whatever_it_holds(sign_in: SignIn, make: Situations, papers: int, django_assert_num_queries: Any) -> None:
    make.version = ProcedureVersionFactory(papers=papers)
    dossier, client = make.processing(), sign_in()
    client.get(url(dossier))  # what a process learns once
    with django_assert_num_queries(21):
        assert dossier.code in client.get(url(dossier)).content.decode()
