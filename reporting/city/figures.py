"""The six figures, each with its base and its formula in words."""

from dataclasses import dataclass

from django.urls import reverse

from core.money import number
from reporting import listings
from reporting.city.data import City
from reporting.periods import working_days
from reporting.words import change, difference, percent

FEW = 10  # a mean of fewer a day is shown with a decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as its tile shows it; `url` opens the list of the dossiers behind it."""

    label: str
    figure: str
    base: str
    url: str
    change: str = ""
    change_tone: str = ""
    icon: str = ""
    tone: str = ""


def figures(city: City) -> list[Figure]:
    """Return the figures in the order of the page."""
    return [_received(city), _finished(city), _open(city), _overdue(city), _in_time(city), _online(city)]


def list_url(listing: listings.Listing, city: City) -> str:
    """Return the address of the city's list behind a figure; lists of a period name its days."""
    period = f"&{city.period.query}" if isinstance(listing, listings.PeriodListing) else ""
    return f"{reverse('city_dossiers')}?loc={listing.slug}{period}"


def _received(city: City) -> Figure:
    return _per_day("Tiếp nhận", city, city.flow.received, city.flow_before.received, listings.RECEIVED)


def _finished(city: City) -> Figure:
    return _per_day("Đã giải quyết", city, city.flow.finished, city.flow_before.finished, listings.FINISHED)


def _per_day(label: str, city: City, now: int, before: int, listing: listings.Listing) -> Figure:
    """Return a count with its mean of a working day, compared with that of the period before."""
    period = city.period
    days = working_days(period.first, period.last, city.calendar)
    days_before = working_days(period.before_first, period.before_last, city.calendar)
    mean = now / days if days else None
    mean_before = before / days_before if days_before else None
    base = f"{_mean(mean)} mỗi ngày làm việc" if mean is not None else "kỳ này không có ngày làm việc"
    moved = change(mean, mean_before, _mean(mean_before)) if mean is not None and mean_before else ""
    return Figure(label, number(now), base, list_url(listing, city), moved)


def _mean(value: float) -> str:
    """Return a mean as people write it; below ten a decimal tells it from nothing: "0,3", "12"."""
    return number(round(value)) if value >= FEW or value == round(value) else f"{value:.1f}".replace(".", ",")


def _open(city: City) -> Figure:
    grown = city.city.open - city.open_at_first
    arrow = "▲" if grown > 0 else "▼" if grown < 0 else "="
    return Figure(
        "Đang giải quyết",
        number(city.city.open),
        f"đầu kỳ {number(city.open_at_first)}" if city.period.is_current else f"lúc này; ngày đầu kỳ {number(city.open_at_first)}",
        list_url(listings.OPEN, city),
        f"{arrow} {number(abs(grown))} hồ sơ",
    )


def _overdue(city: City) -> Figure:
    counts = city.city
    share = f"{percent(counts.overdue, counts.open)} hồ sơ đang mở" if counts.open else "không có hồ sơ đang mở"
    is_any = bool(counts.overdue)
    return Figure(
        "Đang quá hạn",
        number(counts.overdue),
        share if city.period.is_current else f"lúc này; {share}",
        list_url(listings.OVERDUE, city),
        icon="triangle-alert" if is_any else "",
        tone="overdue" if is_any else "",
    )


def _in_time(city: City) -> Figure:
    """What is still open counts while the period runs; a past period is judged by what it finished."""
    flow, counts = city.flow, city.city
    if city.period.is_current:
        part, whole = flow.in_time + counts.in_time, flow.finished + counts.open
        base = f"({number(flow.in_time)} đã xong đúng hạn + {number(counts.in_time)} đang mở trong hạn) / {number(whole)}"
    else:
        part, whole = flow.in_time, flow.finished
        base = f"{number(part)} đã xong đúng hạn / {number(whole)} đã xong"
    return Figure("Đúng hạn", percent(part, whole, 2), base if whole else "chưa có hồ sơ nào", list_url(listings.IN_TIME, city))


def _online(city: City) -> Figure:
    flow, before = city.flow, city.flow_before
    moved = ""
    if flow.received and before.received:
        moved = difference(100 * flow.online / flow.received - 100 * before.online / before.received, "điểm")
    return Figure(
        "Trực tuyến",
        percent(flow.online, flow.received),
        f"{number(flow.online)} trong {number(flow.received)} hồ sơ tiếp nhận",
        list_url(listings.ONLINE, city),
        moved,
    )
