"""A citizen's notices: new until the citizen says they were read."""

from datetime import timedelta

import time_machine
from django.test import Client

from dossiers.models import DossierParty
from notifications.models import Notice
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


def test_opening_one_reads_it_once_and_leads_to_the_dossier(
    citizen: Client, stranger: Client, make: Situations, clock: time_machine.Traveller
) -> None:
    dossier = make.submitted()
    notice = Notice.objects.get(about_id=dossier.pk, channel="in_app")
    link = f"{PAGE}{notice.pk}/"
    assert stranger.get(link).status_code == 404
    assert citizen.head(link).status_code == 405  # a look ahead is no reading
    assert citizen.get(link)["Location"] == f"/ho-so/{dossier.code}/"
    notice.refresh_from_db()
    opened = notice.read_at
    clock.shift(timedelta(hours=1))
    citizen.get(link)
    notice.refresh_from_db()
    assert notice.read_at == opened is not None


def test_one_about_a_dossier_that_is_no_longer_mine_leads_back(citizen: Client, make: Situations) -> None:
    dossier = make.submitted()
    DossierParty.objects.filter(dossier=dossier).update(user=None)
    notice = Notice.objects.get(about_id=dossier.pk, channel="in_app")
    assert citizen.get(f"{PAGE}{notice.pk}/")["Location"] == PAGE


def test_a_visitor_signs_in_first(client: Client, db: None) -> None:
    assert client.post(PAGE).status_code == 302
    assert client.post(PAGE)["Location"].startswith("/dang-nhap/")
