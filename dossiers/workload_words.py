"""The table and the bars of the workload as pages show them: figures in words, each with the address of its list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.money import number
from core.vietnamese_dates import short_weekday
from dossiers.selectors.inbox_due import OVERDUE, RUNNING, STANDING, later_than
from dossiers.selectors.workload import Horizon, Load

HEIGHT = 100

Address = Callable[[str], str]  # from a filter of dossiers.selectors.inbox_due to the list behind the figure


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the table: `key` names the column, `second` stands under the label."""

    key: str
    label: str
    second: str = ""
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the list behind it; no address: nothing to open. Empty tone: nothing to look at."""

    text: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: of a person or commune, a "person" of a "group", the "group" with its sum, the "city" or the "total"."""

    name: str
    second: str
    cells: list[Cell]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What falls due on one day. `over` is the part of `height` above what the office can do in a day."""

    day: date
    count: str
    url: str
    height: int
    over: int = 0

    @property
    def top(self) -> int:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and how many dossiers an office can finish in a day (0: not known) with the height of that line."""

    bars: list[Bar]
    most_a_day: int
    line: int

    @property
    def line_at(self) -> int:
        return HEIGHT - self.line


def heads(columns: Sequence[date], horizon: Horizon) -> list[Head]:
    """Return the heads after the name; a day off on which something is due says so."""
    days = [Head(str(day), short_weekday(day), f"{day:%d/%m}" if day in horizon.days else f"{day:%d/%m} nghỉ") for day in columns]
    return [Head(OVERDUE, "Quá hạn"), *days, Head("hen-sau", "Sau đó"), Head(RUNNING, "Cộng"), Head(STANDING, "Tạm dừng")]


def count_in(load: Load, key: str) -> int:
    """Return the figure of the column a head names."""
    named = {OVERDUE: load.overdue, "hen-sau": load.later, RUNNING: load.running, STANDING: load.paused}
    return named[key] if key in named else load.buckets[key]


def cells(load: Load, columns: Sequence[date], horizon: Horizon, address: Address, most_a_day: int = 0) -> list[Cell]:
    """Return the figures of a line in the order of the heads. `most_a_day` marks days above it; 0: not known."""
    days = [_cell(load.on(day), str(day), address, "soon" if 0 < most_a_day < load.on(day) else "") for day in columns]
    return [
        _cell(load.overdue, OVERDUE, address, "overdue"),
        *days,
        _cell(load.later, later_than(horizon.last), address),
        _cell(load.running, RUNNING, address),
        _cell(load.paused, STANDING, address, "paused"),
    ]


def chart(load: Load, columns: Sequence[date], address: Address, most_a_day: int = 0) -> Chart:
    """Return a bar for each day, all to one scale that begins at zero and holds `most_a_day`."""
    whole = max([*(load.on(day) for day in columns), most_a_day, 1])
    return Chart([_bar(day, load.on(day), whole, address, most_a_day) for day in columns], most_a_day, _height(most_a_day, whole))


def _bar(day: date, count: int, whole: int, address: Address, most_a_day: int) -> Bar:
    over = max(0, count - most_a_day) if most_a_day else 0
    return Bar(day, number(count), address(str(day)), _height(count, whole), _height(over, whole))


def _height(count: int, whole: int) -> int:
    return round(HEIGHT * count / whole)


def _cell(count: int, due: str, address: Address, tone: str = "") -> Cell:
    return Cell(number(count), address(due) if count else "", tone if count else "")
