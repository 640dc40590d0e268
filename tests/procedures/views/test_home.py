"""The home page: one question, occasions, tracking; a notice only when it changes what people do."""

from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_asks_one_question_as_its_title(client: Client) -> None:
    page = client.get("/").content.decode()

    assert '<h1><label class="search-box__label--title" for="search-box-input">Bạn cần làm việc gì?</label></h1>' in page
    assert page.count("link-list__text") == 8
    assert 'name="second"' in page


def test_it_tells_of_a_holiday_close_by(client: Client, calendar: None) -> None:
    page = client.get("/").content.decode()

    assert "Thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam." in page
    assert "nộp trực tuyến vẫn mở" in page


def test_it_says_nothing_of_ordinary_weekends(client: Client, calendar: None, clock: time_machine.Traveller) -> None:
    clock.move_to("2026-11-26T09:00:00+07:00")
    assert "Quầy đóng cửa" not in client.get("/").content.decode()


def test_it_stands_without_a_calendar(client: Client) -> None:
    assert client.get("/").status_code == HTTPStatus.OK
