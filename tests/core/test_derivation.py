"""Why that day: the strip of days and the sentences beside it."""

from datetime import date

import pytest

from core.time_limits import DayKind, Derivation, Pause, TimeLimit, derive
from core.working_calendar import WorkingCalendar
from tests.core.moments import at


def labels(derivation: Derivation) -> list[str]:
    return [each.label for each in derivation.days]


def derived(city: WorkingCalendar, rule: str, received_at: str, *pauses: Pause) -> Derivation:
    return derive(TimeLimit.parse(rule), at(received_at), city, pauses)


def test_it_explains_three_working_days_over_tet(city):
    over_tet = derived(city, "3d", "12/02/2026 10:00")
    assert over_tet.due_at == at("24/02/2026 17:00")
    assert labels(over_tet) == [
        *("nhận", "ngày 1", "nghỉ", "nghỉ"),
        *("Tết", "Tết", "Tết", "Tết", "Tết", "nghỉ", "nghỉ"),
        *("ngày 2", "ngày 3 trả"),
    ]
    assert over_tet.sentences == (
        "Thủ tục này có 3 ngày làm việc. Ngày nhận hồ sơ không tính. Thứ Bảy, Chủ nhật và ngày nghỉ Tết không tính.",
        "Nhận hồ sơ: 10:00 thứ Năm 12/02, chưa tính.",
        "Ngày 1: thứ Sáu 13/02.",
        "Nghỉ: 14/02 đến 22/02, gồm Tết Nguyên đán 16–20/02 (Thông báo 9441/TB-BNV) và cuối tuần.",
        "Ngày 2: thứ Hai 23/02. Ngày 3: thứ Ba 24/02, trả trước khi hết giờ làm việc, 17:00.",
    )


def test_it_gives_every_day_its_kind_number_reason_and_source(city):
    over_tet = derived(city, "3d", "12/02/2026 10:00")
    received, first, saturday, _, tet, *_, last = over_tet.days
    assert (received.day, received.kind, received.counted) == (date(2026, 2, 12), DayKind.RECEIVED, None)
    assert (first.kind, first.counted) == (DayKind.COUNTED, 1)
    assert (saturday.kind, saturday.reason) == (DayKind.WEEKEND, "cuối tuần")
    assert (tet.kind, tet.reason, tet.source) == (DayKind.HOLIDAY, "Tết Nguyên đán", "Thông báo 9441/TB-BNV")
    assert (last.kind, last.counted) == (DayKind.DUE, 3)


def test_it_splits_rule_and_lines_for_the_page(city):
    over_tet = derived(city, "3d", "12/02/2026 10:00")
    assert (over_tet.intro, *over_tet.lines) == over_tet.sentences


def test_it_counts_a_makeup_day_and_says_so(city):
    swapped = derived(city, "3d", "21/08/2026 10:00")
    assert labels(swapped) == ["nhận", "ngày 1, làm bù", "nghỉ", "ngày 2", "ngày 3 trả"]
    assert swapped.days[1].kind is DayKind.MAKEUP
    assert "Ngày 1: thứ Bảy 22/08, ngày làm bù." in swapped.lines


def test_it_names_a_single_holiday_with_its_source(city):
    assert derived(city, "1d", "23/11/2026 10:00").lines == (
        "Nhận hồ sơ: 10:00 thứ Hai 23/11, chưa tính.",
        "Nghỉ: thứ Ba 24/11, Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16).",
        "Ngày 1: thứ Tư 25/11, trả trước khi hết giờ làm việc, 17:00.",
    )


def test_it_says_a_shared_source_once(city):
    rest = derived(city, "2d", "29/04/2026 10:00").lines[1]
    assert rest == (
        "Nghỉ: 30/04 đến 03/05, gồm Ngày Chiến thắng 30/04, Quốc tế Lao động 01/05 (Bộ luật Lao động 2019, Điều 112) và cuối tuần."
    )


def test_it_draws_many_days_together(city):
    lines = derived(city, "10d", "05/11/2026 09:00").lines
    assert "Ngày 2 đến ngày 6: thứ Hai 09/11 đến thứ Sáu 13/11." in lines


def test_it_shows_the_working_day_on_which_a_late_dossier_counts_as_received(city):
    late = derived(city, "1d", "27/11/2026 17:30")
    assert labels(late) == ["nhận", "nghỉ", "nghỉ", "bắt đầu", "ngày 1 trả"]
    assert late.lines == (
        "Nhận hồ sơ: 17:30 thứ Sáu 27/11, ngoài giờ làm việc.",
        "Nghỉ: 28/11 và 29/11, cuối tuần.",
        "Coi như nhận: thứ Hai 30/11, chưa tính. Ngày 1: thứ Ba 01/12, trả trước khi hết giờ làm việc, 17:00.",
    )


def test_it_explains_hours_day_by_day(city):
    in_hours = derived(city, "2h", "23/11/2026 16:00")
    assert labels(in_hours) == ["nhận, 1 giờ", "nghỉ lễ", "1 giờ, trả"]
    assert [each.minutes for each in in_hours.days] == [60, 0, 60]
    assert in_hours.lines[-1] == "Thứ Tư 25/11: tính 1 giờ, trả chậm nhất 09:00."


def test_it_says_from_when_hours_run_for_a_late_dossier(city):
    late = derived(city, "4h", "27/11/2026 17:30")
    assert labels(late) == ["nhận", "nghỉ", "nghỉ", "4 giờ, trả"]
    assert late.lines[0] == "Nhận hồ sơ: 17:30 thứ Sáu 27/11, ngoài giờ làm việc, tính từ 08:00 thứ Hai 30/11."


