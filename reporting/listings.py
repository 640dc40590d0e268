"""Which dossiers stand behind a figure: one listing for each figure, with the same count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dossiers.models import Channel
from dossiers.selectors.workload import midnight
from dossiers.states import CLOCK_RUNNING, PAUSED, DossierState
from reporting.flows import Flow
from reporting.office_days import Outlook
from reporting.open_counts import OpenCounts
from reporting.periods import Period

_RUNNING = f"state IN ({', '.join(str(int(state)) for state in sorted(CLOCK_RUNNING))})"
_PAUSED = f"state IN ({', '.join(str(int(state)) for state in sorted(PAUSED))})"
_FINISHED = f"state IN ({int(DossierState.RESULT_READY)}, {int(DossierState.RETURNED)}) AND finished_at >= %(first)s AND finished_at < %(past_last)s"
_RECEIVED = "received_at >= %(first)s AND received_at < %(past_last)s AND listed_at < %(past_last)s"


@dataclass(frozen=True, slots=True)
class OpenListing:
    """Open dossiers, nearest moment first; `count` reads the live counts."""

    slug: str
    label: str
    where: str
    count: Callable[[OpenCounts], int]
    icon: str = "calendar"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class PeriodListing:
    """Dossiers received or finished in a period, newest first; `count` reads the tallies."""

    slug: str
    label: str
    where: str
    count: Callable[[Flow], int]
    icon: str = "sheet"
    tone: str = ""


Listing = OpenListing | PeriodListing

OPEN = OpenListing("dang-giai-quyet", "Đang giải quyết", "due_at IS NOT NULL", lambda counts: counts.open, "folder")
OVERDUE = OpenListing("qua-han", "Quá hạn", f"{_RUNNING} AND due_at < %(now)s", lambda counts: counts.overdue, "triangle-alert", "overdue")
SOON = OpenListing(
    "sap-den-han",
    "Sắp đến hạn",
    f"{_RUNNING} AND due_at >= %(now)s AND due_at < %(soon_until)s",
    lambda counts: counts.soon,
    "clock",
    "soon",
)
PAUSED_ONES = OpenListing(
    "tam-dung", "Tạm dừng", f"{_PAUSED} AND due_at IS NOT NULL", lambda counts: counts.paused, "pause-circle", "paused"
)
WAITING = OpenListing("cho-tiep-nhan", "Chờ tiếp nhận", "due_at IS NULL", lambda counts: counts.waiting, "upload")
RUNNING = OpenListing("dang-tinh-han", "Đang tính hạn", _RUNNING, lambda counts: counts.running)
LATER = OpenListing("hen-sau", "Hẹn trả sau mười ngày", f"{_RUNNING} AND due_at >= %(past_days)s", lambda counts: counts.later)

RECEIVED = PeriodListing("da-tiep-nhan", "Đã tiếp nhận", _RECEIVED, lambda flow: flow.received)
ONLINE = PeriodListing(
    "truc-tuyen",
    "Tiếp nhận trực tuyến",
    f"{_RECEIVED} AND channel IN ({int(Channel.ONLINE)}, {int(Channel.VNEID)})",
    lambda flow: flow.online,
    "globe",
)
FINISHED = PeriodListing("da-giai-quyet", "Đã giải quyết", _FINISHED, lambda flow: flow.finished, "tick-circle")
IN_TIME = PeriodListing(
    "xong-dung-han", "Đã xong đúng hạn", f"{_FINISHED} AND finished_at <= due_at", lambda flow: flow.in_time, "tick-circle", "ok"
)
LATE = PeriodListing(
    "xong-qua-han", "Đã xong quá hạn", f"{_FINISHED} AND finished_at > due_at", lambda flow: flow.late, "triangle-alert", "overdue"
)

OPEN_LISTINGS = (OPEN, OVERDUE, SOON, RUNNING, PAUSED_ONES, LATER, WAITING)
PERIOD_LISTINGS = (RECEIVED, ONLINE, FINISHED, IN_TIME, LATE)
DUE_ON = "hen-tra"


def listing_named(slug: str, ahead: Outlook, day: str = "") -> Listing:
    """Return the listing named in an address; an unknown name is the one of all open dossiers.

    "hen-tra" lists what falls due on the date `day` and is not overdue; it lies between the present and the tenth working day.
    """
    if slug == DUE_ON:
        found = _date_in(day, ahead)
        return _due_on(found) if found else OPEN
    return next((each for each in (*OPEN_LISTINGS, *PERIOD_LISTINGS) if each.slug == slug), OPEN)


def _date_in(text: str, ahead: Outlook) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if ahead.today <= day <= ahead.last else None


def _due_on(day: date) -> OpenListing:
    where = f"{_RUNNING} AND due_at >= %(now)s AND (due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = '{day}'"
    return OpenListing(DUE_ON, f"Hẹn trả {day:%d/%m}", where, lambda counts: counts.load.on(day))


def parameters(ahead: Outlook, period: Period) -> dict[str, Any]:
    """Return the values that the conditions of all listings name."""
    return {
        "now": ahead.now,
        "soon_until": ahead.soon_until,
        "past_days": ahead.end,
        "first": midnight(period.first),
        "past_last": midnight(period.last + timedelta(days=1)),
    }
