"""Figures as the city pages say them: 1.234, 12,5 %, and "chưa có" where nothing is known."""

from core.money import number

NOT_YET = "chưa có"
NARROW_SPACE = "\u202f"  # between a figure and its %


def decimal(value: float, places: int = 1) -> str:
    """Return "12,5".

    >>> decimal(12.46), decimal(99.056, 2)
    ('12,5', '99,06')
    """
    whole, _, rest = f"{value:.{places}f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{number(int(digits))}{',' if rest else ''}{rest}"


def percent(part: int, whole: int, places: int = 1) -> str:
    """Return "12,5 %" of a whole, or "chưa có" of nothing."""
    return f"{decimal(100 * part / whole, places)}{NARROW_SPACE}%" if whole else NOT_YET


def change(now: float, before: float, said: str) -> str:
    """Return "▲ 2,6 % so với …"; `said` tells what the base was. Empty where the base is nothing."""
    if not before:
        return ""
    moved = 100 * (now - before) / before
    return f"{_arrow(moved)} {decimal(abs(moved))}{NARROW_SPACE}% so với {said}"


def difference(points: float, unit: str, places: int = 1) -> str:
    """Return "▲ 0,5 điểm"."""
    return f"{_arrow(points)} {decimal(abs(points), places)} {unit}"


def _arrow(moved: float) -> str:
    return "▲" if moved > 0 else "▼" if moved < 0 else "="
