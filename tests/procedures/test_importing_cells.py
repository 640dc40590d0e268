"""What single cells of a list say: codes, time limits, fees, documents."""

import pytest

from procedures.importing.cells import CellRefused, cell_text, code_of, documents_of, level_of, online_level_of
from procedures.importing.fees import FeeLine, fees_of, merged, says_the_same
from procedures.importing.time_words import rule_of
from procedures.models import Fee


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("03 ngày làm việc", "3d"),
        ("Không quá 03 (ba) ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "3d"),
        ("Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo", "same-day@15:00"),
        ("Ngay trong ngày, nếu tiếp nhận sau 15h30 thì ngày làm việc tiếp theo", "same-day@15:30"),
        ("08 giờ làm việc", "8h"),
        ("01 tháng", "1m"),
        ("15 ngày", ""),  # nobody says whether days of rest count
        ("24 giờ", ""),
        ("03 ngày làm việc; trường hợp phải xác minh không quá 08 ngày làm việc", ""),
        ("03 ngày làm việc, nếu cần xác minh thì kéo dài", ""),
        ("Trong ngày, nhận sau 27 giờ", ""),
        ("Theo quy định", ""),
        ("", ""),
    ],
)
def test_a_time_limit_becomes_a_rule_only_where_the_words_leave_no_choice(text: str, rule: str) -> None:
    assert rule_of(text) == rule


@pytest.mark.parametrize(
    ("text", "known", "rule"),
    [
        ("03 ngày làm việc; trường hợp phải xác minh 08 ngày làm việc", "3d", "3d"),
        ("20 ngày kể từ ngày nhận đủ hồ sơ", "20cd", "20cd"),
        ("05 ngày làm việc; trường hợp phải xác minh 08 ngày làm việc", "3d", ""),
    ],
)
def test_a_rule_a_person_chose_stays_while_the_words_name_it(text: str, known: str, rule: str) -> None:
    assert rule_of(text, known) == rule


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("8.000", [FeeLine(8000)]),
        ("8000", [FeeLine(8000)]),
        ("8 000 đồng", [FeeLine(8000)]),
        ("8.000 đồng/bản", [FeeLine(8000, "bản")]),
        ("Lệ phí: 8.000đ/ bản; Bản sao: 5,000 VNĐ", [FeeLine(8000, "bản", "Lệ phí"), FeeLine(5000, "", "Bản sao")]),
        ("Không", [FeeLine(0, note="Không")]),
        ("Theo Nghị quyết của Hội đồng nhân dân", [FeeLine(None, note="Theo Nghị quyết của Hội đồng nhân dân")]),
        ("0 VNĐ", []),  # what the portal writes where nobody filled it in
        ("", []),
    ],
)
def test_a_fee_is_a_sum_or_a_sentence(text: str, lines: list[FeeLine]) -> None:
    assert list(fees_of(text)) == lines


@pytest.mark.parametrize("text", ["abc", "8.00", "8.000.00", "40", "-8000", "8.000-10.000", "99999999999999", "1,5 triệu"])
def test_a_doubtful_sum_is_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        fees_of(text)


def test_a_list_that_states_less_takes_no_fee_away() -> None:
    known = [Fee(label="Lệ phí", amount=8000, unit="bản"), Fee(label="Phí", amount=None, note="Mức do thành phố quyết định")]
    for text in ("8.000 đồng/bản", "Mức do thành phố quyết định.", "Theo Nghị quyết số 10"):
        assert says_the_same(text, fees_of(text), known)
    assert not says_the_same("9.000", fees_of("9.000"), known)
    assert not says_the_same("Không thu", fees_of("Không thu"), known)


def test_one_sum_for_one_keeps_who_sets_it_and_what_has_no_sum() -> None:
    known = [
        Fee(label="Phí", amount=None, note="Mức do thành phố quyết định"),
        Fee(label="Bản sao", amount=8000, unit="bản", set_by="ministry"),
    ]
    after = merged(known, fees_of("10.000 đồng/bản"))
    assert [(fee.position, fee.label, fee.amount, fee.unit, fee.set_by) for fee in after] == [
        (1, "Phí", None, "", "unknown"),
        (2, "Bản sao", 10000, "bản", "ministry"),
    ]
    assert known[1].amount == 8000


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.001193", "1.001193"),
        (" 1.001193 ", "1.001193"),
        ("1,001193", "1.001193"),
        (2.00081, "2.000810"),
        ("H26.01", "H26.01"),
        (None, ""),
    ],
)
def test_a_code_survives_a_spreadsheet(value: object, code: str) -> None:
    assert code_of(value) == code


@pytest.mark.parametrize("value", ["1.00119", "mã", "1.001193; 1.001194", "<b>", float("nan")])
def test_a_code_that_lost_something_is_refused(value: object) -> None:
    with pytest.raises(CellRefused):
        code_of(value)


def test_a_cell_is_text_on_one_line() -> None:
    assert cell_text("  Hoà\n giải ") == "Hoà giải"
    assert cell_text(8000.0) == "8000"
    assert cell_text("Chưa có thông tin") == cell_text("-") == cell_text(None) == ""
    assert cell_text("'-5 bản") == "-5 bản"  # as exported, so that no spreadsheet runs it


@pytest.mark.parametrize("value", ["a\x00b", "#REF!", ["a"], {"a": 1}, "\ud800"])
def test_a_cell_no_text_holds_is_refused(value: object) -> None:
    with pytest.raises(CellRefused):
        cell_text(value)


def test_levels_are_read_in_many_words() -> None:
    assert level_of("Cấp tỉnh; Cấp xã") == level_of("UBND cấp Xã") == level_of("xa_from_huyen") == "xa"
    assert online_level_of("DVC trực tuyến toàn trình") == "full"
    assert online_level_of("Một phần") == "partial"
    assert online_level_of("trực tuyến, chưa rõ toàn trình hay một phần") == ""
    with pytest.raises(CellRefused):
        online_level_of("mức 9")


def test_documents_are_known_by_their_numbers() -> None:
    assert documents_of("Luật Hộ tịch số 60/2014/QH13; Nghị định số 123/2015/NĐ-CP ngày 15/11/2015; 60/2014/QH13; Luật Đất đai.") == [
        "60/2014/QH13",
        "123/2015/NĐ-CP",
        "Luật Đất đai",
    ]
    with pytest.raises(CellRefused):
        documents_of("x" * 81)
