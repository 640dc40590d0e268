"""What the rules of communes and calendars do not allow."""

from collections.abc import Sequence
from http import HTTPStatus

from core.errors import DomainError


class InvalidCalendar(DomainError):
    """A calendar that cannot be published. `data["problems"]` names every fault, each as a sentence."""

    code = "invalid-calendar"

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"Lịch có {len(problems)} chỗ sai: {'; '.join(problems)}", data={"problems": list(problems)})


class InvalidCommuneFacts(DomainError):
    """A file of communes that contradicts itself or codes already given to dossiers."""

    code = "invalid-commune-facts"


class RevisionIsFixed(DomainError):
    """A published calendar revision is never changed; a change is a new revision."""

    code = "calendar-revision-fixed"
    http_status = HTTPStatus.CONFLICT

    def __init__(self, revision: str) -> None:
        super().__init__(f"{revision} đã công bố, không sửa được. Hãy lập bản mới")
