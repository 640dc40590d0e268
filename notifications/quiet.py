"""Quiet hours: by e-mail and SMS the portal itself says nothing at night.

What a person set off at that hour is answered at once. Source: docs/legal/time-limits.md#escalation.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.clock import ZONE
from notifications.kinds import NoticeKind

# What the clock says of itself. A kind that somebody's act sets off is not here.
SAID_BY_THE_CLOCK = frozenset(
    {
        NoticeKind.OVERDUE_CITIZEN,
        NoticeKind.OVERDUE_OFFICER,
        NoticeKind.DUE_SOON,
        NoticeKind.APOLOGY_DUE,
        NoticeKind.STEP_OVERDUE,
        NoticeKind.RESPONSE_OVERDUE_OFFICER,
        NoticeKind.RESPONSE_OVERDUE_CITIZEN,
        NoticeKind.SUPPLEMENT_EXPIRED_OFFICER,
        NoticeKind.SUPPLEMENT_EXPIRED_CITIZEN,
        NoticeKind.DRAFT_EXPIRING,
        NoticeKind.ESCALATED,
        NoticeKind.CALENDAR_MISSING,
        NoticeKind.CLOCK_DIFFERS,
    }
)


def send_from(moment: datetime) -> datetime:
    """Return from when a message of the portal itself may leave: the moment, or the end of the quiet hours it lies in.

    The first minute of the quiet hours is quiet, their end is not; hours are those of the office (Asia/Ho_Chi_Minh).

    Raises:
        ImproperlyConfigured: the setting QUIET_HOURS cannot be read.
    """
    hours = _hours(settings.QUIET_HOURS)
    if hours is None:
        return moment
    begins, ends = hours
    local = moment.astimezone(ZONE)
    over_midnight = begins > ends
    evening, morning = local.time() >= begins, local.time() < ends
    if not (evening or morning if over_midnight else evening and morning):
        return moment
    day = local.date() + timedelta(days=1) if over_midnight and evening else local.date()
    return datetime.combine(day, ends, ZONE)


def first_try(kind: str, moment: datetime) -> datetime:
    """Return when a notice of this kind, written or to be tried again at `moment`, may leave."""
    return send_from(moment) if kind in SAID_BY_THE_CLOCK else moment


@lru_cache(maxsize=8)
def _hours(text: str) -> tuple[time, time] | None:
    """Read "20:00-07:00"; empty: never quiet."""
    if not text.strip():
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured(f"QUIET_HOURS must read 20:00-07:00 or be empty, not “{text}”.") from error
    if begins == ends:
        raise ImproperlyConfigured(f"QUIET_HOURS must end at another time than it begins, not “{text}”.")
    return begins, ends
