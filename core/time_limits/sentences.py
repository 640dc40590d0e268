"""A derivation in plain Vietnamese sentences: the rule, then what each stretch of days is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from core import vietnamese_dates
from core.time_limits.due import day_zero, is_in_time, last_counted_day, local_day
from core.time_limits.rules import LimitUnit, TimeLimit
from core.time_limits.strip import OFF, TET, DayKind, DerivedDay, Stretch
from core.time_limits.words import WEEKEND, at, capitalise, hours, join, span, spoken_span
from core.working_calendar import OfficeDay

SHORTEST_RANGE = 4  # fewer days in a row are named one by one

_NOT_COUNTED = "Ngày nhận hồ sơ không tính."
_ROLLS = "Ngày cuối là ngày nghỉ thì trả vào ngày làm việc tiếp theo."


def intro(limit: TimeLimit, days: Sequence[DerivedDay]) -> str:
    """Return the rule as the head of the page says it, with the kinds of rest that matter for these days."""
    has = f"Thủ tục này có {limit.label()}"
    match limit.unit:
        case LimitUnit.WORKING_DAYS:
            parts = [f"{has}.", _NOT_COUNTED, _rest(days)]
        case LimitUnit.HOURS:
            parts = [f"{has}.", "Chỉ tính giờ làm việc.", _rest(days)]
        case LimitUnit.CALENDAR_DAYS:
            parts = [f"{has}, kể cả ngày nghỉ.", _NOT_COUNTED, _ROLLS]
        case LimitUnit.MONTHS:
            parts = [f"{has}.", _NOT_COUNTED, _ROLLS]
        case LimitUnit.SAME_DAY:
            late = f"Hồ sơ nhận sau {limit.cutoff:%H:%M} thì trả vào ngày làm việc tiếp theo."
            parts = ["Thủ tục này trả kết quả trong ngày.", late]
    return " ".join(part for part in parts if part)


def lines(limit: TimeLimit, stretch: Stretch, days: Sequence[DerivedDay]) -> list[str]:
    """Return one line for the reception and one for each stretch of days that are alike."""
    words = _Words(limit, stretch)
    first = days[0]
    told = days if first.minutes or first.kind is DayKind.DUE else days[1:]
    runs = [(is_off, list(run)) for is_off, run in groupby(told, key=lambda each: each.kind in OFF)]
    return [words.reception(), *(_off(run) if is_off else words.running(run) for is_off, run in runs)]


def rest_lines(days: Sequence[DerivedDay], after: date) -> list[str]:
    """Return one line for each run of days off later than `after`."""
    later = [each for each in days if each.day > after]
    return [_off(list(run)) for is_off, run in groupby(later, key=lambda each: each.kind in OFF) if is_off]


def provisional_line(days: Sequence[OfficeDay]) -> str:
    """Return what to say of days off that are not announced yet."""
    years = join([str(year) for year in sorted({each.day.year for each in days})])
    return f"Tạm tính: lịch năm {years} chưa công bố, ngày hẹn có thể đổi."


def _rest(days: Sequence[DerivedDay]) -> str:
    """Return "Thứ Bảy, Chủ nhật và ngày nghỉ Tết không tính.", as far as these days have them."""
    weekdays = sorted({each.day.weekday() for each in days if each.kind is DayKind.WEEKEND})
    names = [", ".join(vietnamese_dates.WEEKDAYS[weekday] for weekday in weekdays)] if weekdays else []
    holidays = {each.reason for each in days if each.kind is DayKind.HOLIDAY}
    if holidays:
        names.append("ngày nghỉ Tết" if holidays == {TET} else "ngày nghỉ lễ")
    return f"{capitalise(join(names))} không tính." if names else ""


def _off(days: Sequence[DerivedDay]) -> str:
    """Return "Nghỉ: 14/02 đến 22/02, gồm Tết Nguyên đán 16–20/02 (…) và cuối tuần."."""
    head = f"Nghỉ: {spoken_span(days[0].day, days[-1].day)}"
    holidays = [each for each in days if each.kind is DayKind.HOLIDAY]
    runs = [(key, list(run)) for key, run in groupby(holidays, key=lambda each: (each.reason, each.source))]
    weekend = [WEEKEND] if len(holidays) < len(days) else []
    if len(runs) + len(weekend) == 1:
        return f"{head}, {weekend[0] if weekend else _named(*runs[0][0])}."
    # A source that the next holiday shares is said once, after the last of them.
    following = [source for (_, source), _ in runs[1:]] + [None]
    parts = [
        _named(f"{name} {span(run[0].day, run[-1].day)}", "" if source == following_source else source)
        for ((name, source), run), following_source in zip(runs, following, strict=True)
    ]
    return f"{head}, gồm {join(parts + weekend)}."


def _named(name: str, source: str) -> str:
    return f"{name} ({source})" if source else name


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that depend on the limit and on both ends of the stretch."""

    limit: TimeLimit
    stretch: Stretch

    def reception(self) -> str:
        """Return when the dossier came, and whether that day counts."""
        received_at, calendar = self.stretch.received_at, self.stretch.calendar
        head = f"Nhận hồ sơ: {at(received_at)}"
        match self.limit.unit:
            case LimitUnit.SAME_DAY:
                return f"{head}, {self._same_day_reason()}."
            case LimitUnit.CALENDAR_DAYS | LimitUnit.MONTHS:
                return f"{head}, chưa tính."
            case LimitUnit.HOURS:
                start = calendar.effective_start(received_at)
                reason = "tính từ lúc này" if start == received_at else f"ngoài giờ làm việc, tính từ {at(start)}"
                return f"{head}, {reason}."
            case LimitUnit.WORKING_DAYS:
                is_day_zero = day_zero(received_at, calendar) == local_day(received_at)
                return f"{head}, {'chưa tính' if is_day_zero else 'ngoài giờ làm việc'}."

    def running(self, days: Sequence[DerivedDay]) -> str:
        """Return what counted on working days in a row; many numbered days become one range."""
        if self.limit.unit is LimitUnit.MONTHS:
            return self._month(days)
        phrases = []
        for is_plain, run in groupby(days, key=lambda each: each.kind is DayKind.COUNTED and each.counted is not None):
            alike = list(run)
            is_range = is_plain and len(alike) >= SHORTEST_RANGE
            phrases += [_range(alike)] if is_range else [self._single(each) for each in alike]
        return " ".join(phrases)

    def _same_day_reason(self) -> str:
        if is_in_time(self.limit, self.stretch.received_at, self.stretch.calendar):
            return f"chưa quá {self.limit.cutoff:%H:%M}"
        received_on = local_day(self.stretch.received_at)
        if not self.stretch.calendar.is_working_day(received_on):
            return "ngày nghỉ"
        is_open = day_zero(self.stretch.received_at, self.stretch.calendar) == received_on
        return f"sau {self.limit.cutoff:%H:%M}" if is_open else "sau giờ làm việc"

    def _single(self, day: DerivedDay) -> str:
        name = vietnamese_dates.weekday_date(day.day)
        if day.kind is DayKind.START:
            return f"Coi như nhận: {name}, chưa tính."
        if day.kind is DayKind.DUE and not day.counted and not day.minutes:
            return self._uncounted_due(name)
        ending = f", {self._ending()}" if day.kind is DayKind.DUE else ""
        if day.kind is DayKind.MAKEUP:
            ending = f", {_named('ngày làm bù', day.source)}"
        head = f"Ngày {day.counted}: {name}" if day.counted else f"{capitalise(name)}: tính {hours(day.minutes)}"
        return f"{head}{ending}."

    def _uncounted_due(self, name: str) -> str:
        if self.limit.unit is LimitUnit.SAME_DAY:
            return f"Trả: {name}, {_before_closing(self.stretch.due_at)}."
        last = vietnamese_dates.weekday_date(last_counted_day(self.limit, self.stretch.received_at))
        return f"Ngày {self.limit.amount} là {last}, ngày nghỉ, nên trả vào {name}, {_before_closing(self.stretch.due_at)}."

    def _month(self, days: Sequence[DerivedDay]) -> str:
        last = last_counted_day(self.limit, self.stretch.received_at)
        full = f"Đủ {self.limit.label()}: {vietnamese_dates.weekday_date(last)}"
        if days[-1].kind is not DayKind.DUE:
            return f"{full}."
        if days[-1].day == last:
            return f"{full}, {self._ending()}."
        due_on = vietnamese_dates.weekday_date(days[-1].day)
        rolled = f"Chuyển sang ngày làm việc tiếp theo: {due_on}, {self._ending()}."
        return rolled if days[0].kind is DayKind.DUE else f"{full}. {rolled}"

    def _ending(self) -> str:
        if self.limit.unit is LimitUnit.HOURS:
            return f"trả chậm nhất {vietnamese_dates.clock_time(self.stretch.due_at)}"
        return f"trả {_before_closing(self.stretch.due_at)}"


def _range(days: Sequence[DerivedDay]) -> str:
    first, last = days[0], days[-1]
    weekdays = f"{vietnamese_dates.weekday_date(first.day)} đến {vietnamese_dates.weekday_date(last.day)}"
    return f"Ngày {first.counted} đến ngày {last.counted}: {weekdays}."


def _before_closing(due_at: datetime) -> str:
    return f"trước khi hết giờ làm việc, {vietnamese_dates.clock_time(due_at)}"
