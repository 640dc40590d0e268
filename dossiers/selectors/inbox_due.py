"""The filter "ngay" of a list of the desk: what falls due on a date, what is overdue, what comes later, what stands still."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from core.vietnamese_dates import short_date
from dossiers.selectors.workload import midnight
from dossiers.states import CLOCK_RUNNING, PAUSED

RUNNING, OVERDUE, STANDING = "dang-tinh-han", "qua-han", "tam-dung"
AFTER = "sau-"  # before a date: everything due after it
WORDS = {RUNNING: "đang tính hạn", OVERDUE: "quá hạn", STANDING: "tạm dừng"}
YEARS = range(2000, 2100)


def later_than(day: date) -> str:
    """Return the filter for what falls due after a date: "sau-2026-12-07"."""
    return f"{AFTER}{day}"


def read_due(text: str) -> str:
    """Return the filter of an address, empty where it cannot be read."""
    return text if text in WORDS or _date_of(text) else ""


def due_words(due: str) -> str:
    """Return the filter as a reader says it: "T4 25/11", "sau T2 07/12", "quá hạn"."""
    day = _date_of(due)
    if day is None:
        return WORDS.get(due, "")
    return f"sau {short_date(day)}" if due.startswith(AFTER) else short_date(day)


def due_condition(due: str, unit_id: int, now: datetime) -> Q:
    """Return the condition on open dossiers. It asks for those the unit decides: what it takes in for others is their work.

    The cases part the running clocks as dossiers.selectors.workload counts them, so a count and its list agree.
    """
    ours = Q(competent_unit=unit_id)
    if due == STANDING:
        return ours & Q(state__in=PAUSED, due_at__isnull=False)
    running = ours & Q(state__in=CLOCK_RUNNING)
    if due == OVERDUE:
        return running & Q(due_at__lt=now)
    day = _date_of(due)
    if day is None:
        return running
    next_day = midnight(day + timedelta(days=1))
    if due.startswith(AFTER):
        return running & Q(due_at__gte=max(now, next_day))
    return running & Q(due_at__gte=max(now, midnight(day)), due_at__lt=next_day)


def _date_of(due: str) -> date | None:
    written = due.removeprefix(AFTER)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if str(day) == written and day.year in YEARS else None
