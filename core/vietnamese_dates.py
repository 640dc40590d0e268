"""Dates and times as the pages and slips say them, in the zone of the office."""

from datetime import date, datetime

from core.clock import ZONE

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SHORT_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def weekday_name(day: date) -> str:
    """Return "thứ Hai" … "Chủ nhật"."""
    return WEEKDAYS[local_date(day).weekday()]


def short_weekday(day: date) -> str:
    """Return "T2" … "CN"."""
    return SHORT_WEEKDAYS[local_date(day).weekday()]


def long_date(day: date) -> str:
    """Return "thứ Hai 23/11/2026"."""
    return f"{weekday_name(day)} {local_date(day):%d/%m/%Y}"


def weekday_date(day: date) -> str:
    """Return "thứ Hai 23/11", where the year is clear."""
    return f"{weekday_name(day)} {local_date(day):%d/%m}"


def short_date(day: date) -> str:
    """Return "T4 25/11"."""
    return f"{short_weekday(day)} {local_date(day):%d/%m}"


def clock_time(at: datetime) -> str:
    """Return "14:32"."""
    return f"{_local(at):%H:%M}"


def moment(at: datetime) -> str:
    """Return "17:00, thứ Ba 24/02/2026", the way a citizen's page says when."""
    return f"{clock_time(at)}, {long_date(at)}"


def desk_moment(at: datetime) -> str:
    """Return "T4 25/11 17:00", the way a desk's list says when."""
    return f"{short_date(at)} {clock_time(at)}"


def local_date(day: date) -> date:
    """Return the date at the office; a datetime must be aware.

    Raises:
        ValueError: a naive datetime, which has no date at the office.
    """
    return _local(day).date() if isinstance(day, datetime) else day


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no time at the office")
    return at.astimezone(ZONE)
