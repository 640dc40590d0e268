"""The pages of the catalogue as people meet them: no sideways scrolling, nothing axe finds, no script refused, one sheet of paper."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from accounts.permissions import Post
from procedures.acts.drafts import approve_draft, start_draft
from procedures.acts.notes import add_note
from procedures.models import Procedure
from tests.armour.browser import axe_findings
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CalendarRevisionFactory

CHANGED, BARE, NAME_ONLY, LONG = "2.000815", "1.003133", "CHUA-MA-003", "1.013978"
PUBLIC = (
    "/thu-tuc/?linh-vuc=ho-tich&phi=co-phi",
    "/thu-tuc/?q=giay+doc+thnaa",
    "/thu-tuc/?q=lam+ho+chieu",
    "/thu-tuc/danh-muc/",
    f"/thu-tuc/{CHANGED}/?ngay=2026-03-01",
    f"/thu-tuc/{CHANGED}/so-sanh/",
    f"/thu-tuc/{CHANGED}/?ngay=2020-03-01",
    f"/thu-tuc/{BARE}/",
    f"/thu-tuc/{NAME_ONLY}/",
    "/thu-tuc/2.000986/",
    f"/thu-tuc/{LONG}/in/",
)
EDITORS = (
    "/danh-muc/",
    "/danh-muc/do-day-du/",
    "/danh-muc/do-day-du/giay-to/?bo=bo-tu-phap",
    f"/thu-tuc/{CHANGED}/",
    f"/thu-tuc/{CHANGED}/ghi-chu/",
)
WIDTHS = (1366, 390, 320)


@pytest.fixture(scope="module", autouse=True)
def catalogue(module_rows: None) -> None:
    """The real procedures; one of them changed once, has a note, and another a draft."""
    CalendarRevisionFactory()
    call_command("import_procedures", verbosity=0)
    editor, changed = UserFactory(), Procedure.objects.get(code=CHANGED)
    draft = start_draft(changed.pk, editor)
    draft.documents.all().delete()
    approve_draft(draft.pk, UserFactory(), in_force_from=date(2099, 1, 1), citation="Quyết định 10/QĐ-UBND ngày 02/11/2026")
    start_draft(Procedure.objects.get(code=LONG).pk, editor)
    add_note(changed.pk, editor, text="Bản chính có tẩy xóa thì không nhận. " + "x" * 60, source="Điều 22")


def stumbling_blocks(page: Page, address: str) -> list[str]:
    """Open an address and return what a person or a reader of screens would stumble over, on every screen."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append(f"{address} scrolls sideways at {width}")
        found += [f"{address} {width}: {finding}" for finding in axe_findings(page, colours=width == WIDTHS[0])]
    return found


def test_public_pages_fit_and_axe_finds_nothing(desk_page: Page) -> None:
    for address in PUBLIC:
        assert stumbling_blocks(desk_page, address) == []


def test_pages_of_editors_fit_and_axe_finds_nothing(live_server: Any, desk_page: Page) -> None:
    client = Client()
    client.force_login(MembershipFactory(city=True, post=Post.CATALOGUE_EDITOR).user)
    name = portal_settings.SESSION_COOKIE_NAME
    desk_page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    for address in EDITORS:
        assert stumbling_blocks(desk_page, address) == []


def test_facets_work_without_script(browser_context_at: Callable[..., BrowserContext]) -> None:
    page = browser_context_at(width=390, height=844, java_script_enabled=False).new_page()
    page.goto("/thu-tuc/")
    page.get_by_text("Lọc kết quả").first.click()
    page.get_by_text("lĩnh vực, theo vần").click()
    page.get_by_role("checkbox", name="Chứng thực (12)", exact=True).check()
    page.get_by_role("button", name="Lọc kết quả").click()
    expect(page.get_by_text("12 thủ tục", exact=True)).to_be_visible()
    page.get_by_role("link", name="Bỏ lọc Chứng thực").click()
    expect(page.get_by_text("567 thủ tục", exact=True)).to_be_visible()


def test_the_sheet_is_one_page_of_a4(desk_page: Page) -> None:
    for code in (CHANGED, BARE, LONG):
        desk_page.goto(f"/thu-tuc/{code}/in/")
        assert len(PdfReader(BytesIO(desk_page.pdf(prefer_css_page_size=True))).pages) == 1, code
