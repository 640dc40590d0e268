"""The figures of the city page: each equals an independent count, and opens a list of as many dossiers."""

import re
from datetime import datetime
from html import unescape
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.selectors import city_calendar
from core.clock import ZONE
from dossiers.models import Dossier
from reporting.city.data import city_at
from reporting.city.figures import figures
from reporting.city.ranking import ranking
from reporting.city.tile_map import tile_map
from reporting.city.unit_table import unit_table
from reporting.dossier_list import dossier_list
from reporting.office_days import outlook
from reporting.open_counts import open_counts
from reporting.periods import Kind, chosen_period, period_of
from reporting.tallies import roll_tallies
from tests.factories.replays import TODAY, replay_past, small_city

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 42, tzinfo=ZONE)
OCTOBER = ("2026-10-26", "2026-10-31")


@pytest.fixture(scope="module")
def past(module_db):
    """A past of three communes, counted."""
    with time_machine.travel(NOW, tick=False):
        communes = small_city()
        replay_past(count=260)
        roll_tallies()
        return communes


@pytest.fixture(autouse=True)
def at_the_desk_of_monday():
    with time_machine.travel(NOW, tick=False):
        yield


def sql(query, *values):
    """Count with plain SQL that shares nothing with the code under test."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()[0]


def whole(text):
    return int(re.sub(r"\D", "", text))


def figure(city, label):
    return next(each for each in figures(city) if each.label == label)


RECEIVED = """
SELECT count(*) FROM dossiers_dossier WHERE (received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %s::date AND %s::date
"""
FINISHED = """
SELECT count(*) FROM dossiers_dossier WHERE state IN (9, 10)
AND (finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %s::date AND %s::date
"""


def test_what_came_and_went_equals_a_count_of_the_dossiers(past):
    for days in (OCTOBER, ("2026-11-01", "2026-11-16"), ("2026-11-16", "2026-11-16")):
        city = city_at(NOW, chosen_period("", *days, TODAY)[0])
        received, finished = sql(RECEIVED, *days), sql(FINISHED, *days)
        assert (city.flow.received, city.flow.finished) == (received, finished)
        assert whole(figure(city, "Tiếp nhận").figure) == received
        assert whole(figure(city, "Đã giải quyết").figure) == finished


def test_what_is_open_and_overdue_equals_a_count_of_the_dossiers(past):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    assert city.city.open == sql("SELECT count(*) FROM dossiers_dossier WHERE finished_at IS NULL AND received_at IS NOT NULL")
    assert city.city.overdue == sql("SELECT count(*) FROM dossiers_dossier WHERE state IN (2, 4) AND due_at < %s", NOW) > 0
    assert city.city.soon == sql(
        "SELECT count(*) FROM dossiers_dossier WHERE state IN (2, 4) AND due_at >= %s AND due_soon_at <= %s", NOW, NOW
    )
    assert city.city.waiting == sql("SELECT count(*) FROM dossiers_dossier WHERE finished_at IS NULL AND received_at IS NULL")


def test_the_figures_tie(past):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    counts, flow = city.city, city.flow
    assert city.open_at_first + flow.received == flow.finished + flow.ended + counts.open
    assert counts.open == counts.overdue + sum(counts.by_day) + counts.later + counts.paused
    assert city.open_at_first == sql(
        "SELECT count(*) FROM dossiers_dossier WHERE received_at < '2026-11-01 00:00+07'"
        " AND (finished_at IS NULL OR finished_at >= '2026-11-01 00:00+07')"
    )


def test_a_past_period_is_judged_by_what_it_finished(past):
    city = city_at(NOW, chosen_period("", *OCTOBER, TODAY)[0])
    assert figure(city, "Đúng hạn").base == f"{city.flow.in_time} đã xong đúng hạn / {city.flow.finished} đã xong"
    assert city.open_at_last == sql(
        "SELECT count(*) FROM dossiers_dossier WHERE received_at < '2026-11-01 00:00+07'"
        " AND (finished_at IS NULL OR finished_at >= '2026-11-01 00:00+07')"
    )


def test_the_table_starts_with_the_city_and_sums_up_to_it(past):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    table = unit_table(city, "qua-han", "/x/")
    columns = zip(*[[whole(cell.text) for cell in line.cells] for line in table.lines[1:]], strict=True)
    assert [sum(column) for column in columns] == [whole(cell.text) for cell in table.lines[0].cells]
    overdue = [whole(line.cells[2].text) for line in table.lines[1:]]
    assert overdue == sorted(overdue, reverse=True)


def test_one_head_says_how_the_table_is_sorted(past):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    for key, way in (("ten", "ascending"), ("dang-mo", "descending"), ("ty-le", "descending")):
        heads = [head for head in unit_table(city, key, "/x/").heads if head.sorted]
        assert [(head.sorted, head.url) for head in heads] == [(way, f"?ky=thang&xep={key}#bang")]


def test_few_open_dossiers_make_no_rank_and_no_class(past):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    shown, drawn = ranking(city), tile_map(city)
    assert all(row.open >= 30 for row in shown.rows)
    assert all(row.open < 30 for row in shown.small)
    levels = {tile.label: tile.level for tile in drawn.tray}
    assert len(levels) == 3  # invented communes have no place on the map, and are not dropped
    assert sum(entry.count for entry in drawn.legend) == 3


LISTS = [
    "dang-giai-quyet", "qua-han", "sap-den-han", "dang-tinh-han", "tam-dung", "cho-tiep-nhan", "hen-sau",
    "da-tiep-nhan", "truc-tuyen", "da-giai-quyet", "xong-dung-han", "xong-qua-han",
]  # fmt: skip


def shown(slug, unit, **asked):
    return dossier_list(NOW, period_of(Kind.MONTH, TODAY), {"loc": slug} | asked, unit)


def walk(slug, unit, step="next_url", start=None):
    """Follow "Tiếp" (or "Trước") to the end and return all codes in order."""
    page, codes = start or shown(slug, unit), []
    while True:
        codes += [row.dossier.code for row in page.rows][:: 1 if step == "next_url" else -1]
        address = getattr(page, step)
        if not address:
            return codes
        page = shown(slug, unit, **asked_by(address))


def asked_by(address):
    """Return what an address asks for."""
    return dict(parse_qsl(address.partition("?")[2]))


def test_every_list_holds_as_many_as_its_figure_says(past):
    for slug in LISTS:
        for unit in (None, past[0]):
            assert len(walk(slug, unit)) == whole(shown(slug, unit).count), slug


def test_pages_forward_and_back_show_each_dossier_once(past):
    Dossier.objects.update(listed_at=datetime(2026, 11, 3, 9, tzinfo=ZONE))  # one key for all: only the id tells them apart
    forward = walk("da-tiep-nhan", None)
    assert len(forward) == len(set(forward)) > 100
    last = shown("da-tiep-nhan", None)
    while last.next_url:
        last = shown("da-tiep-nhan", None, **asked_by(last.next_url))
    assert walk("da-tiep-nhan", None, "previous_url", last) == forward[::-1]


def test_each_day_ahead_opens_a_list_of_its_dossiers(past, city_client):
    city = city_at(NOW, period_of(Kind.MONTH, TODAY))
    for day, count in zip(city.ahead.days, city.city.by_day, strict=True):
        page = city_client.get(reverse("city_dossiers"), {"loc": "hen-tra", "ngay": str(day)}).content.decode()
        assert f"{count} hồ sơ, tính lúc 09:42" in page


def test_every_link_of_the_page_opens(past, city_client):
    page = city_client.get(reverse("city_overview")).content.decode()
    addresses = {unescape(found) for found in re.findall(r'href="(/thanh-pho/[^"]*)"', page)}
    assert len(addresses) > 20
    assert {city_client.get(address).status_code for address in addresses} == {200}


def test_lists_say_nothing_of_people(past, city_client):
    page = city_client.get(reverse("city_dossiers"), {"loc": "dang-giai-quyet"}).content.decode()
    names = {name for each in Dossier.objects.order_by("pk") for name in each.parties.values_list("full_name", flat=True).order_by("pk")}
    assert not [name for name in names if name in page]
    assert "000*" not in page


def test_open_dossiers_are_counted_from_the_index_alone(past):
    with CaptureQueriesContext(connection) as asked:
        open_counts(outlook(NOW, city_calendar()))
    with connection.cursor() as cursor:
        # While the table is small, others cost as little; which one is taken would be luck.
        cursor.execute("DROP INDEX dossier_inbox_receiving, dossier_inbox_support, dossier_inbox_assignee, dossier_history_competent")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using dossier_inbox_competent" in plan


def test_the_page_has_no_style_and_no_script_of_its_own(past, city_client):
    for address in (reverse("city_overview"), reverse("city_dossiers")):
        page = city_client.get(address).content.decode()
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
