"""The page of the city: every figure equals an independent count, and opens a list of as many dossiers."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.permissions import Post
from core.clock import ZONE
from reporting.tallies import roll_tallies
from tests.factories.accounts import MembershipFactory
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory
from tests.factories.replays import replay_past, small_city

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 42, tzinfo=ZONE)
OCTOBER = ("2026-10-26", "2026-10-31")


@pytest.fixture(autouse=True)
def at_the_desk_of_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def test_an_empty_city_says_so_instead_of_dividing_by_nothing(db, city_client):
    CalendarRevisionFactory()
    CommuneFactory()
    body = city_client.get(reverse("city_overview")).content.decode()
    assert "chưa có" in body
    assert "Không có hồ sơ quá hạn" in body


@pytest.mark.parametrize(
    "asked", [{"loc": "x", "sau": "x_y", "ngay": "x"}, {"sau": "2026-11-01_5"}, {"truoc": "_"}, {"tu": "x", "den": "y"}]
)
def test_an_address_that_cannot_be_read_shows_the_beginning(calendar, city_client, asked):
    page = city_client.get(reverse("city_dossiers"), asked)
    assert page.status_code == 200
    assert "đang giải quyết" in page.content.decode()


@pytest.mark.parametrize("count", [1, 150])
def test_the_page_costs_ten_queries_at_most(city_client, django_assert_max_num_queries, count):
    small_city()
    replay_past(count=count, online_share=0)
    roll_tallies()
    city_client.get(reverse("city_overview"))  # the calendar is read once a process
    # Person, post, calendar revision, open dossiers, communes, oldest overdue (two), tallies, unread notices; a session not in the cache: one more.
    with django_assert_max_num_queries(10):
        page = city_client.get(reverse("city_overview"))
    assert page.status_code == 200


def test_the_real_city_has_its_126_tiles_in_eleven_queries(city_client, django_assert_max_num_queries):
    call_command("load_communes", verbosity=0)
    call_command("load_calendar", verbosity=0)
    with django_assert_max_num_queries(11):  # one more: this process meets the calendar for the first time
        page = city_client.get(reverse("city_overview")).content.decode()
    assert page.count('class="tile tile--') == 126
    assert "Xem cả 126 đơn vị" not in page  # nothing is overdue: nobody to ask


@pytest.mark.parametrize("name", ["city_overview", "city_dossiers"])
def test_a_visitor_is_sent_to_sign_in(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("staff_sign_in"))


@pytest.mark.parametrize("post", [Post.DESK_OFFICER, Post.COMMUNE_LEADER])
@pytest.mark.parametrize("address", ["/thanh-pho/", "/thanh-pho/ho-so/", "/thanh-pho/00070/"])
def test_people_of_communes_cannot_tell_the_page_exists(client, post, address):
    client.force_login(MembershipFactory(post=post).user)
    assert client.get(address).status_code == 404


def test_an_auditor_of_the_city_may_look(db, client):
    CalendarRevisionFactory()
    client.force_login(MembershipFactory(commune=None, post=Post.AUDITOR).user)
    assert client.get(reverse("city_overview")).status_code == 200


def test_an_unknown_commune_is_not_found(db, city_client):
    assert city_client.get(reverse("city_commune", args=["99999"])).status_code == 404


@pytest.mark.parametrize("address", ["/thanh-pho/", "/thanh-pho/ho-so/"])
def test_no_page_of_the_city_stays_in_the_browser(calendar, city_client, address):
    assert "no-store" in city_client.get(address).headers["Cache-Control"]


def test_days_before_the_calendar_are_shown_without_working_days(db, city_client):
    CalendarRevisionFactory()
    page = city_client.get(reverse("city_overview"), {"tu": "2024-12-01", "den": "2024-12-31"}).content.decode()
    assert "kỳ này không có ngày làm việc" in page
    assert date(2024, 12, 1).strftime("%d/%m") in page


def test_an_auditor_of_one_commune_sees_that_commune_alone(calendar, client):
    own, other = CommuneFactory.create_batch(2)
    client.force_login(MembershipFactory(commune=own, post=Post.AUDITOR).user)
    for address in ("", "ho-so/", "khoi-luong/", f"{other.code}/"):
        assert client.get(f"/thanh-pho/{address}").status_code == 404, address
    assert client.get(f"/thanh-pho/{own.code}/").status_code == 200
