"""The city's working days ahead, and until when something is due soon."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from core.clock import ZONE
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.selectors.workload import Horizon, days_ahead, midnight


@dataclass(frozen=True, slots=True)
class Outlook(Horizon):
    """The working days ahead; `soon_until` ends what is due soon."""

    soon_until: datetime


def outlook(now: datetime, calendar: WorkingCalendar) -> Outlook:
    """Return the working days ahead of `now`.

    A dossier is due soon from the opening of the working day that lies `DUE_SOON_WORKING_DAYS` before its due day.

    Source: docs/legal/time-limits.md#classification
    """
    days = days_ahead(now, calendar)
    last_soon = _last_soon(now, calendar) or Horizon(now, days).last
    return Outlook(now, days, midnight(last_soon + timedelta(days=1)))


def _last_soon(now: datetime, calendar: WorkingCalendar) -> date | None:
    """Return the last day on which what is due is due soon; None where the calendar ends before it."""
    try:
        return calendar.closing_after(_last_opened(now.astimezone(ZONE), calendar), settings.DUE_SOON_WORKING_DAYS).date()
    except CalendarMissing:
        return None


def _last_opened(local: datetime, calendar: WorkingCalendar) -> date:
    """Return the last day whose office hours have begun."""
    today = local.date()
    sessions = calendar.sessions_on(today)
    has_opened = bool(sessions) and local.time() >= sessions[0].opens
    return today if has_opened else calendar.closing_after(today - timedelta(days=1), 0).date()
