"""A procedure as people read it: when and where; what it costs is in fee_words. A fact that is not known says so, it is never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.time_limits import DayKind, Derivation, LimitUnit, TimeLimit, derive
from core.vietnamese_dates import clock_time, long_date, weekday_date
from core.working_calendar import CalendarMissing, WorkingCalendar
from procedures.city_calendar import holiday_words, holidays
from procedures.models import Procedure, ProcedureVersion

UNKNOWN = "Chưa có thông tin"
DOUBTFUL = frozenset({Procedure.Verification.LEVEL_UNCONFIRMED, Procedure.Verification.NAME_ONLY})
_CHANNELS = {"online": "trực tuyến", "counter": "tại quầy", "post": "bưu chính", "national": "Cổng Dịch vụ công quốc gia hoặc VNeID"}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence whose first words carry the answer."""

    strong: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands beside "Bao giờ xong": the sentences, then smaller remarks."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def when_done(version: ProcedureVersion, now: datetime, calendar: WorkingCalendar | None) -> Answer:
    """Return when the result comes if the office takes the dossier now, with the reason for every skipped holiday.

    Without a calendar the rule alone is told. Limits of single units stand below.

    Source: docs/legal/time-limits.md#ends
    """
    limit = version.time_limit
    units = tuple(f"{each.unit}: {each.text or TimeLimit.parse(each.rule).label()}." for each in version.unit_limits.all())
    if limit is None:
        return Answer((Line("", _sentence(version.time_limit_text) or f"{UNKNOWN} về thời hạn."),), units)
    try:
        lines, remarks = _dates(limit, now, calendar) if calendar else (_rule_only(limit), ())
    except CalendarMissing as error:
        lines, remarks = _rule_only(limit), (error.message + ".",)
    return Answer(lines, remarks + units)


def _rule_only(limit: TimeLimit) -> tuple[Line, ...]:
    return (Line(_capital(limit.label()), "."),)


def _dates(limit: TimeLimit, now: datetime, calendar: WorkingCalendar) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    start = calendar.effective_start(now)
    if limit.unit is LimitUnit.SAME_DAY:
        return _same_day(limit, now, start, calendar), ()
    derivation = derive(limit, start, calendar)
    due = derivation.due_at
    when = f"{clock_time(due)}, {long_date(due)}" if limit.unit is LimitUnit.HOURS else _capital(long_date(due))
    line = Line(when, f", nếu phường, xã nhận đủ hồ sơ {_day(start.date(), now.date())}{_because(holiday_words(derivation.days))}.")
    return (line,), _remarks(limit, derivation)


def _remarks(limit: TimeLimit, derivation: Derivation) -> tuple[str, ...]:
    weekend = any(day.kind is DayKind.WEEKEND for day in derivation.days) and limit.unit in {LimitUnit.WORKING_DAYS, LimitUnit.HOURS}
    rule = f"Thời hạn {limit.label()}" + ("; thứ Bảy, Chủ nhật không tính." if weekend else ".")
    return (rule, derivation.sentences[-1]) if derivation.has_provisional else (rule,)


def _same_day(limit: TimeLimit, now: datetime, start: datetime, calendar: WorkingCalendar) -> tuple[Line, ...]:
    """Say today's chance while it lasts, and what comes after the cut-off."""
    first = derive(limit, now, calendar).due_at.date()
    if first != start.date():  # the cut-off of the first open day is already over
        return (_due_on(first, _because(holiday_words(holidays(calendar, now.date(), first)))),)
    later = calendar.next_working_day(first)
    cutoff = f"{limit.cutoff:%H:%M}" if limit.cutoff else ""
    today = first == now.date()
    by = cutoff if today else f"{cutoff} hôm đó"
    head = f"Hôm nay, {long_date(first)}" if today else _capital(long_date(first))
    reason = _because(holiday_words(holidays(calendar, first, later)))
    return (
        Line(head, f", nếu phường, xã nhận đủ hồ sơ trước {by}."),
        Line("", f"Sau {cutoff}: {long_date(later)}{reason}."),
    )


def _due_on(day: date, reason: str) -> Line:
    return Line(_capital(long_date(day)), f", nếu phường, xã nhận đủ hồ sơ hôm nay{reason}.")


def _day(start: date, today: date) -> str:
    return "hôm nay" if start == today else weekday_date(start)


def _because(words: str) -> str:
    return f", vì {words}" if words else ""


def _sentence(text: str) -> str:
    return f"{_capital(text.rstrip('. '))}." if text else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def short_time(version: ProcedureVersion) -> str:
    """Return the time limit for a line of a list: "Trong ngày", "3 ngày làm việc", "Tùy trường hợp"."""
    limit = version.time_limit
    if limit is None:
        return "Tùy trường hợp" if version.time_limit_text else f"{UNKNOWN} về thời hạn"
    return "Trong ngày" if limit.unit is LimitUnit.SAME_DAY else limit.label()


def remark(version: ProcedureVersion) -> str:
    """Return what to know before setting out; empty where the commune is known to settle the matter."""
    if version.procedure.verification in DOUBTFUL:
        return "Chưa rõ phường, xã có giải quyết không: hỏi quầy một cửa trước."
    return "Phường, xã chỉ nhận hồ sơ, cơ quan khác giải quyết." if version.receive_only else ""


def where_to_file(version: ProcedureVersion, handlers: Sequence[str] = ()) -> Answer:
    """Return the ways in; `handlers` are the names of the only communes that handle it, none: all do.

    Source: docs/legal/one-stop.md#channels
    """
    if version.procedure.replaced_by_id is not None:
        return Answer((Line("Không nhận nữa", ": nộp theo thủ tục mới."),))
    ways = set(version.offered_channels)
    anywhere = version.receivable_elsewhere
    counter = Line("Quầy một cửa nào ở Hà Nội cũng được" if anywhere else "Quầy một cửa của phường, xã giải quyết", ".")
    if version.procedure.verification in DOUBTFUL:
        return Answer((Line("Hỏi quầy một cửa trước", ": chưa rõ phường, xã có giải quyết việc này không."),))
    if not ways & set(_CHANNELS):
        return Answer((Line("", f"{UNKNOWN}. Gọi hoặc đến quầy một cửa để hỏi."),))
    if ways == {"national"}:
        return Answer((Line("Cổng Dịch vụ công quốc gia hoặc VNeID", ". Quầy một cửa giúp bạn nộp nếu cần."),))
    if ways == {"online"}:
        return Answer((Line("Chỉ nộp trực tuyến", "."),))
    lines = [Line("Trực tuyến", f", hoặc {counter.strong[:1].lower()}{counter.strong[1:]}.") if "online" in ways else counter]
    if "post" in ways:
        lines.append(Line("", "Gửi qua bưu chính cũng được."))
    if handlers:
        lines.append(Line("", f"Chỉ {', '.join(handlers)} giải quyết."))
    return Answer(tuple(lines), (remark(version),) if version.receive_only else ())


def short_channels(version: ProcedureVersion) -> str:
    """Return "Trực tuyến, tại quầy" for a line of a list."""
    words = [name for code, name in _CHANNELS.items() if code in version.offered_channels]
    if words == ["trực tuyến"]:
        return "Chỉ nộp trực tuyến"
    return _capital(", ".join(words)) if words else f"{UNKNOWN} về nơi nộp"
