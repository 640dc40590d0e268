"""What falls due in the city, commune by commune: every figure equals an independent count and opens a list of as many."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from core.clock import ZONE
from dossiers.models import Dossier
from reporting.workload.city_table import city_table, city_workload
from tests.factories.communes import CommuneFactory
from tests.factories.replays import replay_past, small_city

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 42, tzinfo=ZONE)
PAGE = "/thanh-pho/khoi-luong/"
COUNTED = """
SELECT CASE WHEN due_at < %s THEN 'qua-han' WHEN (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date > '2026-11-30' THEN 'hen-sau'
    ELSE ((due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)::text END, count(*)
FROM dossiers_dossier WHERE state IN (2, 4) AND competent_unit_id = ANY(%s) GROUP BY 1
"""


@pytest.fixture(autouse=True)
def at_the_desk_of_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def past(module_db):
    """A past of three communes; one dossier falls due on a Saturday."""
    communes = small_city()
    replay_past(count=160)
    due = Dossier.objects.filter(state__in=[2, 4], due_at__gt=NOW).order_by("pk").first()
    Dossier.objects.filter(pk=due.pk).update(due_at=datetime(2026, 11, 21, 11, tzinfo=ZONE))
    return communes


def figures(line, heads):
    return {head.key: whole(cell.text) for head, cell in zip(heads, line.cells, strict=True) if cell.text != "0"}


def whole(text):
    return int(text.replace(".", ""))


def test_each_line_equals_a_count_of_the_dossiers(past):
    table = city_table(city_workload(NOW), {"xep": "ten"})
    names = {f"{each.full_name[0].upper()}{each.full_name[1:]}": [each.pk] for each in past}
    names["Thành phố Hà Nội"] = [each.pk for each in past]
    for line in table.lines:
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [NOW, names[line.name]])
            counted = dict(cursor.fetchall())
        shown = figures(line, table.heads)
        shown.pop("tam-dung", None)
        assert shown == {**counted, "dang-tinh-han": sum(counted.values())}
    assert "2026-11-21" in figures(table.lines[0], table.heads)


def test_every_count_opens_a_list_with_the_same_count(past, city_client):
    city = city_workload(NOW)
    for line in city_table(city, {}).lines[:2]:  # the city, and the commune with most
        for cell in line.cells:
            if cell.url:
                page = city_client.get(cell.url).content.decode()
                assert f"{cell.text} hồ sơ, tính lúc 09:42" in page, cell.url
                assert page.count('<th scope="row" class="code">') == min(50, whole(cell.text)), cell.url


@pytest.mark.parametrize(("asked", "index"), [({}, -2), ({"xep": "qua-han"}, 0), ({"xep": "2026-11-17"}, 2), ({"xep": "x"}, -2)])
def test_it_is_sorted_by_the_column_asked_for(past, asked, index):
    table = city_table(city_workload(NOW), asked)
    column = [whole(line.cells[index].text) for line in table.lines[1:]]
    assert column == sorted(column, reverse=True)
    assert len([head for head in [table.name, *table.heads] if head.sorted]) == 1


def test_the_short_table_holds_ten_communes_and_the_whole_city(past):
    CommuneFactory.create_batch(9)
    whole_table, short = (city_table(city_workload(NOW), asked) for asked in ({}, {"chi": "10"}))
    assert (len(whole_table.lines), len(short.lines)) == (13, 11)
    assert whole_table.lines[:11] == short.lines


def test_links_of_the_page_open_and_it_has_no_style_of_its_own(past, city_client):
    page = city_client.get(PAGE).content.decode()
    assert " style=" not in page
    sorts = set(re.findall(r'href="(\?xep=[^"]*)"', page))
    assert len(sorts) > 14
    assert {city_client.get(f"{PAGE}{address.replace('&amp;', '&')}").status_code for address in sorts} == {200}


def test_the_overview_leads_to_the_same_lists(past, city_client):
    """The bars of the overview and the table of the workload name one list for one date."""
    url = f"{reverse('city_dossiers')}?loc=hen-tra&amp;ngay=2026-11-21"
    assert url in city_client.get(reverse("city_overview")).content.decode()
    assert url in city_client.get(PAGE).content.decode()


def test_a_list_of_a_date_out_of_reach_is_the_list_of_all_that_is_open(past, city_client):
    for day in (NOW - timedelta(days=1)).date(), "2026-12-01", "x", "":
        page = city_client.get(reverse("city_dossiers"), {"loc": "hen-tra", "ngay": str(day)}).content.decode()
        assert "đang giải quyết" in page
