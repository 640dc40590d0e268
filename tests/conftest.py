"""The test run: its own PostgreSQL and Redis in a folder that goes with it, and the armour every test wears.

Addresses are chosen while this file is imported, before the settings are read, so that DJANGO_SETTINGS_MODULE
stands here and not in pyproject.toml. The servers start when pytest has decided to run.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"  # before any room is imported: portal/celery.py has a default of its own

import django
import pytest

from tests.armour import network, servers

servers.choose_addresses()
django.setup()

pytest_plugins = [
    "tests.armour.browser",
    "tests.armour.commits",
    "tests.armour.databases",
    "tests.armour.querysets",
    "tests.armour.templates",
    "tests.armour.workers",
    "tests.fixtures.cast",
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
