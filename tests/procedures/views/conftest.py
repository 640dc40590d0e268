"""The clock of the pages: Monday 23/11/2026, the day before a holiday."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from core.clock import ZONE

MONDAY_9H = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_9H, tick=False) as traveller:
        yield traveller
