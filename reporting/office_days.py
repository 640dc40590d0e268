"""The city's working days ahead, as moments that dossiers are sorted between."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings

from core.clock import ZONE
from core.working_calendar import WorkingCalendar

DAYS_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Outlook:
    """The present and the next ten working days, today included if it is one.

    `limits` are the present and the midnights after those days: between two of them lies what falls due on one day.
    `soon` is how many of the days hold what is due soon.
    """

    now: datetime
    days: tuple[date, ...]
    limits: tuple[datetime, ...]
    soon: int

    @property
    def soon_until(self) -> datetime:
        return self.limits[self.soon]


def outlook(now: datetime, calendar: WorkingCalendar) -> Outlook:
    """Return the working days ahead of `now`.

    A dossier is due soon from the opening of the working day that lies `DUE_SOON_WORKING_DAYS` before its due day.

    Source: docs/legal/time-limits.md#classification
    """
    local = now.astimezone(ZONE)
    today = local.date()
    yesterday = today - timedelta(days=1)
    days = tuple(calendar.closing_after(yesterday, number).date() for number in range(1, DAYS_AHEAD + 1))
    limits = (now, *(datetime.combine(day + timedelta(days=1), time.min, ZONE) for day in days))
    last_soon = calendar.closing_after(_last_opened(local, calendar), settings.DUE_SOON_WORKING_DAYS).date()
    return Outlook(now, days, limits, bisect_right(days, last_soon))


def _last_opened(local: datetime, calendar: WorkingCalendar) -> date:
    """Return the last day whose office hours have begun."""
    today = local.date()
    sessions = calendar.sessions_on(today)
    has_opened = bool(sessions) and local.time() >= sessions[0].opens
    return today if has_opened else calendar.closing_after(today - timedelta(days=1), 0).date()
