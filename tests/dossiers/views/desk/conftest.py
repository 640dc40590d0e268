"""People of an office signed in, with the desk's clock standing still."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.permissions import Post
from tests.factories.dossiers import MONDAY_9H, Office

NOW = MONDAY_9H + timedelta(hours=1)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sign_in(office: Office) -> SignIn:
    """Return a client of whoever holds a post: `sign_in(Post.CLERK)`, `sign_in(office=elsewhere)`."""

    def signed_in(post: Post = Post.DESK_OFFICER, office: Office = office) -> Client:
        client = Client()
        client.force_login(office.person(post))
        return client

    return signed_in
