"""What tests of the city page need beside the cast."""

import pytest
from django.test import Client

from accounts.models import Membership


@pytest.fixture(autouse=True)
def _papers_stay_with_the_test(media_folder: None) -> None:
    pass


@pytest.fixture
def city_client(client: Client, city: Membership) -> Client:
    """A browser in which somebody of the city is signed in."""
    client.force_login(city.user)
    return client
