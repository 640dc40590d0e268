"""The words a time limit is stored in."""

import pytest

from core.time_limits import InvalidTimeLimit, LimitUnit, TimeLimit

LABELS = {
    "3d": "3 ngày làm việc",
    "4h": "4 giờ làm việc",
    "7cd": "7 ngày",
    "1m": "1 tháng",
    "same-day@15:00": "trong ngày (nhận sau 15:00: ngày làm việc tiếp theo)",
    "same-day@00:00": "trong ngày (nhận sau 00:00: ngày làm việc tiếp theo)",
}


@pytest.mark.parametrize(("rule", "label"), LABELS.items())
def test_it_reads_writes_and_says_a_rule(rule, label):
    limit = TimeLimit.parse(rule)
    assert limit.rule == rule
    assert limit.label() == label


def test_it_knows_its_unit_and_amount():
    assert TimeLimit.parse("45d") == TimeLimit(LimitUnit.WORKING_DAYS, 45)


@pytest.mark.parametrize("rule", ["", "d", "0d", "3", "3 d", "-1d", "1.5d", "3x", "same-day", "same-day@25:00", "03d", "3d\n"])
def test_it_refuses_anything_else(rule):
    with pytest.raises(InvalidTimeLimit) as refusal:
        TimeLimit.parse(rule)
    assert refusal.value.data == {"rule": rule}


@pytest.mark.parametrize("rule", ["0d", "0h", "0cd", "0m", "1000d", "10000d", "999999999m"])
def test_it_says_how_much_a_limit_may_be(rule):
    with pytest.raises(InvalidTimeLimit, match="từ 1 đến 999"):
        TimeLimit.parse(rule)


@pytest.mark.parametrize("rule", ["1d", "999d", "999m"])
def test_it_takes_the_ends_of_what_is_possible(rule):
    assert TimeLimit.parse(rule).rule == rule


@pytest.mark.parametrize(
    ("unit", "amount"), [(LimitUnit.HOURS, 0), (LimitUnit.WORKING_DAYS, -3), (LimitUnit.MONTHS, 1000), (LimitUnit.SAME_DAY, 1)]
)
def test_no_other_limit_can_be_made(unit, amount):
    with pytest.raises(InvalidTimeLimit):
        TimeLimit(unit, amount)
