"""Small words of the sentences: hours, spans of days, lists."""

from collections.abc import Sequence
from datetime import date, datetime

from core import vietnamese_dates

WEEKEND = "cuối tuần"


def hours(minutes: int) -> str:
    """Return office minutes in words: 640 → "10 giờ 40 phút"."""
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole} giờ"] if whole else []
    parts += [f"{rest} phút"] if rest or not whole else []
    return " ".join(parts)


def at(moment: datetime) -> str:
    """Return "10:00 thứ Năm 12/02"."""
    return f"{vietnamese_dates.clock_time(moment)} {vietnamese_dates.weekday_date(moment)}"


def span(first: date, last: date) -> str:
    """Return "16–20/02", over the end of a month "30/04–01/05", for one day "24/11"."""
    if first == last:
        return f"{first:%d/%m}"
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"


def spoken_span(first: date, last: date) -> str:
    """Return "thứ Ba 24/11", "14/02 và 15/02" or "14/02 đến 22/02"."""
    length = (last - first).days
    if not length:
        return vietnamese_dates.weekday_date(first)
    return f"{first:%d/%m} {'và' if length == 1 else 'đến'} {last:%d/%m}"


def join(parts: Sequence[str]) -> str:
    """Return "a", "a và b" or "a, b và c"."""
    return " và ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def capitalise(text: str) -> str:
    """Return the text with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]
