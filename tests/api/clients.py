"""Clients of the API as programs are: with a key, without a session."""

from rest_framework.test import APIClient

from accounts.acts.issue_token import issue_token
from accounts.models import Membership, User
from core import clock


def client_of(who: User | Membership) -> APIClient:
    """Return a client that sends a key of this person."""
    user = who.user if isinstance(who, Membership) else who
    _, key = issue_token(user, days=30, now=clock.now(), label="kiểm thử")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client
