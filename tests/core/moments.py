"""Moments as the tables of the law write them."""

from datetime import datetime

from core.clock import ZONE


def at(written: str) -> datetime:
    """Return the moment of "12/02/2026 10:00" at the office."""
    return datetime.strptime(written, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)
