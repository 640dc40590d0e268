"""An office, another one, somebody of the city, and the calendar they all work by."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, Situations


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


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
def make(office: Office) -> Situations:
    return Situations(office, UserFactory())


@pytest.fixture
def city_client(client: Client, db: None) -> Client:
    """A browser in which somebody of the city is signed in."""
    client.force_login(MembershipFactory(city=True).user)
    return client
