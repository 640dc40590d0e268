"""Amounts as people here write them."""

NO_BREAK_SPACE = "\u00a0"


def number(value: int) -> str:
    """Return a whole number with dots between thousands: 1234 → "1.234"."""
    return f"{value:,}".replace(",", ".")


def dong(amount: int) -> str:
    """Return an amount in đồng that never breaks over two lines: 8000 → "8.000 đồng"."""
    return f"{number(amount)}{NO_BREAK_SPACE}đồng"
