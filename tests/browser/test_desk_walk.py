"""The desk without a mouse: an online dossier and a person at the counter, all the way to the result in their hands."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from accounts.permissions import Post
from core import clock
from dossiers.models import Dossier
from dossiers.states import DossierState
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, Situations, picture
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None, settings: Any, tmp_path: Path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "media"
    CalendarRevisionFactory()
    made = Office.make(name="Láng")
    for membership in made.posts.values():
        membership.user.set_password(PASSWORD)
        membership.user.save()
    return made


@pytest.fixture
def make(office: Office) -> Situations:
    return Situations(office, UserFactory(), ProcedureVersionFactory(plain_name="Giấy xác nhận tình trạng hôn nhân"))


def sign_in(page: Page, office: Office, post: Post) -> None:
    page.context.clear_cookies()
    page.goto("/dang-nhap/cong-chuc/?next=/mot-cua/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(office.person(post).username)
    page.keyboard.press("Tab")
    page.locator("input[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hộp việc", level=1)).to_be_visible()


def press(page: Page, key: str) -> None:
    """A shortcut of the page, once its page is there."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def late(route: Route, request: Request) -> None:
    """A script that comes late, as over a slow line."""
    request.frame.wait_for_timeout(1000)
    route.continue_()


def open_first_row(page: Page) -> None:
    """From the top of the page to the list by Tab, then Enter on its first row."""
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('[data-portal-row]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc được làm lúc này")).to_be_visible()


def test_the_desk_takes_an_online_dossier_to_its_end(desk_page: Page, office: Office, make: Situations, tmp_path: Path) -> None:
    dossier = make.submitted(clock.now())
    sign_in(desk_page, office, Post.DESK_OFFICER)
    open_first_row(desk_page)
    press(desk_page, "F9")
    expect(desk_page.get_by_text(f"Đã tiếp nhận, mã {dossier.code}.")).to_be_visible()

    for post, step in ((Post.DESK_OFFICER, "Thụ lý"), (Post.SPECIALIST, "Lãnh đạo"), (Post.COMMUNE_LEADER, "Văn thư")):
        if post is not Post.DESK_OFFICER:
            sign_in(desk_page, office, post)
            open_first_row(desk_page)
        press(desk_page, "Alt+C")
        expect(desk_page.get_by_role("group", name="Bước và người nhận")).to_contain_text(step)
        press(desk_page, "F9")
        expect(desk_page.get_by_text("Đã chuyển bước.")).to_be_visible()

    sign_in(desk_page, office, Post.CLERK)
    open_first_row(desk_page)
    press(desk_page, "Alt+K")
    desk_page.get_by_label("Số, ký hiệu văn bản").focus()
    desk_page.keyboard.type("12/XN-UBND")
    scan = tmp_path / "ket-qua.png"
    scan.write_bytes(picture().read())
    desk_page.get_by_label("Tệp kết quả đã ký").set_input_files(scan)
    press(desk_page, "F9")
    expect(desk_page.get_by_text("Đã phát hành kết quả.")).to_be_visible()

    sign_in(desk_page, office, Post.DESK_OFFICER)
    desk_page.goto("/mot-cua/tra-ket-qua/")
    open_first_row(desk_page)
    press(desk_page, "F9")
    desk_page.get_by_label("Bằng chứng đã nhận").focus()
    desk_page.keyboard.type("Ký nhận trên phiếu 01")
    desk_page.keyboard.press("Tab")
    desk_page.keyboard.press("Space")
    press(desk_page, "F9")
    expect(desk_page.get_by_text("Đã trả kết quả.", exact=True)).to_be_visible()
    assert Dossier.objects.get().state == DossierState.RETURNED


def test_the_desk_receives_a_person_at_the_counter_without_the_mouse(desk_page: Page, office: Office, make: Situations) -> None:
    make.procedure()
    desk_page.route("**/js/reception*.js", late)  # nothing typed before it is there may get lost
    sign_in(desk_page, office, Post.DESK_OFFICER)
    press(desk_page, "F9")
    expect(desk_page.get_by_role("heading", name="Tiếp nhận hồ sơ")).to_be_visible()
    press(desk_page, "F2")
    desk_page.keyboard.type("xac nhan tinh trang")
    expect(desk_page.locator("a.find-list__link")).to_have_count(1)
    desk_page.keyboard.press("Enter")
    expect(desk_page.get_by_label("Số định danh", exact=True)).to_be_focused()
    for typed in ("001192009999", "Hà Thị Vân Khánh", "0912345678", "Ngõ Thử Nghiệm"):
        desk_page.keyboard.type(typed)
        desk_page.keyboard.press("Enter")
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
