"""A slow second opinion on due moments: one flag for every minute of the years, and a clock that counts flags.

It reads the written calendar itself and shares nothing with the engine but the wording of its questions.
"""

from array import array
from datetime import date, datetime, timedelta
from itertools import accumulate, compress, count
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 24 * 60
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Case(NamedTuple):
    """One question: received at, the limit in words, and suspensions (from, to) in order."""

    received_at: datetime
    rule: str
    stops: tuple[tuple[datetime, datetime], ...]


class MinuteTable:
    """Every minute of the years of one calendar, open or not."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.first = date(content["first_year"], 1, 1)
        self.days = (date(content["last_year"] + 1, 1, 1) - self.first).days
        written = {entry["date"]: entry.get("sessions", []) for entry in content["days"]}
        self.is_open = bytearray(self.days * DAY)
        for number in range(self.days):
            day = self.first + timedelta(days=number)
            for opens, closes in written.get(day.isoformat(), content["weekly"].get(NAMES[day.weekday()], [])):
                for minute in range(_minutes(opens), _minutes(closes)):
                    self.is_open[number * DAY + minute] = 1
        self.open_minutes = array("I", compress(count(), self.is_open))
        self.open_before = array("I", accumulate(self.is_open, initial=0))
        self.closings = [self.is_open.rfind(1, number * DAY, (number + 1) * DAY) + 1 for number in range(self.days)]

    def due(self, case: Case) -> datetime | None:
        """Return when a case is due, None where the calendar does not say."""
        received = self._minute(case.received_at)
        promised = self._promised(case, received)
        if promised is None or any(self._minute(end) >= len(self.is_open) for _, end in case.stops):
            return None
        ends = self._after_stops(received, promised, [(self._minute(start), self._minute(end)) for start, end in case.stops])
        return None if ends is None else datetime.combine(self.first, datetime.min.time(), HANOI) + timedelta(minutes=ends)

    def _after_stops(self, received: int, promised: int, stops: list[tuple[int, int]]) -> int | None:
        """Run the clock from reception, standing still in the stops, until all minutes up to the promise are used."""
        left = self._open_between(received, promised)
        runs_from = received
        for start, end in stops:
            used = self._open_between(runs_from, start)
            if used >= left:
                break
            left, runs_from = left - used, end
        if runs_from == received:
            return promised
        return self._used_up(runs_from, left)

    def _promised(self, case: Case, received: int) -> int | None:
        """Return the minute a limit without stops ends at."""
        day = received // DAY
        if case.rule.startswith("same-day@"):
            cutoff = case.received_at.replace(hour=int(case.rule[9:11]), minute=int(case.rule[12:14]), second=0)
            in_time = case.received_at <= cutoff and not self._is_over(day, case.received_at)
            return self._closing(day if in_time else day + 1)
        amount, unit = int(case.rule.rstrip("dhcm")), case.rule.lstrip("0123456789")
        if unit == "h":
            return self._used_up(received, amount * 60)
        if unit == "d":
            return self._working_day(day + self._is_over(day, case.received_at), amount)
        return self._closing(day + amount if unit == "cd" else self._months_on(case.received_at.date(), amount))

    def _working_day(self, day: int, amount: int) -> int | None:
        """Walk from the first open day at or after `day`, which does not count, over the next ones."""
        found: int | None = self._closing(day)
        while amount and found is not None:
            found = self._closing(found // DAY + 1)
            amount -= 1
        return found

    def _closing(self, day: int) -> int | None:
        """Walk from `day` to the first that is open, and return the minute it closes."""
        while day < self.days:
            if self.closings[day]:
                return self.closings[day]
            day += 1
        return None

    def _is_over(self, day: int, at: datetime) -> bool:
        """Say whether nothing of this day's hours lies ahead any more, to the second."""
        into = at - datetime.combine(self.first + timedelta(days=day), datetime.min.time(), HANOI)
        return into > timedelta(minutes=self.closings[day] - day * DAY)

    def _months_on(self, day: date, months: int) -> int:
        """Walk back from a day that may not exist, such as 31/02, to one that does."""
        year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
        for of_month in range(day.day, 0, -1):
            try:
                return (date(year, month, of_month) - self.first).days
            except ValueError:
                continue
        raise AssertionError(day)

    def _open_between(self, start: int, end: int) -> int:
        return self.open_before[end] - self.open_before[start]

    def _used_up(self, start: int, minutes: int) -> int | None:
        """Return the minute after the n-th open one from `start`."""
        number = self.open_before[start] + minutes - 1
        return self.open_minutes[number] + 1 if number < len(self.open_minutes) else None

    def _minute(self, at: datetime) -> int:
        local = at.astimezone(HANOI)
        return (local.date() - self.first).days * DAY + local.hour * 60 + local.minute


def _minutes(written: str) -> int:
    hours, minutes = written.split(":")
    return int(hours) * 60 + int(minutes)
