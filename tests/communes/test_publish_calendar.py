"""Publishing calendars: a change is a new revision, a fault is named and nothing is written."""

import json
import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.acts.publish_calendar import publish_calendar
from communes.calendar_content import content_hash, read_calendar
from communes.errors import InvalidCalendar
from communes.models import CalendarRevision
from core import clock
from tests.factories.communes import CommuneFactory, city_calendar


@pytest.fixture
def content():
    return city_calendar()


def run(*args: str) -> str:
    out = StringIO()
    call_command("load_calendar", *args, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_it_publishes_the_city_once():
    assert run() == "calendar: revision 1 created"
    assert run() == "calendar: revision 1 unchanged"
    revision = CalendarRevision.objects.get()
    assert revision.commune is None
    assert "Bộ luật Lao động 2019" in revision.source


@pytest.mark.django_db
def test_a_changed_content_is_a_new_revision_and_the_old_one_stays(content):
    first = publish_calendar(content, at=clock.now(), approved_by="Người duyệt thử")
    content["days"].pop()
    second = publish_calendar(content, at=clock.now())
    assert (first.revision.number, second.revision.number) == (1, 2)
    assert second.is_new
    assert CalendarRevision.objects.get(number=1).content == city_calendar()


@pytest.mark.django_db
def test_going_back_to_an_older_content_is_a_change_too(content):
    publish_calendar(content, at=clock.now())
    publish_calendar({**content, "days": content["days"][:-1]}, at=clock.now())
    assert publish_calendar(content, at=clock.now()).revision.number == 3


@pytest.mark.django_db
def test_the_order_of_keys_is_no_change(content):
    publish_calendar(content, at=clock.now())
    assert not publish_calendar(dict(reversed(content.items())), at=clock.now()).is_new


@pytest.mark.django_db
def test_a_commune_has_numbers_of_its_own(content, tmp_path: Path):
    CommuneFactory(code="99999")
    publish_calendar(content, at=clock.now())
    content["weekly"]["monday"] = [["07:30", "11:30"], ["13:30", "17:00"]]
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps({"content": content}), encoding="utf-8")
    assert (
        run(str(file), "--commune", "99999", "--approved-by", "Người duyệt thử", "--note", "giờ mùa đông") == "calendar: revision 1 created"
    )
    revision = CalendarRevision.objects.get(commune__code="99999")
    assert (revision.approved_by, revision.note) == ("Người duyệt thử", "giờ mùa đông")


@pytest.mark.django_db
def test_it_refuses_an_unknown_commune():
    with pytest.raises(CommandError, match="99998"):
        run("--commune", "99998")


@pytest.mark.django_db
def test_the_command_lists_every_fault_and_writes_nothing(content, tmp_path: Path):
    content["days"].append({**content["days"][0]})
    content["days"].append({"date": "2026-12-05", "kind": "makeup", "name": "làm bù", "status": "announced"})
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps({"content": content}), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        run(str(file))
    assert "2025-01-01: ghi hai lần" in str(refusal.value)
    assert "2026-12-05: ngày làm bù phải có giờ làm việc" in str(refusal.value)
    assert not CalendarRevision.objects.exists()


def faults(content) -> tuple[str, ...]:
    with pytest.raises(InvalidCalendar) as refusal:
        read_calendar(content)
    return refusal.value.problems


OFF = {"date": "2026-12-07", "kind": "off", "name": "nghỉ", "status": "announced"}


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ({**OFF, "date": "2028-01-03"}, "2028-01-03: ngoài các năm 2025–2027"),
        ({**OFF, "sessions": [["08:00", "12:00"]]}, "2026-12-07: ngày nghỉ không có giờ làm việc"),
        (
            {**OFF, "kind": "makeup", "sessions": [["08:00", "12:00"], ["11:00", "17:00"]]},
            "2026-12-07: các buổi chồng lên nhau hoặc sai thứ tự",
        ),
        ({**OFF, "kind": "makeup", "sessions": [["12:00", "08:00"]]}, "2026-12-07: giờ đóng phải sau giờ mở"),
        ({**OFF, "kind": "half"}, "2026-12-07: kind phải là off hoặc makeup, name không để trống"),
        ({**OFF, "name": ""}, "2026-12-07: kind phải là off hoặc makeup, name không để trống"),
    ],
)
def test_it_names_what_is_wrong_with_a_day(content, day, fault):
    content["days"].append(day)
    assert fault in faults(content)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"name": "T\x00"}, "ngày thứ 1: có ký tự không dùng được"),
        ({"note": "T\ud800"}, "ngày thứ 1: có ký tự không dùng được"),
        ({"other": [{"T\x1b": float("nan")}]}, "ngày thứ 1: có ký tự không dùng được"),
        ({"name": "T\nT"}, "2026-12-07: tên có ký tự không dùng được"),
        ({"name": 5}, "2026-12-07: tên phải là chữ"),
        ({"name": "T" * 201}, "2026-12-07: tên dài quá 200 chữ"),
        ({"source": "T" * 301}, "2026-12-07: căn cứ dài quá 300 chữ"),
        ({"note": "T" * 2_001}, "2026-12-07: ghi chú dài quá 2000 chữ"),
    ],
)
def test_it_is_the_last_net_for_texts_that_cannot_be_kept(content, facts, fault):
    content["days"].insert(0, {**OFF, **facts})
    assert faults(content) == (fault,)


