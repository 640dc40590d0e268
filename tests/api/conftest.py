"""Callers of the API: people with a key, as programs call it; and one Monday morning on which everything happens."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import Membership, User
from procedures import search
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _catalogue_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search keeps its index a process; catalogues of other tests were rolled back with their revision number."""
    monkeypatch.setattr(search, "_loaded", None)


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    """An hour after the moment the factories act at."""
    with time_machine.travel(MONDAY_9H + timedelta(hours=1)) as traveller:
        yield traveller


@pytest.fixture
def calendar(db: None) -> None:
    CalendarRevisionFactory()


@pytest.fixture
def office(calendar: None) -> Office:
    return Office.make(name="Láng")


@pytest.fixture
def elsewhere(calendar: None) -> Office:
    return Office.make(name="Cầu Giấy")


@pytest.fixture
def applicant(db: None) -> User:
    return UserFactory()


@pytest.fixture
def city(db: None) -> Membership:
    return MembershipFactory(city=True)


@pytest.fixture
def make(office: Office, applicant: User) -> Situations:
    return Situations(office, applicant)


@pytest.fixture
def anybody() -> APIClient:
    return APIClient()
