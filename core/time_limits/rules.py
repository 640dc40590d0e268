"""The short words in which a procedure's time limit is stored: 3d, 4h, 7cd, 1m, same-day@15:00."""

import re
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Self

from core.errors import DomainError

MOST = 999  # of any unit: far beyond every procedure, and beyond every calendar

_COUNTED = re.compile(r"(0|[1-9][0-9]{0,8})(d|h|cd|m)")
_SAME_DAY = re.compile(r"same-day@([01][0-9]|2[0-3]):([0-5][0-9])")


class LimitUnit(StrEnum):
    """What a time limit counts."""

    WORKING_DAYS = "d"
    HOURS = "h"
    CALENDAR_DAYS = "cd"
    MONTHS = "m"
    SAME_DAY = "same-day"


_UNIT_LABELS = {
    LimitUnit.WORKING_DAYS: "ngày làm việc",
    LimitUnit.HOURS: "giờ làm việc",
    LimitUnit.CALENDAR_DAYS: "ngày",
    LimitUnit.MONTHS: "tháng",
}


class InvalidTimeLimit(DomainError):
    """A rule that is none of the five kinds, or an amount that no procedure has."""

    code = "invalid-time-limit"

    def __init__(self, rule: str, *, is_known: bool = False) -> None:
        reason = f"Thời hạn phải từ 1 đến {MOST}, không phải “{rule}”" if is_known else f"Không hiểu thời hạn “{rule}”"
        super().__init__(f"{reason}. Viết như 3d, 4h, 7cd, 1m hoặc same-day@15:00", data={"rule": rule})


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit: an amount of a unit, or the same day with the hour up to which that holds (`cutoff`).

    Raises:
        InvalidTimeLimit: an amount outside 1 to MOST, or a same day without an hour.
    """

    unit: LimitUnit
    amount: int = 0
    cutoff: time | None = None

    def __post_init__(self) -> None:
        is_possible = self.cutoff is not None if self.unit is LimitUnit.SAME_DAY else 1 <= self.amount <= MOST
        if not is_possible:
            raise InvalidTimeLimit(self.rule, is_known=True)

    @classmethod
    def parse(cls, rule: str) -> Self:
        """Return the time limit a rule says.

        Raises:
            InvalidTimeLimit: none of the five kinds, or an amount of zero or more than MOST.
        """
        if counted := _COUNTED.fullmatch(rule):
            return cls(LimitUnit(counted[2]), int(counted[1]))
        if same_day := _SAME_DAY.fullmatch(rule):
            return cls(LimitUnit.SAME_DAY, cutoff=time(int(same_day[1]), int(same_day[2])))
        raise InvalidTimeLimit(rule)

    @property
    def rule(self) -> str:
        """The words `parse` reads."""
        return f"{self.unit}@{self.cutoff:%H:%M}" if self.cutoff is not None else f"{self.amount}{self.unit}"

    def label(self) -> str:
        """Return the limit in words: "3 ngày làm việc", "trong ngày (nhận sau 15:00: ngày làm việc tiếp theo)"."""
        if self.cutoff is not None:
            return f"trong ngày (nhận sau {self.cutoff:%H:%M}: ngày làm việc tiếp theo)"
        return f"{self.amount} {_UNIT_LABELS[self.unit]}"
