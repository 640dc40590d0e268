"""The city's pages as people meet them: no sideways scrolling, nothing axe finds, the map by keyboard and by finger."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core.clock import ZONE
from dossiers.replay.batches import Past, replay
from reporting.tallies import roll_tallies
from tests.armour.browser import axe_findings
from tests.factories.accounts import MembershipFactory

ADDRESSES = ("/thanh-pho/", "/thanh-pho/ho-so/?loc=qua-han", "/thanh-pho/khoi-luong/")
WIDTHS = {"desk": (1366, 768), "phone": (390, 844)}

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def city(module_rows: None) -> None:
    """The real communes and procedures, with a fortnight behind them that ends yesterday."""
    for command in ("load_communes", "load_calendar", "import_procedures"):
        call_command(command, verbosity=0)
    today = datetime.now(ZONE).date()  # noqa: TID251  the browser has no other clock
    first = datetime.fromordinal(today.toordinal() - 28).date()
    replay(Past(count=600, days=28, first=first, today=today, online_share=0.3), progress=lambda written: None)
    roll_tallies()


@pytest.fixture
def visit(live_server: Any, browser_context_at: Callable[..., BrowserContext], city: None) -> Visit:
    """Return a function that opens an address as somebody of the city, at a width by name."""
    client = Client()
    client.force_login(MembershipFactory(city=True).user)
    name = portal_settings.SESSION_COOKIE_NAME

    def open_page(address: str, size: str, **options: bool) -> Page:
        width, height = WIDTHS[size]
        visitor = browser_context_at(width=width, height=height, **options)
        visitor.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = visitor.new_page()
        page.goto(address)
        return page

    return open_page


@pytest.mark.parametrize("size", WIDTHS)
def test_pages_fit_and_axe_finds_nothing(visit: Visit, size: str) -> None:
    for address in ADDRESSES:
        page = visit(address, size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert axe_findings(page, colours=size == "desk") == []


def test_the_map_is_walked_by_arrows_and_opens_by_enter(visit: Visit) -> None:
    page = visit("/thanh-pho/", "desk")
    tiles = page.locator(".tile")
    expect(tiles).to_have_count(126)
    tiles.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(chosen.split(",")[0])


def test_a_first_touch_names_a_tile_and_a_second_opens_it(visit: Visit) -> None:
    page = visit("/thanh-pho/", "phone", is_mobile=True, has_touch=True)
    tile = page.locator(".tile").nth(60)
    tile.tap()
    expect(page.locator("[data-portal-tile-chosen]")).to_have_text(str(tile.get_attribute("aria-label")))
    address = str(tile.get_attribute("href"))
    tile.tap()
    page.wait_for_url(lambda url: url.endswith(address))


def test_the_phone_shows_the_figures_in_pairs_and_the_first_six(visit: Visit) -> None:
    page = visit("/thanh-pho/", "phone")
    tops = page.locator(".stat-tile").evaluate_all("tiles => tiles.map(tile => Math.round(tile.getBoundingClientRect().top))")
    assert [tops.count(top) for top in sorted(set(tops))] == [2, 2, 2]
    assert page.locator(".rank-table tbody tr:visible").count() <= 6
