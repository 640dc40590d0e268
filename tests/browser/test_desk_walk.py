"""The desk without a mouse: a person at the counter; without script; on a phone."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from accounts.permissions import Post
from dossiers.models import Dossier
from tests.browser.desk import admit, press, sign_in
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None, settings: Any, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "media"
    CalendarRevisionFactory()
    made = Office.make(name="Láng")
    admit(made)
    return made


@pytest.fixture
def make(office: Office) -> Situations:
    return Situations(office, UserFactory(), ProcedureVersionFactory(plain_name="Giấy xác nhận tình trạng hôn nhân"))


def late(route: Route, request: Request) -> None:
    """A script that comes late, as over a slow line."""
    request.frame.wait_for_timeout(1000)
    route.continue_()


def test_the_desk_receives_a_person_at_the_counter_without_the_mouse(desk_page: Page, office: Office, make: Situations) -> None:
    make.procedure()
    desk_page.route("**/js/reception*.js", late)  # nothing typed before it is there may get lost
    sign_in(desk_page, office.person(Post.DESK_OFFICER))
    press(desk_page, "F9")
    expect(desk_page.get_by_role("heading", name="Tiếp nhận hồ sơ")).to_be_visible()
    press(desk_page, "F2")
    desk_page.keyboard.type("xac nhan tinh trang")
    expect(desk_page.locator("a.find-list__link")).to_have_count(1)
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_label("Số định danh", exact=True)).to_be_focused()
    press(desk_page, "F9")
    expect(desk_page.get_by_role("alert")).to_be_focused()
    desk_page.get_by_label("Số định danh", exact=True).focus()
    for typed in ("001192009999", "Hà Thị Vân Khánh", "0912345678", "Ngõ Thử Nghiệm"):
        desk_page.keyboard.type(typed, delay=40)  # what is looked up meanwhile takes no focus
        desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_label("Họ và tên", exact=True)).to_have_value("Hà Thị Vân Khánh")
    expect(desk_page.get_by_text("Không có hồ sơ trùng trong 90 ngày")).to_be_visible()
    press(desk_page, "Alt+3")
    desk_page.keyboard.press("Space")
    expect(desk_page.get_by_text("Đủ 1 trong 1 giấy phải có")).to_be_visible()
    press(desk_page, "F9")
    dossier_page = re.compile(r"/mot-cua/H26\.")
    expect(desk_page).to_have_url(dossier_page)
    expect(desk_page.get_by_text(f"Đã tiếp nhận, mã {Dossier.objects.get().code}.")).to_be_visible()
    expect(desk_page.get_by_role("link", name="In phiếu 01")).to_be_visible()


def test_reception_works_without_script(browser_context_at: Any, office: Office, make: Situations) -> None:
    make.procedure()
    page = browser_context_at(width=1366, height=768, java_script_enabled=False).new_page()
    sign_in_by_form(page, office)
    page.goto("/mot-cua/tiep-nhan/")
    page.get_by_label("Tìm thủ tục").fill("hôn nhân")
    page.keyboard.press("Enter")
    page.locator("a.find-list__link").first.click()
    page.get_by_label("Số định danh", exact=True).fill("001192009999")
    page.get_by_label("Họ và tên", exact=True).fill("Hà Thị Vân Khánh")
    page.get_by_role("checkbox", name="Giấy thử số 1").check()
    page.get_by_role("button", name="Tiếp nhận và in phiếu 01").click()
    expect(page.get_by_text(f"Đã tiếp nhận, mã {Dossier.objects.get().code}.")).to_be_visible()


def sign_in_by_form(page: Page, office: Office) -> None:
    page.goto("/dang-nhap/cong-chuc/?next=/mot-cua/")
    page.locator("input[name=login]").fill(office.person(Post.DESK_OFFICER).username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hộp việc", level=1)).to_be_visible()


@pytest.mark.parametrize("path", ["/mot-cua/", "/mot-cua/tiep-nhan/", "/mot-cua/tra-ket-qua/", "/mot-cua/tim/", "/mot-cua/thong-bao/"])
def test_no_page_scrolls_sideways_on_a_phone(phone_page: Page, office: Office, make: Situations, path: str) -> None:
    make.result_ready()
    sign_in_by_form(phone_page, office)
    phone_page.goto(path)
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390
