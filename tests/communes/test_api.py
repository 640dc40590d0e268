"""Communes over the API: open, read only, found without marks."""

import pytest
from rest_framework.test import APIRequestFactory

from communes.api.viewsets import CommuneViewSet
from tests.factories.communes import CommuneFactory, ReceptionPointFactory

pytestmark = pytest.mark.django_db

LIST = CommuneViewSet.as_view({"get": "list"})
ONE = CommuneViewSet.as_view({"get": "retrieve"})


def listed(**query: str) -> list[str]:
    response = LIST(APIRequestFactory().get("/", query))
    assert response.status_code == 200, response.data
    return [each["name"] for each in response.data["results"]]


@pytest.fixture
def three():
    return [
        CommuneFactory(name="Yên Hòa", former_district="Quận Cầu Giấy"),
        CommuneFactory(name="Hòa Lạc", xa=True, former_district="Huyện Thạch Thất"),
        CommuneFactory(name="Đống Đa", former_district="Quận Đống Đa"),
    ]


def test_strangers_may_read_all_of_them(three):
    assert listed() == ["Đống Đa", "Hòa Lạc", "Yên Hòa"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "xa"}, ["Hòa Lạc"]),
        ({"former_district": "quận đống đa"}, ["Đống Đa"]),
        ({"q": "hoa"}, ["Hòa Lạc", "Yên Hòa"]),
        ({"q": "hoà", "kind": "phuong"}, ["Yên Hòa"]),
        ({"q": "phường"}, []),
    ],
)
def test_it_filters(three, query, names):
    assert listed(**query) == names


def test_it_refuses_a_kind_that_does_not_exist(three):
    response = LIST(APIRequestFactory().get("/", {"kind": "huyen"}))
    assert (response.status_code, response.data["code"]) == (400, "invalid-input")
    assert set(response.data["errors"]) == {"kind"}


def test_it_shows_one_with_its_desks():
    commune = CommuneFactory(code="98765", name="Láng", lat=21.02, lon=105.8, area_km2="1.85", population=None)
    ReceptionPointFactory(commune=commune)
    data = ONE(APIRequestFactory().get("/"), code="98765").data
    assert data["full_name"] == "phường Láng"
    assert (data["lat"], float(data["area_km2"]), data["population"]) == (21.02, 1.85, None)
    assert data["reception_points"] == [
        {"name": "Bộ phận một cửa phường Láng", "address": "", "phone": "", "hours_note": "", "is_main": True},
    ]


def test_it_says_not_found_as_a_problem():
    response = ONE(APIRequestFactory().get("/"), code="00000")
    assert (response.status_code, response.data["code"]) == (404, "not-found")


@pytest.mark.parametrize("communes", [1, 3])
def test_a_list_takes_three_queries(django_assert_num_queries, communes):
    ReceptionPointFactory.create_batch(communes)
    with django_assert_num_queries(3):  # count, communes, desks
        assert len(listed()) == communes


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_here(method):
    request = getattr(APIRequestFactory(), method)("/")
    assert LIST(request).status_code == ONE(request, code="00070").status_code == 405
