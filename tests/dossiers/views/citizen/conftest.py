"""Citizens at their pages: the clock stands on a Monday morning at which the office is open."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from core.clock import ZONE
from tests.factories.dossiers import Situations

MONDAY_9H = datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_9H, tick=False) as traveller:
        yield traveller


@pytest.fixture
def citizen(client: Client, applicant: User) -> Client:
    """The applicant's browser, signed in."""
    client.force_login(applicant)
    return client


@pytest.fixture
def stranger(make: Situations) -> Client:
    """Another citizen's browser, signed in."""
    browser = Client()
    browser.force_login(User.objects.create_user("nguoi-la", full_name="Người Lạ"))
    return browser
