"""Two charts: how the period ran, and what falls due when. Places are whole numbers; each has its table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.money import number
from core.vietnamese_dates import short_date
from core.working_calendar import CalendarMissing
from dossiers.selectors.workload import columns_for
from dossiers.workload_words import Chart, chart
from reporting.addresses import address_of
from reporting.city.data import City
from reporting.city.figures import list_url
from reporting.flows import Flow
from reporting.listings import LATER, OPEN, OVERDUE, PAUSED_ONES, WAITING

HEIGHT = 100
WIDTH = 1000
FEWEST_DAYS = 3  # fewer points make no line
MOST_DAYS = 70  # more make a carpet: the page then shows weeks elsewhere, not a line


@dataclass(frozen=True, slots=True)
class DueDays:
    """The ten days and the sentence that ties them to the total."""

    chart: Chart
    sum: str
    rest: list[tuple[str, str, str]]  # words, count, address
    total: str
    total_url: str


def due_days(city: City) -> DueDays:
    """Return what falls due on the next ten working days; with the rest it sums to the open dossiers."""
    counts, load = city.city, city.city.load
    columns = columns_for(city.ahead, load)
    rest = [
        ("quá hạn", number(counts.overdue), list_url(OVERDUE, city)),
        ("tạm dừng", number(counts.paused), list_url(PAUSED_ONES, city)),
        (f"hẹn sau {city.ahead.last:%d/%m}", number(counts.later), list_url(LATER, city)),
    ]
    drawn = chart(load, columns, address_of(None))
    return DueDays(drawn, number(load.running - load.overdue - load.later), rest, number(counts.open), list_url(OPEN, city))


def waiting_link(city: City) -> tuple[str, str]:
    """Return how many filings wait for reception, and the address of their list."""
    return number(city.city.waiting), list_url(WAITING, city)


@dataclass(frozen=True, slots=True)
class Trend:
    """Received and finished on each working day of the period, as points of two lines.

    `left_out` says what came and went on the other days; empty if nothing did.
    """

    received: str
    finished: str
    highest: str
    lowest: str
    is_cut: bool
    marks: list[tuple[int, str]]
    rows: list[tuple[str, str, str]]
    left_out: str


def trend(city: City) -> Trend | None:
    """Return the lines of the period; None where it has too few or too many working days."""
    days = _working_days(city)
    if not FEWEST_DAYS <= len(days) <= MOST_DAYS:
        return None
    flows = [city.flows.get(day, Flow()) for day in days]
    values = [value for flow in flows for value in (flow.received, flow.finished)]
    most = max([*values, 1])
    least = min(values) // 2 if min(values) > most // 2 else 0
    step = max(1, -(-len(days) // 12))
    return Trend(
        received=_points([flow.received for flow in flows], least, most),
        finished=_points([flow.finished for flow in flows], least, most),
        highest=number(most),
        lowest=number(least),
        is_cut=least > 0,
        marks=[(_across(at, len(days)), f"{day:%d/%m}") for at, day in enumerate(days) if at % step == 0],
        rows=[(short_date(day), number(flow.received), number(flow.finished)) for day, flow in zip(days, flows, strict=True)],
        left_out=_left_out(city, flows),
    )


def _left_out(city: City, shown: Sequence[Flow]) -> str:
    received = city.flow.received - sum(flow.received for flow in shown)
    finished = city.flow.finished - sum(flow.finished for flow in shown)
    return f"không vẽ ngày nghỉ: {number(received)} tiếp nhận, {number(finished)} giải quyết" if received or finished else ""


def _working_days(city: City) -> list[date]:
    last = min(city.period.last, city.ahead.today)
    span = [city.period.first + timedelta(days=number) for number in range((last - city.period.first).days + 1)]
    try:
        return [day for day in span if city.calendar.is_working_day(day)]
    except CalendarMissing:
        return []


def _points(values: list[int], least: int, most: int) -> str:
    reach = max(1, most - least)
    return " ".join(f"{_across(at, len(values))},{round(HEIGHT - HEIGHT * (value - least) / reach)}" for at, value in enumerate(values))


def _across(at: int, count: int) -> int:
    return round(at * WIDTH / max(1, count - 1))
