"""The cast: an office, another office, an applicant; and a calendar they all work by."""

from typing import Any

import pytest

from accounts.models import User
from tests.factories.accounts import UserFactory
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
def applicant(db: None) -> User:
    return UserFactory()


@pytest.fixture
def make(office: Office, applicant: User) -> Situations:
    return Situations(office, applicant)
