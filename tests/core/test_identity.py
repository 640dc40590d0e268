"""Identity numbers, telephones: what is refused, what is only doubted, what lists show."""

from datetime import datetime

import pytest
import time_machine

from core.clock import ZONE
from core.identity import (
    PROVINCE_CODES,
    InvalidIdentityNumber,
    InvalidPhone,
    Sex,
    check_identity_against,
    format_phone,
    mask_identity,
    mask_phone,
    parse_identity_number,
    parse_phone,
)

HANOI_WOMAN_1985 = "001185000123"


@pytest.mark.parametrize("raw", ["001185000123", " 001 185 000 123 ", "001.185.000.123", "001185-000123", "001\u00a0185000123"])
def test_it_reads_a_number_however_it_is_spaced(raw):
    assert parse_identity_number(raw) == HANOI_WOMAN_1985


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("00118500", "Số định danh cần đủ 12 chữ số, bạn mới nhập 8"),
        ("0011850001234", "Số định danh có 12 chữ số, bạn nhập 13"),
        ("00118500012x", "Số định danh chỉ gồm chữ số"),
        ("٠٠١١٨٥٠٠٠١٢٣", "Số định danh chỉ gồm chữ số"),
        ("  ", "Nhập số định danh, 12 chữ số"),
    ],
)
def test_it_refuses_what_cannot_be_a_number(raw, message):
    with pytest.raises(InvalidIdentityNumber) as refusal:
        parse_identity_number(raw)
    assert refusal.value.message == message
    assert refusal.value.data == {}  # never the number itself


@pytest.mark.parametrize(
    ("number", "year", "sex"),
    [
        (HANOI_WOMAN_1985, 1985, Sex.FEMALE),
        ("001099000001", 1999, Sex.MALE),
        ("001200000001", 2000, "nam"),
        ("001325000001", 2025, "nu"),
        ("001400000001", 2100, Sex.MALE),
    ],
)
def test_it_agrees_with_century_year_and_sex(number, year, sex):
    assert check_identity_against(number, birth_year=year, sex=sex) == []


def test_it_compares_only_what_is_known():
    assert check_identity_against(HANOI_WOMAN_1985) == []


@pytest.mark.parametrize("year", [1986, 2085, 1885])
def test_it_doubts_another_year_of_birth(year):
    assert check_identity_against(HANOI_WOMAN_1985, birth_year=year) == ["Số định danh và năm sinh không khớp. Xem lại cả hai"]


def test_it_doubts_another_sex():
    assert check_identity_against(HANOI_WOMAN_1985, sex="nam") == ["Số định danh và giới tính không khớp. Xem lại cả hai"]


def test_it_only_doubts_a_code_that_is_no_province():
    number = parse_identity_number("003185000123")
    assert len(check_identity_against(number)) == 1


def test_it_knows_the_63_provinces_of_before_the_merger():
    assert len(PROVINCE_CODES) == 63
    assert {"001", "079", "096"} <= PROVINCE_CODES
    assert not {"000", "003", "005", "097"} & PROVINCE_CODES


def test_it_masks_a_number():
    assert mask_identity(HANOI_WOMAN_1985) == "001*****0123"


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("0900000123", "+84900000123"),
        ("0900 000 123", "+84900000123"),
        ("0900.000.123", "+84900000123"),
        ("+84 900 000 123", "+84900000123"),
        ("+84 0900 000 123", "+84900000123"),
        ("0084900000123", "+84900000123"),
        ("84900000123", "+84900000123"),
        ("(024) 0000-0199", "+842400000199"),
        ("0849000123", "+84849000123"),
        ("0702000123", "+84702000123"),
    ],
)
def test_it_reads_a_phone_however_it_is_written(raw, phone):
    assert parse_phone(raw) == phone


@pytest.mark.parametrize("raw", ["", "090000012", "09000001234", "19001009", "abc", "+1 202 555 0100"])
def test_it_refuses_what_cannot_be_a_phone_of_a_person(raw):
    with pytest.raises(InvalidPhone, match="Số điện thoại cần 10 chữ số, bắt đầu bằng 0"):
        parse_phone(raw)


@pytest.mark.parametrize("raw", ["0200000123", "0100000123", "0710000123", "0000000000"])
def test_ten_digits_that_no_network_has_are_told_so(raw):
    with pytest.raises(InvalidPhone, match="Không có đầu số điện thoại này"):
        parse_phone(raw)


def test_nobody_is_born_in_a_year_to_come():
    with time_machine.travel(datetime(2026, 11, 2, tzinfo=ZONE)):
        assert parse_identity_number("001226000123") == "001226000123"
        for number in ("001227000123", "999999999999"):
            with pytest.raises(InvalidIdentityNumber, match="ghi năm sinh 2"):
                parse_identity_number(number)


def test_it_writes_phones_as_people_read_them():
    assert format_phone("+84900000123") == "0900 000 123"
    assert format_phone("+842400000199") == "024 0000 0199"


def test_it_masks_a_phone():
    assert mask_phone("+84900000123") == "0900 ••• 123"
    assert mask_phone("+842400000199") == "024 ••••• 199"
