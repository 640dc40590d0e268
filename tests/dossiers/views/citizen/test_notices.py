"""A citizen's notices: new until the citizen says they were read."""

from django.test import Client

from tests.factories.dossiers import Situations

PAGE = "/ho-so/thong-bao/"
BUTTON = "Đánh dấu đã đọc"


def test_they_are_read_when_the_person_says_so(citizen: Client, make: Situations) -> None:
    make.received()
    before = citizen.get(PAGE).content.decode()
    assert before.count("<span>Mới</span>") == 2
    assert BUTTON in before
    answer = citizen.post(PAGE)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    after = citizen.get(PAGE).content.decode()
    assert "<span>Mới</span>" not in after
    assert BUTTON not in after


def test_marking_ones_own_leaves_those_of_others(citizen: Client, stranger: Client, make: Situations) -> None:
    make.submitted()
    assert stranger.post(PAGE).status_code == 302
    assert BUTTON in citizen.get(PAGE).content.decode()
    assert BUTTON not in stranger.get(PAGE).content.decode()


def test_a_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.post(PAGE).status_code == 302
    assert client.post(PAGE)["Location"].startswith("/dang-nhap/")
