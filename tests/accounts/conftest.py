"""What tests of sign-in share: the outbox of this test, and codes read from it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.outbox import recent_messages


@pytest.fixture(autouse=True)
def outbox_folder(settings: Any, tmp_path: Path) -> Path:
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path / "outbox"


@pytest.fixture
def sms_code() -> Callable[[], str]:
    """Return a function that reads the code of the newest SMS."""
    return lambda: re.findall(r"\b\d{6}\b", recent_messages()[0].text)[0]


@pytest.fixture
def mail_code() -> Callable[[], str]:
    """Return a function that reads the code of the newest mail."""
    return lambda: re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))[0]


@pytest.fixture
def client_elsewhere() -> Client:
    """Another visitor, at another address."""
    return Client(REMOTE_ADDR="192.0.2.7")
