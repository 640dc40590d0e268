"""When is it due? The question as it is typed or piped in, its answer, and the reasons in words."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from core.clock import ZONE
from core.errors import DomainError
from core.time_limits import DerivedDay, Pause, TimeLimit, derive, present_due
from core.vietnamese_dates import moment, short_weekday
from core.working_calendar import WorkingCalendar, at_office

LONGEST_ECHO = 60  # of what was typed, in an error
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


class InvalidQuestion(DomainError):
    """A question that cannot be read."""

    code = "invalid-question"


@dataclass(frozen=True, slots=True)
class Question:
    """A time limit, the moment of reception and the suspensions, in order."""

    received_at: datetime
    limit: TimeLimit
    pauses: tuple[Pause, ...]

    @classmethod
    def read(cls, received: object, limit: object, suspensions: object) -> Self:
        """Return the question typed as "2026-02-12T10:00", "3d" and pairs of moments; None means no suspension.

        Raises:
            InvalidQuestion, InvalidTimeLimit: a part cannot be read.
            CalendarMissing: a moment beyond every calendar.
        """
        if not isinstance(limit, str):
            raise InvalidQuestion("Cần thời hạn (limit), viết như 3d, 4h, 7cd, 1m hoặc same-day@15:00")
        if len(limit) > LONGEST_ECHO:
            raise InvalidQuestion(f"Không hiểu thời hạn “{limit[:LONGEST_ECHO]}…”")
        return cls(_moment(received), TimeLimit.parse(limit), tuple(_pause(pair) for pair in _pairs(suspensions)))

    def due_at(self, calendar: WorkingCalendar) -> datetime:
        """Return when the result is due.

        Raises:
            CalendarMissing: a date outside the years of the calendar.
            InvalidPause: suspensions that cannot have happened.
        """
        return present_due(self.limit, self.received_at, calendar, self.pauses)

    def explained(self, calendar: WorkingCalendar) -> list[str]:
        """Return the due moment in words, the rule, what happened, and every day on the way with what it was."""
        derivation = derive(self.limit, self.received_at, calendar, self.pauses)
        provisional = calendar.provisional_days(self.received_at.date(), derivation.due_at.date())
        unannounced = {each.day for each in provisional}
        return [
            f"Hẹn trả: {moment(derivation.due_at)}.",
            derivation.intro,
            *(f"- {line}" for line in derivation.lines),
            "Từng ngày:",
            *(_day_line(each, unannounced) for each in derivation.days),
        ]


def answer_line(line: bytes, calendar: WorkingCalendar) -> dict[str, str]:
    """Return `{"due": …}` for one line of JSON, or `{"error": …}` with the reason; never raises for what the line holds."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "Dòng này không phải JSON"}
    try:
        if not isinstance(asked, Mapping):
            raise InvalidQuestion('Cần một đối tượng JSON như {"from": "2026-02-12T10:00", "limit": "3d"}')
        question = Question.read(asked.get("from"), asked.get("limit"), asked.get("suspend"))
        return {"due": question.due_at(calendar).isoformat()}
    except DomainError as error:
        return {"error": error.message}


def _moment(typed: object) -> datetime:
    """Return a moment at the office; one without an offset is meant there."""
    read = _read_moment(typed) if isinstance(typed, str) and _WRITTEN.fullmatch(typed) else None
    if read is None:
        raise InvalidQuestion(f"Không hiểu thời điểm “{str(typed)[:LONGEST_ECHO]}”. Viết như 2026-02-12T10:00")
    return read.replace(tzinfo=ZONE) if read.tzinfo is None else at_office(read)


def _read_moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None


def _pairs(suspensions: object) -> Sequence[object]:
    if suspensions is None:
        return ()
    if not isinstance(suspensions, list | tuple):
        raise InvalidQuestion("Các lần tạm dừng (suspend) viết như [[từ, đến], …]")
    return suspensions


def _pause(pair: object) -> Pause:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise InvalidQuestion("Mỗi lần tạm dừng cần hai thời điểm: từ, đến")
    return Pause(_moment(pair[0]), _moment(pair[1]))


def _day_line(day: DerivedDay, unannounced: set[date]) -> str:
    source = f" ({day.source})" if day.source else ""
    reason = f": {day.reason}{source}" if day.reason else ""
    doubt = ", lịch chưa công bố" if day.day in unannounced else ""
    return f"  {short_weekday(day.day)} {day.day:%d/%m/%Y}  {day.label or 'không tính'}{reason}{doubt}"
