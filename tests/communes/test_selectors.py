"""Reads of communes and of the calendar a dossier is pinned to."""

from datetime import date

import pytest

from communes.models import CalendarRevision
from communes.selectors import calendar_for, calendar_of_revision, city_calendar, communes_in_order, current_revision, find_communes
from core.working_calendar import CalendarMissing
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory
from tests.factories.communes import city_calendar as calendar_content

pytestmark = pytest.mark.django_db


def test_communes_stand_in_the_order_of_the_alphabet():
    for name in ["Đa Phúc", "Ba Vì", "Dương Nội", "Bạch Mai", "Ô Diên", "Ngọc Hồi"]:
        CommuneFactory(name=name)
    assert [each.name for each in communes_in_order()] == ["Ba Vì", "Bạch Mai", "Dương Nội", "Đa Phúc", "Ngọc Hồi", "Ô Diên"]


def test_a_unit_that_ended_is_listed_only_for_its_own_time():
    ended, present = CommuneFactory(ended=True), CommuneFactory()
    assert list(communes_in_order()) == [present]
    assert list(communes_in_order(on=date(2025, 6, 30))) == [ended]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoa lac", ["Hòa Lạc"]),
        ("Hoà Lạc", ["Hòa Lạc"]),
        ("xã hòa", ["Hòa Lạc", "Hòa Phú"]),
        ("phường hòa", []),
        ("hoa", ["Hòa Lạc", "Hòa Phú", "Yên Hòa"]),
        ("lac", ["Hòa Lạc"]),
        ("phương liệt", ["Phương Liệt"]),
        ("phường phương liệt", ["Phương Liệt"]),
        ("khong co", []),
    ],
)
def test_it_finds_communes_without_marks_beginnings_first(text, found):
    for name in ["Yên Hòa", "Phương Liệt"]:
        CommuneFactory(name=name)
    for name in ["Hòa Phú", "Hòa Lạc"]:
        CommuneFactory(name=name, xa=True)
    assert [each.name for each in find_communes(text)] == found


def test_an_empty_text_finds_all():
    CommuneFactory.create_batch(2)
    assert find_communes(" ").count() == 2


def test_the_commune_follows_the_city_until_it_has_its_own_calendar(django_assert_num_queries):
    commune, other = CommuneFactory(), CommuneFactory()
    CalendarRevisionFactory(number=1)
    newest = CalendarRevisionFactory(number=2)
    assert current_revision(commune.pk) == newest
    own = CalendarRevisionFactory(commune=commune, number=1)
    with django_assert_num_queries(1):
        assert current_revision(commune.pk) == own
    assert current_revision(other.pk) == newest


def test_without_any_calendar_nothing_is_computed():
    with pytest.raises(CalendarMissing):
        current_revision(CommuneFactory().pk)


def test_a_revision_is_read_once_a_process(django_assert_num_queries):
    revision = CalendarRevisionFactory()
    calendar = calendar_of_revision(revision.pk)
    with django_assert_num_queries(0):
        assert calendar_of_revision(revision.pk) is calendar


def test_it_gives_revision_and_calendar_together(django_assert_num_queries):
    content = calendar_content()
    content["weekly"]["saturday"] = [["08:00", "12:00"]]
    commune = CommuneFactory()
    revision = CalendarRevisionFactory(commune=commune, content=content)
    revision_id, calendar = calendar_for(commune.pk)
    assert revision_id == revision.pk
    assert calendar.is_working_day(date(2026, 11, 28))
    with django_assert_num_queries(1):  # which revision is current
        calendar_for(commune.pk)


def test_an_unknown_revision_is_no_calendar():
    with pytest.raises(CalendarRevision.DoesNotExist):
        calendar_of_revision(0)


def test_the_calendar_of_the_city_is_its_newest_and_no_communes(django_assert_num_queries):
    CalendarRevisionFactory(number=1)
    newest = CalendarRevisionFactory(number=2)
    CalendarRevisionFactory(commune=CommuneFactory(), number=3)
    assert city_calendar() is calendar_of_revision(newest.pk)
    with django_assert_num_queries(1):  # which revision is current
        city_calendar()


def test_a_city_without_a_calendar_is_said_so():
    CalendarRevisionFactory(commune=CommuneFactory())
    with pytest.raises(CalendarMissing, match="Chưa có lịch làm việc"):
        city_calendar()
