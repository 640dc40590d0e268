"""The clock of the office."""

from datetime import UTC, date, datetime

import time_machine

from core import clock


@time_machine.travel(datetime(2026, 11, 22, 18, 30, tzinfo=UTC), tick=False)
def test_it_is_already_tomorrow_at_the_office():
    assert clock.now() == datetime(2026, 11, 23, 1, 30, tzinfo=clock.ZONE)
    assert clock.now().tzinfo is clock.ZONE
    assert clock.today() == date(2026, 11, 23)
