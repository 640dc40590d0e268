"""The test run: its own PostgreSQL and Redis in a folder that goes with it, and the armour every test wears.

Addresses are chosen while this file is imported, before the settings are read, so that DJANGO_SETTINGS_MODULE
stands here and not in pyproject.toml. The servers start when pytest has decided to run.
"""

import os
from pathlib import Path

import django
import pytest
from django.conf import settings

from tests.armour import network, servers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
servers.choose_addresses()
django.setup()
if settings.STATIC_ROOT:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there

pytest_plugins = [
    "tests.armour.browser",
    "tests.armour.commits",
    "tests.armour.databases",
    "tests.armour.querysets",
    "tests.armour.templates",
    "tests.armour.workers",
]


def pytest_configure(config: pytest.Config) -> None:
    network.forbid_outside()
    servers.start(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.stop(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[servers.WorkerSpec]) -> None:
    """Give every parallel worker a Redis database of its own."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = servers.redis_address(number)
