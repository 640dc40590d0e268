"""Stops of the clock and a new appointment: what they move, and what cannot have happened."""

from datetime import date, timedelta

import pytest

from core.time_limits import Extension, InvalidExtension, InvalidPause, Pause, TimeLimit, derive, due_moment, minutes_left, present_due
from core.working_calendar import CalendarMissing, WorkingCalendar
from tests.core.moments import at

RECEIVED = at("02/11/2026 09:00")
FIVE_DAYS = TimeLimit.parse("5d")  # due Monday 09/11 17:00


def due(city: WorkingCalendar, *changes: Pause | Extension, rule: str = "5d"):
    return present_due(TimeLimit.parse(rule), RECEIVED, city, changes)


def stop(start: str, end: str | None) -> Pause:
    return Pause(at(start), at(end) if end else None)


def test_it_moves_nothing_while_the_clock_stands(city):
    assert due(city, stop("04/11/2026 10:00", None)) == at("09/11/2026 17:00")


def test_it_adds_several_stops(city):
    stops = stop("04/11/2026 10:00", "05/11/2026 10:00"), stop("06/11/2026 08:00", "06/11/2026 09:00")
    assert due(city, *stops) == at("11/11/2026 09:00")


def test_a_stop_outside_hours_moves_nothing(city):
    assert due(city, stop("06/11/2026 17:00", "09/11/2026 08:00")) == at("09/11/2026 17:00")


def test_the_last_minute_given_back_may_close_the_morning(city):
    assert due(city, stop("09/11/2026 13:00", "10/11/2026 08:00")) == at("10/11/2026 12:00")


@pytest.mark.parametrize(
    ("stopped_at", "due_at"),
    [
        (at("09/11/2026 16:59"), at("12/11/2026 10:01")),  # one minute left
        (at("09/11/2026 16:59") + timedelta(seconds=59), at("12/11/2026 10:01")),
        (at("09/11/2026 17:00"), at("09/11/2026 17:00")),  # none left
        (at("10/11/2026 09:00"), at("09/11/2026 17:00")),
    ],
)
def test_a_moment_that_has_come_stays(city, stopped_at, due_at):
    assert due(city, Pause(stopped_at, at("12/11/2026 10:00"))) == due_at


def test_days_off_in_between_pass_unnoticed(city):
    assert due(city, stop("23/11/2026 16:00", "25/11/2026 08:00"), rule="20d") == due_moment(
        TimeLimit.parse("20d"), RECEIVED, city
    ) + timedelta(days=1, hours=-8)


@pytest.mark.parametrize(
    ("stops", "reason"),
    [
        ([stop("02/11/2026 08:59", "03/11/2026 10:00")], "sớm nhất là 09:00, thứ Hai 02/11/2026"),
        ([stop("04/11/2026 10:00", "04/11/2026 09:59")], "trước khi tạm dừng"),
        ([stop("04/11/2026 10:00", None), stop("05/11/2026 10:00", None)], "chưa kết thúc"),
        ([stop("04/11/2026 10:00", "05/11/2026 10:00"), stop("05/11/2026 09:59", None)], "sớm nhất là 10:00, thứ Năm 05/11/2026"),
        ([stop("05/11/2026 10:00", "06/11/2026 10:00"), stop("03/11/2026 10:00", "04/11/2026 10:00")], "sớm nhất"),
    ],
)
@pytest.mark.parametrize("ask", [present_due, derive])
def test_it_refuses_stops_that_cannot_have_happened(city, ask, stops, reason):
    with pytest.raises(InvalidPause, match=reason):
        ask(FIVE_DAYS, RECEIVED, city, stops)


@pytest.mark.parametrize(("start", "end"), [("04/11/2026 10:00", "03/01/2028 10:00"), ("03/01/2028 10:00", "04/01/2028 10:00")])
@pytest.mark.parametrize("ask", [present_due, derive])
def test_it_refuses_stops_outside_the_calendar(city, ask, start, end):
    with pytest.raises(CalendarMissing):
        ask(FIVE_DAYS, RECEIVED, city, [stop(start, end)])


