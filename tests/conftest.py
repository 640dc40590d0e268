"""The test run: its own PostgreSQL and Redis in a folder that goes with it, and the armour every test wears.

Addresses are chosen while this file is imported, before the settings are read, so that DJANGO_SETTINGS_MODULE
stands here and not in pyproject.toml. The servers start when pytest has decided to run.
"""

import gc
import os
import sys

gc.disable()  # until everything is collected: what is loaded stays
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"  # before any room is imported: portal/celery.py has a default of its own
# Compiled tests are kept whatever the machine prefers: compiling took half of the start of every process of a run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

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

SLOWEST_FIRST = ("serve", "start_worker", "browser")  # fixtures that start processes


def pytest_configure(config: pytest.Config) -> None:
    network.forbid_outside()
    servers.start(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers.stop(config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for processes and browsers, so that workers end together on short tests."""
    items.sort(key=lambda item: [name not in getattr(item, "fixturenames", ()) for name in SLOWEST_FIRST])


def pytest_collection_finish() -> None:
    """Exempt what is loaded by now from the search for garbage: it took a twelfth of the run and found nothing."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[servers.WorkerSpec]) -> None:
    """Give every parallel worker a Redis database of its own."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = servers.redis_address(number)
