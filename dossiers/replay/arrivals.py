"""When and where people come, and what they ask for."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from core.clock import ZONE
from core.working_calendar import Session, WorkingCalendar
from dossiers.models import Channel, Delivery
from dossiers.replay import mix
from dossiers.replay.office import NothingToReplay, Offer, Office, Unit

EVENING = Session(time(18, 30), time(23, 0))
MORNING = Session(time(6, 0), time(7, 45))


@dataclass(frozen=True, slots=True)
class Arrival:
    """One filing as it comes in. `competent` decides; `receiving` is where it was handed in."""

    at: datetime
    receiving: Unit
    competent: Unit
    offer: Offer
    channel: Channel
    delivery: Delivery


def arrivals(office: Office, *, count: int, first: date, days: int, online_share: float, dice: Random) -> Iterator[Arrival]:
    """Yield `count` filings of `days` days from `first` on, in order of time; of them exactly the share asked for online.

    At counters people come on working days in office hours, online at any hour of any day.

    Raises:
        NothingToReplay: nobody can come to a counter on these days, or nothing can be asked for.
    """
    calendar = office.units[0].calendar
    period = [first + timedelta(days=number) for number in range(days)]
    online_total = round(count * online_share)
    online = _spread(online_total, period, dice)
    counter = _spread(count - online_total, [day for day in period if calendar.is_working_day(day)], dice)
    for day in period:
        moments = [(_online_moment(day, calendar, dice), True) for _ in range(online[day])]
        moments += [(_office_moment(day, calendar, dice), False) for _ in range(counter[day])]
        for at, is_online in sorted(moments):
            yield _arrival(office, at, dice, is_online=is_online)


def _spread(count: int, days: Sequence[date], dice: Random) -> Counter[date]:
    if not count:
        return Counter()
    if not days:
        raise NothingToReplay("Những ngày này không có ngày làm việc nào. Chọn nhiều ngày hơn.")
    weights = [mix.WEEKDAY_WEIGHTS[day.weekday()] for day in days]
    return Counter(dice.choices(days, weights, k=count))


def _online_moment(day: date, calendar: WorkingCalendar, dice: Random) -> datetime:
    if calendar.is_working_day(day) and dice.random() < mix.ONLINE_AT_OFFICE_HOURS:
        return _office_moment(day, calendar, dice)
    return _moment(day, (EVENING, MORNING) if dice.random() < 0.5 else (EVENING,), dice.random(), dice)


def _office_moment(day: date, calendar: WorkingCalendar, dice: Random) -> datetime:
    # More in the first half of the day than in the second.
    return _moment(day, calendar.sessions_on(day), dice.betavariate(1.4, 1.8), dice)


def _moment(day: date, sessions: Sequence[Session], share: float, dice: Random) -> datetime:
    ends = list(accumulate(_minutes(session) for session in sessions))
    minute = min(int(share * ends[-1]), ends[-1] - 1)
    index = bisect(ends, minute)
    before = ends[index - 1] if index else 0
    opens = datetime.combine(day, sessions[index].opens, ZONE)
    return opens + timedelta(minutes=minute - before, seconds=dice.randrange(60))


def _minutes(session: Session) -> int:
    return (session.closes.hour - session.opens.hour) * 60 + session.closes.minute - session.opens.minute


def _arrival(office: Office, at: datetime, dice: Random, *, is_online: bool) -> Arrival:
    offer = office.any_offer(at.date(), "online" if is_online else "counter", dice)
    if offer is None:
        raise NothingToReplay(f"Ngày {at:%d/%m/%Y} không có thủ tục nào vừa có hiệu lực vừa có thời hạn.")
    competent = office.any_unit(dice)
    if is_online:
        delivery = Delivery.ELECTRONIC if dice.random() < mix.ELECTRONIC_RESULT else Delivery.COUNTER
        return Arrival(at, competent, competent, offer, Channel.ONLINE, delivery)
    receiving = office.any_unit(dice) if dice.random() < mix.FOR_ANOTHER_COMMUNE else competent
    by_post = "post" in offer.version.channels and dice.random() < mix.BY_POST
    delivery = Delivery.POST if dice.random() < mix.RESULT_BY_POST else Delivery.COUNTER
    return Arrival(at, receiving, competent, offer, Channel.POST if by_post else Channel.DIRECT, delivery)
