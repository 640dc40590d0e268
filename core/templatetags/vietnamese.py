"""Template filters for dates, times and amounts; an empty value stays empty."""

from collections.abc import Callable
from typing import Any

from django import template

from core import money, vietnamese_dates

register = template.Library()


def _or_empty(write: Callable[[Any], str]) -> Callable[[Any], str]:
    def written(value: Any) -> str:
        return "" if value is None or value == "" else write(value)

    return written


_WRITERS: dict[str, Callable[[Any], str]] = {
    "long_date": vietnamese_dates.long_date,
    "short_date": vietnamese_dates.short_date,
    "weekday_date": vietnamese_dates.weekday_date,
    "weekday_name": vietnamese_dates.weekday_name,
    "short_weekday": vietnamese_dates.short_weekday,
    "moment": vietnamese_dates.moment,
    "desk_moment": vietnamese_dates.desk_moment,
    "clock_time": vietnamese_dates.clock_time,
    "dong": money.dong,
    "number": money.number,
}

for _name, _write in _WRITERS.items():
    register.filter(_name, _or_empty(_write))
