"""Callers of the API: people with a key, as programs call it; and one Monday morning on which everything happens."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from tests.factories.dossiers import MONDAY_9H


@pytest.fixture(autouse=True)
def _papers_stay_with_the_test(media_folder: None) -> None:
    pass


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    """An hour after the moment the factories act at."""
    with time_machine.travel(MONDAY_9H + timedelta(hours=1)) as traveller:
        yield traveller


@pytest.fixture
def anybody() -> APIClient:
    return APIClient()
