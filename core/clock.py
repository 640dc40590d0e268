"""The one clock of the portal, in the zone of the office. Read it once at the door and pass it inward."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """Return the present moment, aware, in the zone of the office."""
    return datetime.now(ZONE)  # noqa: TID251  this is the door the ban points to


def today() -> date:
    """Return the present date at the office, whatever the zone of the server."""
    return now().date()