def test_it_moves_the_last_calendar_day_off_a_day_of_rest(city):
    rolled = derived(city, "3cd", "29/04/2026 10:00")
    assert labels(rolled) == ["nhận", "ngày 1", "ngày 2", "ngày 3", "nghỉ", "trả"]
    assert rolled.lines[-1] == "Ngày 3 là thứ Bảy 02/05, ngày nghỉ, nên trả vào thứ Hai 04/05, trước khi hết giờ làm việc, 17:00."


@pytest.mark.parametrize(
    ("received_at", "lines"),
    [
        (
            "31/01/2026 09:00",
            [
                "Đủ 1 tháng: thứ Bảy 28/02.",
                "Nghỉ: Chủ nhật 01/03, cuối tuần.",
                "Chuyển sang ngày làm việc tiếp theo: thứ Hai 02/03, trả trước khi hết giờ làm việc, 17:00.",
            ],
        ),
        ("05/11/2026 09:00", ["Đủ 1 tháng: thứ Bảy 05/12.", "Nghỉ: Chủ nhật 06/12, cuối tuần."]),
        ("04/11/2026 09:00", ["Đủ 1 tháng: thứ Sáu 04/12, trả trước khi hết giờ làm việc, 17:00."]),
    ],
)
def test_it_says_when_a_month_is_full(city, received_at, lines):
    said = derived(city, "1m", received_at).lines
    assert [line for line in lines if line not in said] == []


def test_it_explains_the_same_day(city):
    today = derived(city, "same-day@15:00", "23/11/2026 15:00")
    assert labels(today) == ["nhận, trả"]
    assert today.sentences == (
        "Thủ tục này trả kết quả trong ngày. Hồ sơ nhận sau 15:00 thì trả vào ngày làm việc tiếp theo.",
        "Nhận hồ sơ: 15:00 thứ Hai 23/11, chưa quá 15:00.",
        "Trả: thứ Hai 23/11, trước khi hết giờ làm việc, 17:00.",
    )


def test_it_explains_why_it_is_not_the_same_day(city):
    next_day = derived(city, "same-day@15:00", "23/11/2026 15:01")
    assert labels(next_day) == ["nhận", "nghỉ lễ", "trả"]
    assert next_day.lines[0] == "Nhận hồ sơ: 15:01 thứ Hai 23/11, sau 15:00."


def test_it_warns_of_days_that_are_not_announced(city):
    over_tet = derived(city, "10d", "28/01/2027 09:00")
    assert over_tet.has_provisional
    assert "lịch năm 2027 chưa công bố" in over_tet.lines[-1]
    assert not derived(city, "3d", "12/02/2026 10:00").has_provisional


SUPPLEMENT = Pause(at("23/11/2026 14:00"), at("26/11/2026 10:00"), "chờ bạn bổ sung")


def test_it_shows_a_stop_in_hours(city):
    stopped = derived(city, "3d", "19/11/2026 09:20", SUPPLEMENT)
    assert (stopped.original_due_at, stopped.due_at) == (at("25/11/2026 17:00"), at("27/11/2026 14:00"))
    assert labels(stopped) == ["nhận", "8 giờ", "nghỉ", "nghỉ", "5 giờ", "nghỉ lễ", "tạm dừng", "6 giờ", "5 giờ, trả"]
    assert stopped.lines[-3:] == (
        "Hẹn đầu: 17:00 thứ Tư 25/11.",
        "Dừng 14:00 thứ Hai 23/11 – chờ bạn bổ sung. Còn 11 giờ làm việc.",
        "Tính tiếp từ 10:00 thứ Năm 26/11. Hẹn trả: 14:00 thứ Sáu 27/11.",
    )


def test_it_gives_the_rest_of_the_day_of_reception_a_line_of_its_own(city):
    stop = Pause(at("30/11/2026 11:00"), at("02/12/2026 10:00"))
    stopped = derived(city, "3d", "30/11/2026 09:20", stop)
    assert stopped.due_at == at("07/12/2026 16:00")
    assert "Trong đó có 5 giờ còn lại của ngày nhận hồ sơ." in stopped.lines
    assert sum(each.minutes for each in stopped.days) == 1740


def test_it_leaves_the_due_moment_while_the_clock_stands(city):
    standing = derived(city, "3d", "19/11/2026 09:20", Pause(at("23/11/2026 14:00"), None, "chờ bạn bổ sung"))
    assert standing.due_at == standing.original_due_at
    assert standing.lines[-1] == "Dừng 14:00 thứ Hai 23/11 – chờ bạn bổ sung. Còn 11 giờ làm việc."
    assert labels(standing)[-1] == "trả"


@pytest.mark.parametrize("rule", ["1d", "3d", "45d", "1h", "20h", "1cd", "30cd", "1m", "3m", "same-day@15:00"])
@pytest.mark.parametrize("received_at", ["30/01/2026 09:00", "30/01/2026 17:30", "14/02/2026 09:00", "24/11/2026 03:00"])
def test_it_covers_every_date_once_and_gives_each_a_word(city, rule, received_at):
    strip = derived(city, rule, received_at).days
    span = (strip[-1].day - strip[0].day).days + 1
    assert [each.day.toordinal() for each in strip] == list(range(strip[0].day.toordinal(), strip[0].day.toordinal() + span))
    assert all(each.label for each in strip)
