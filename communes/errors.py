"""What the rules of communes and calendars do not allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from core.errors import DomainError


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """One fault of a calendar. `place` is "years", "weekly", "weekly.monday", "days" or "days.3", the fourth entry."""

    place: str
    what: str
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.subject}: {self.what}" if self.subject else self.what


class InvalidCalendar(DomainError):
    """A calendar that cannot be published. `data["problems"]` names every fault, each as a sentence."""

    code = "invalid-calendar"

    def __init__(self, faults: Sequence[CalendarFault]) -> None:
        self.faults = tuple(faults)
        self.problems = tuple(str(fault) for fault in faults)
        super().__init__(f"Lịch có {len(faults)} chỗ sai: {'; '.join(self.problems)}", data={"problems": list(self.problems)})


class InvalidCommuneFacts(DomainError):
    """A file of communes that contradicts itself or codes already given to dossiers."""

    code = "invalid-commune-facts"


class RevisionIsFixed(DomainError):
    """A published calendar revision is never changed; a change is a new revision."""

    code = "calendar-revision-fixed"
    http_status = HTTPStatus.CONFLICT

    def __init__(self, revision: str) -> None:
        super().__init__(f"{revision} đã công bố, không sửa được. Hãy lập bản mới")


class InvalidAnnouncement(DomainError):
    """A file of days that cannot be taken over. `problems` names every fault, with its line."""

    code = "invalid-announcement"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"Tệp có {len(problems)} chỗ sai", data={"problems": list(problems)})


class DraftNotThere(DomainError):
    """No such draft, or it is past the stage this act needs."""

    code = "calendar-draft-not-there"
    http_status = HTTPStatus.CONFLICT


class DraftChanged(DomainError):
    """Somebody else saved the draft, or published a calendar, since this page was opened."""

    code = "calendar-draft-changed"
    http_status = HTTPStatus.CONFLICT


class NothingChanges(DomainError):
    """A draft that says what the calendar in force says."""

    code = "calendar-draft-empty"


class YearsDropped(DomainError):
    """A draft without a year that dossiers are counted in, now or later."""

    code = "calendar-years-dropped"


class NotYourOwnCalendar(DomainError):
    """Whoever prepared a calendar does not approve it."""

    code = "calendar-draft-own"
    http_status = HTTPStatus.FORBIDDEN
