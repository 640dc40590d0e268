"""`manage.py due`: one question with its reasons, or thousands from a pipe. Only --commune touches the database."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from communes.due_question import answer_line
from tests.core.cases import calendar_of
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory, city_calendar

TET = ("--from", "2026-02-12T10:00", "--limit", "3d")


def said(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue().splitlines()


def answered(monkeypatch: pytest.MonkeyPatch, *lines: object, commune: str = "") -> list[dict[str, str]]:
    """Return the answers to lines; what is not bytes is written as JSON."""
    written = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written)))
    arguments = ["--batch", "--commune", commune] if commune else ["--batch"]
    return [json.loads(line) for line in said(*arguments)]


def test_it_says_the_moment_first_and_then_why():
    assert said(*TET) == [
        "2026-02-24T17:00:00+07:00",
        "Hẹn trả: 17:00, thứ Ba 24/02/2026.",
        "Thủ tục này có 3 ngày làm việc. Ngày nhận hồ sơ không tính. Thứ Bảy, Chủ nhật và ngày nghỉ Tết không tính.",
        "- Nhận hồ sơ: 10:00 thứ Năm 12/02, chưa tính.",
        "- Ngày 1: thứ Sáu 13/02.",
        "- Nghỉ: 14/02 đến 22/02, gồm Tết Nguyên đán 16–20/02 (Thông báo 9441/TB-BNV) và cuối tuần.",
        "- Ngày 2: thứ Hai 23/02. Ngày 3: thứ Ba 24/02, trả trước khi hết giờ làm việc, 17:00.",
        "Từng ngày:",
        "  T5 12/02/2026  nhận",
        "  T6 13/02/2026  ngày 1",
        "  T7 14/02/2026  nghỉ: cuối tuần",
        "  CN 15/02/2026  nghỉ: cuối tuần",
        *(f"  {day}/02/2026  Tết: Tết Nguyên đán (Thông báo 9441/TB-BNV)" for day in ("T2 16", "T3 17", "T4 18", "T5 19", "T6 20")),
        "  T7 21/02/2026  nghỉ: cuối tuần",
        "  CN 22/02/2026  nghỉ: cuối tuần",
        "  T2 23/02/2026  ngày 2",
        "  T3 24/02/2026  ngày 3 trả",
    ]


def test_it_counts_suspensions_to_the_minute():
    lines = said(*TET, "--suspend", "2026-02-13T09:00/2026-02-24T14:00", "--suspend", "2026-02-25T08:00/2026-02-25T08:10")
    assert lines[0] == "2026-02-27T13:10:00+07:00"
    assert "- Dừng 09:00 thứ Sáu 13/02. Còn 23 giờ làm việc." in lines


def test_it_names_days_that_are_not_announced():
    lines = said("--from", "2027-02-03T10:00", "--limit", "3d")
    assert "- Tạm tính: lịch năm 2027 chưa công bố, ngày hẹn có thể đổi." in lines
    assert "  T6 05/02/2027  Tết: Tết Nguyên đán, lịch chưa công bố" in lines


@pytest.mark.parametrize("received", ["2026-02-12T03:00Z", "2026-02-12T10:00+07:00", "2026-02-11T22:00-05:00", "2026-02-12"])
def test_it_takes_moments_with_an_offset_or_without_an_hour(received):
    assert said("--from", received, "--limit", "3d")[0] == "2026-02-24T17:00:00+07:00"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "Cần --from và --limit"),
        (("--from", "2026-02-12T10:00"), "Cần --from và --limit"),
        (("--from", "hôm qua", "--limit", "3d"), "Không hiểu thời điểm “hôm qua”"),
        (("--from", "2026-02-12T10:00", "--limit", "0d"), "từ 1 đến 999"),
        (("--from", "2026-02-12T10:00", "--limit", "ba ngày"), "Không hiểu thời hạn"),
        (("--from", "2031-02-12T10:00", "--limit", "3d"), "Chưa có lịch làm việc năm 2031"),
        ((*TET, "--suspend", "2026-02-13T09:00"), "hai thời điểm"),
        ((*TET, "--suspend", "2026-02-12T09:00/2026-02-13T09:00"), "sớm nhất là 10:00"),
    ],
)
def test_it_refuses_with_the_reason(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        said(*arguments)


def test_it_answers_every_line_in_order(monkeypatch):
    answers = answered(
        monkeypatch,
        {"from": "2026-02-12T10:00", "limit": "3d"},
        b"{broken",
        {"from": "2026-11-02T09:00", "limit": "5d", "suspend": [["2026-11-04T10:00", "2026-11-10T14:00"]]},
        {"from": "2026-11-27T15:30", "limit": "4h", "suspend": None, "case": 7},
    )
    assert answers[0] == {"due": "2026-02-24T17:00:00+07:00"}
    assert list(answers[1]) == ["error"]
    assert answers[2:] == [{"due": "2026-11-16T11:00:00+07:00"}, {"due": "2026-11-30T10:30:00+07:00"}]


STOP = ["2026-02-13T09:00", "2026-02-24T14:00"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "không phải JSON"),
        (b"\xff\xfe{\x00", "không phải JSON"),
        pytest.param(b"[" * 100_000, "không phải JSON", id="deep"),
        (b'{"from": 1e999999}', "Cần thời hạn"),
        ([], "Cần một đối tượng JSON"),
        (None, "Cần một đối tượng JSON"),
        ({}, "Cần thời hạn"),
        ({"limit": "3d"}, "Không hiểu thời điểm “None”"),
        ({"from": 5, "limit": "3d"}, "Không hiểu thời điểm “5”"),
        ({"from": "2026-02-12T10:00\u0000", "limit": "3d"}, "Không hiểu thời điểm"),
        ({"from": "2026-02-12x10:00", "limit": "3d"}, "Không hiểu thời điểm “2026-02-12x10:00”"),
        ({"from": "2026-02-30T10:00", "limit": "3d"}, "Không hiểu thời điểm “2026-02-30T10:00”"),
        ({"from": "2026-02-12T10:00", "limit": "3" * 200}, f"Không hiểu thời hạn “{'3' * 60}…”"),
        ({"from": "\ud800", "limit": "3d"}, "Không hiểu thời điểm"),
        ({"from": "0001-01-01T00:00+09:00", "limit": "3d"}, "năm 1,"),
        ({"from": "2026-02-12T10:00", "limit": 3}, "Cần thời hạn"),
        ({"from": "2026-02-12T10:00", "limit": "10000d"}, "từ 1 đến 999"),
        ({"from": "2026-02-12T10:00", "limit": "999d"}, "năm 2028"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": "x"}, "suspend"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": [STOP[0]]}, "hai thời điểm"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": [[STOP[0], None]]}, "Không hiểu thời điểm “None”"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": [STOP[::-1]]}, "trước khi tạm dừng"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": [STOP, STOP]}, "sớm nhất"),
        ({"from": "2026-02-12T10:00", "limit": "3d", "suspend": [["2031-01-01T09:00", "2031-01-02T09:00"]]}, "năm 2031"),
    ],
)
def test_a_line_that_cannot_be_answered_says_why(line, reason):
    written = line if isinstance(line, bytes) else json.dumps(line).encode()
    answer = answer_line(written, calendar_of("city"))
    assert list(answer) == ["error"]
    assert reason in answer["error"]


@pytest.mark.django_db
def test_a_commune_answers_by_its_own_calendar(monkeypatch):
    commune = CommuneFactory()
    CalendarRevisionFactory()
    own = city_calendar()
    own["weekly"]["saturday"] = [["08:00", "11:30"]]
    CalendarRevisionFactory(commune=commune, content=own)
    question = {"from": "2026-11-27T09:00", "limit": "1d"}
    assert answered(monkeypatch, question) == [{"due": "2026-11-30T17:00:00+07:00"}]
    assert answered(monkeypatch, question, commune=commune.code) == [{"due": "2026-11-28T11:30:00+07:00"}]


@pytest.mark.django_db
def test_it_knows_no_other_commune():
    with pytest.raises(CommandError, match="99999"):
        said(*TET, "--commune", "99999")


@pytest.mark.django_db
def test_a_city_without_a_calendar_answers_nothing():
    with pytest.raises(CommandError, match="Chưa có lịch làm việc"):
        said(*TET, "--commune", CommuneFactory().code)