def test_a_year_has_no_more_days_than_its_page_can_send(content):
    others = [day for day in content["days"] if not day["date"].startswith("2026")]
    days = [{**OFF, "date": str(date(2026, 1, 1) + timedelta(days=number))} for number in range(161)]
    assert faults({**content, "days": [*others, *days]}) == ("2026: mỗi năm tối đa 160 ngày ghi riêng",)
    read_calendar({**content, "days": [*others, *days[:160]]})


@pytest.mark.parametrize("day", ["2026-12-07", {}, {**OFF, "date": "07/12/2026"}, {**OFF, "status": "rumour"}, None])
def test_it_names_a_day_it_cannot_read(content, day):
    content["days"].append(day)
    assert any(fault.startswith("không hiểu ngày") for fault in faults(content))


@pytest.mark.parametrize(
    ("weekly", "fault"),
    [
        ({}, "chưa có giờ làm việc trong tuần (weekly)"),
        ({"funday": [["08:00", "12:00"]]}, "không có thứ “funday” trong tuần"),
        ({"monday": [["13:00", "17:00"], ["08:00", "12:00"]]}, "monday: các buổi chồng lên nhau hoặc sai thứ tự"),
        ({"monday": ["8h-12h"]}, 'monday: giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]'),
        ({"monday": [["08:00+07:00", "12:00"]]}, 'monday: giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]'),
        ({"monday": [["08:00:30", "12:00"]]}, 'monday: giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]'),
        ({"monday": 8}, 'monday: giờ viết như [["08:00", "12:00"], ["13:00", "17:00"]]'),
    ],
)
def test_it_names_what_is_wrong_with_the_week(content, weekly, fault):
    assert fault in faults({**content, "weekly": weekly})


def test_a_year_without_any_day_off_is_refused(content):
    assert faults({**content, "last_year": 2028}) == ("năm 2028 chưa có ngày nghỉ nào",)


@pytest.mark.parametrize("years", [{"first_year": 2027, "last_year": 2025}, {"first_year": None}, {"last_year": "2027"}])
def test_it_refuses_years_that_are_none(content, years):
    assert faults({**content, **years}) == ("cần first_year và last_year, năm đầu không sau năm cuối",)


def test_every_day_of_the_shipped_calendar_says_how_sure_it_is(content):
    assert {day["status"] for day in content["days"]} == {"statutory", "announced", "provisional"}
    assert all(day["source"] for day in content["days"] if day["status"] == "statutory")
    assert all(day["source"] or day["note"] for day in content["days"])


def test_the_page_of_the_law_lists_the_same_days(content):
    page = (Path(__file__).parents[2] / "docs" / "legal" / "calendar.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| \w{3} \| (\w+) \| [^|]+ \| (\w+) \|", page, re.MULTILINE)
    assert rows == [(day["date"], day["kind"], day["status"]) for day in content["days"]]


def test_equal_content_has_an_equal_hash(content):
    assert content_hash(content) == content_hash(city_calendar())
    content["days"][0]["name"] = "Tết"
    assert content_hash(content) != content_hash(city_calendar())


@pytest.mark.parametrize(("change", "fault"), [({"days": 5}, "days phải là danh sách ngày"), ({"last_year": 9999}, "lịch dài nhất 20 năm")])
def test_it_names_what_no_calendar_has(content, change, fault):
    assert faults({**content, **change}) == (fault,)