def test_an_extension_ends_with_its_last_day(city):
    extension = Extension(at("06/11/2026 08:30"), date(2026, 11, 12), "chờ xác minh")
    assert due(city, extension) == at("12/11/2026 17:00")
    extended = derive(FIVE_DAYS, RECEIVED, city, [extension])
    assert (extended.original_due_at, extended.due_at) == (at("09/11/2026 17:00"), at("12/11/2026 17:00"))
    assert extended.lines[-1] == "Gia hạn 08:30 thứ Sáu 06/11 – chờ xác minh. Hẹn lại: 17:00 thứ Năm 12/11."
    assert extended.days[-1].day == date(2026, 11, 12)


def test_a_stop_after_an_extension_gives_back_what_was_left_of_it(city):
    extension = Extension(at("06/11/2026 08:30"), date(2026, 11, 12))
    assert due(city, extension, stop("12/11/2026 16:00", "13/11/2026 08:00")) == at("13/11/2026 09:00")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ([Extension(at("06/11/2026 08:30"), date(2026, 11, 15))], "ngày nghỉ"),
        ([Extension(at("06/11/2026 08:30"), date(2026, 11, 9))], "sau ngày hẹn cũ"),
        ([Extension(at("13/11/2026 08:30"), date(2026, 11, 12))], "sau lúc quyết định"),
        ([Extension(at("02/11/2026 08:30"), date(2026, 11, 12))], "sớm nhất"),
        ([stop("04/11/2026 10:00", None), Extension(at("06/11/2026 08:30"), date(2026, 11, 12))], "chưa kết thúc"),
        ([Extension(at("06/11/2026 08:30"), date(2026, 11, 12)), Extension(at("10/11/2026 08:30"), date(2026, 11, 13))], "một lần"),
    ],
)
def test_it_refuses_an_extension_that_may_not_be_made(city, changes, reason):
    with pytest.raises(InvalidExtension, match=reason):
        due(city, *changes)


def test_it_refuses_an_extension_outside_the_calendar(city):
    with pytest.raises(CalendarMissing):
        due(city, Extension(at("06/11/2026 08:30"), date(2028, 1, 3)))


@pytest.mark.parametrize(
    ("moment", "left"), [("09/11/2026 16:00", 60), ("09/11/2026 17:00", 0), ("10/11/2026 09:00", 0), ("07/11/2026 09:00", 480)]
)
def test_nothing_is_left_once_the_moment_has_come(city, moment, left):
    assert minutes_left(at("09/11/2026 17:00"), at(moment), city) == left


def test_it_names_the_days_off_after_a_stop(city):
    stopped = derive(FIVE_DAYS, RECEIVED, city, [stop("04/11/2026 10:00", "10/11/2026 14:00")])
    assert stopped.lines[-2:] == (
        "Tính tiếp từ 14:00 thứ Ba 10/11. Hẹn trả: 11:00 thứ Hai 16/11.",
        "Nghỉ: 14/11 và 15/11, cuối tuần.",
    )


def test_it_says_that_a_missed_moment_stays(city):
    late = derive(FIVE_DAYS, RECEIVED, city, [stop("10/11/2026 09:00", "12/11/2026 10:00")])
    assert late.lines[-2:] == (
        "Dừng 09:00 thứ Ba 10/11. Đã quá hẹn 1 giờ làm việc.",
        "Tính tiếp từ 10:00 thứ Năm 12/11. Hẹn trả vẫn là 17:00 thứ Hai 09/11.",
    )


@pytest.mark.parametrize("rule", ["3cd", "1m", "same-day@15:00"])
def test_only_limits_that_leave_out_the_day_of_reception_speak_of_it(city, rule):
    received_at = at("27/11/2026 17:30")
    stops = [stop("30/11/2026 10:00", "01/12/2026 10:00")]
    said = " ".join(derive(TimeLimit.parse(rule), received_at, city, stops).lines)
    assert "còn lại của ngày nhận" not in said
