"""What the workload of the city costs, and what it says where there is none."""

from datetime import datetime

import pytest
import time_machine

from core.clock import ZONE
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory
from tests.factories.replays import replay_past, small_city

pytestmark = pytest.mark.django_db

PAGE = "/thanh-pho/khoi-luong/"


@pytest.fixture(autouse=True)
def at_the_desk_of_monday():
    with time_machine.travel(datetime(2026, 11, 16, 9, 42, tzinfo=ZONE), tick=False):
        yield


@pytest.mark.parametrize("count", [1, 120])
def test_the_page_costs_six_queries(city_client, django_assert_max_num_queries, count):
    small_city()
    replay_past(count=count, online_share=0)
    city_client.get(PAGE)  # the calendar is read once a process
    # Person, posts, calendar, loads, communes; a session not in the cache: one more.
    with django_assert_max_num_queries(6):
        assert city_client.get(PAGE).status_code == 200


def test_an_empty_city_says_so(city_client):
    CalendarRevisionFactory()
    CommuneFactory()
    assert "Không có hồ sơ nào đang tính hạn" in city_client.get(PAGE).content.decode()
