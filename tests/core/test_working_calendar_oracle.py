"""The fast calendar against a slow one that walks minute by minute and day by day."""

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.clock import ZONE
from core.time_limits import TimeLimit, due_moment
from core.working_calendar import DayStatus, OfficeDay, Session, WorkingCalendar

FIRST_OF_YEAR = datetime(2026, 1, 1, tzinfo=ZONE)
FIRST_DAY = date(2026, 2, 20)
DAYS_DRAWN = 20
LONGEST_WALK = timedelta(days=12)
MINUTE = timedelta(minutes=1)

edges = st.lists(st.integers(6 * 60, 20 * 60), unique=True, min_size=0, max_size=4).map(sorted)
dates = st.integers(0, DAYS_DRAWN).map(lambda n: FIRST_DAY + timedelta(days=n))


def clock(minutes: int) -> time:
    return time(*divmod(minutes, 60))


def sessions_between(ordered: list[int]) -> tuple[Session, ...]:
    """Pair ordered edges into sessions; an odd one is left over."""
    pairs = zip(ordered[::2], ordered[1::2], strict=False)
    return tuple(Session(clock(opens), clock(closes)) for opens, closes in pairs)


sessions = edges.map(sessions_between)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    weekly = {weekday: draw(sessions) for weekday in range(7)}
    special = draw(st.dictionaries(dates, sessions, max_size=6))
    days = [OfficeDay(day, "makeup" if own else "off", "x", DayStatus.ANNOUNCED, "", own) for day, own in special.items()]
    return WorkingCalendar(weekly, days, 2026, 2026)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    return datetime.combine(draw(dates), clock(draw(st.integers(0, 24 * 60 - 1))), ZONE)


def is_open(calendar: WorkingCalendar, minute: datetime) -> bool:
    return any(each.opens <= minute.time() < each.closes for each in calendar.sessions_on(minute.date()))


def slow_minutes(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    walked = (start + MINUTE * n for n in range(int((end - start) / MINUTE)))
    return sum(is_open(calendar, minute) for minute in walked)


def slow_add(calendar: WorkingCalendar, moment: datetime, minutes: int) -> datetime | None:
    """Walk until the minutes are used up; None if that takes too long to walk."""
    walked = moment
    while minutes:
        if walked - moment > LONGEST_WALK:
            return None
        minutes -= is_open(calendar, walked)
        walked += MINUTE
    return walked


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(0, 4 * 24 * 60))
def test_it_counts_minutes_like_the_walk(calendar, start, length):
    end = start + MINUTE * length
    assert calendar.working_minutes(start, end) == slow_minutes(calendar, start, end)
    assert calendar.working_minutes(end, start) == -slow_minutes(calendar, start, end)


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(1, 2000))
def test_it_adds_minutes_like_the_walk(calendar, moment, minutes):
    expected = slow_add(calendar, moment, minutes)
    assume(expected is not None)
    assert calendar.add_working_minutes(moment, minutes) == expected


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(1, 2000))
def test_it_goes_back_as_it_came(calendar, moment, minutes):
    assume(slow_add(calendar, moment, minutes) is not None)
    assume(calendar.working_minutes(FIRST_OF_YEAR, moment))  # before the first minute worked there is no calendar to go back to
    there = calendar.add_working_minutes(moment, minutes)
    assert calendar.working_minutes(moment, there) == minutes
    back = calendar.add_working_minutes(there, -minutes // 2)
    assert calendar.working_minutes(back, there) == -(-minutes // 2)


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(1, 10))
def test_it_ends_working_days_like_the_walk(calendar, received_at, days):
    last = FIRST_DAY + timedelta(days=DAYS_DRAWN + 60)
    starts = [received_at + MINUTE * n for n in range(int(LONGEST_WALK / MINUTE))]
    start = next((each for each in starts if is_open(calendar, each) or closes_at(calendar, each)), None)
    assume(start is not None)
    walked = [start.date() + timedelta(days=n) for n in range(1, (last - start.date()).days)]
    working = [day for day in walked if calendar.sessions_on(day)]
    assume(len(working) >= days)
    due_on = working[days - 1]
    expected = datetime.combine(due_on, calendar.sessions_on(due_on)[-1].closes, ZONE)
    assert due_moment(TimeLimit.parse(f"{days}d"), received_at, calendar) == expected


def closes_at(calendar: WorkingCalendar, moment: datetime) -> bool:
    return any(each.closes == moment.time() for each in calendar.sessions_on(moment.date()))
