"""What a fee comes to, at the edges of the city's decisions."""

from datetime import date

import pytest

from procedures.fee_words import fee_lines, short_fee
from procedures.models import Fee
from procedures.prices import charges, price_of

BEFORE, FROM = date(2025, 12, 31), date(2026, 1, 1)


def fee(**changes: object) -> Fee:
    return Fee(**({"label": "Bản sao", "channel": "any", "amount": 8000, "unit": "bản", "set_by": "ministry"} | changes))


@pytest.mark.parametrize(
    ("set_by", "appraisal", "channel", "on", "payable"),
    [
        ("ministry", False, "online", BEFORE, 8000),
        ("ministry", False, "online", FROM, 0),
        ("ministry", False, "counter", FROM, 8000),
        ("ministry", False, "post", FROM, 8000),
        ("ministry", True, "online", FROM, 8000),
        ("council", False, "online", BEFORE, 0),
        ("council", True, "online", BEFORE, 0),
        ("council", True, "online", FROM, 8000),
        ("unknown", False, "online", FROM, 8000),
    ],
)
def test_the_city_pays_what_its_decisions_name(set_by: str, appraisal: bool, channel: str, on: date, payable: int) -> None:
    price = price_of(fee(set_by=set_by, is_appraisal=appraisal), channel, on)
    assert (price.list_price, price.payable, price.subsidy) == (8000, payable, 8000 - payable)


def test_an_unknown_sum_stays_unknown_unless_the_city_pays_it_whole() -> None:
    unknown = fee(amount=None)
    assert price_of(unknown, "counter", FROM).payable is None
    online = price_of(unknown, "online", FROM)
    assert (online.list_price, online.subsidy, online.payable) == (None, None, 0)
    assert online.support is not None
    assert online.support.legal_basis == "77/2025/NQ-HĐND"


def test_only_the_fees_of_a_channel_are_charged_there() -> None:
    rows = [fee(), fee(channel="counter", label="Chứng thực")]
    assert [row.label for row, _ in charges(rows, "online", FROM)] == ["Bản sao"]
    assert [row.label for row, _ in charges(rows, "counter", FROM)] == ["Bản sao", "Chứng thực"]


def test_channels_stand_side_by_side_where_they_differ() -> None:
    (line,) = fee_lines([fee()], FROM)
    assert line.rest.replace("\u00a0", " ") == "0 đồng nếu nộp trực tuyến; 8.000 đồng/bản tại quầy."
    (alone,) = fee_lines([fee(set_by="unknown")], FROM)
    assert alone.rest.replace("\u00a0", " ") == "8.000 đồng/bản."
    (online,) = fee_lines([fee()], FROM, "online")
    assert online.rest.replace("\u00a0", " ") == "0 đồng."


def test_a_group_of_payers_is_named() -> None:
    (line,) = fee_lines([fee(payer="hộ nghèo", amount=0, set_by="unknown")], FROM)
    assert line.strong == "Bản sao (hộ nghèo): "


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([fee()], "0 đồng khi nộp trực tuyến"),
        ([fee(amount=0, set_by="unknown")], "0 đồng"),
        ([fee(set_by="unknown")], "8.000 đồng/bản"),
        ([fee(set_by="unknown"), fee(set_by="unknown", label="Khác")], ""),
        ([fee(amount=None, set_by="unknown")], ""),
    ],
)
def test_a_list_shows_one_figure_or_none(rows: list[Fee], words: str) -> None:
    assert short_fee(rows, FROM).replace("\u00a0", " ") == words
