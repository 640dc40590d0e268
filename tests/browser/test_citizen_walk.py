"""A citizen files a dossier on a phone: from the question to the result, with the desk between. Without script too."""

import gzip
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, Request, expect

from accounts.outbox import recent_messages
from dossiers.models import Dossier, Draft
from dossiers.states import DossierState
from tests.armour.browser import axe_findings
from tests.browser.desk import admit, take_to_its_end
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, picture

PHONE = {"width": 390, "height": 844}
NUMBER = "0912 000 123"
SMALL_SCREEN = 320
MOST_BYTES = 60_000  # a first visit over a weak network, compressed
AUTHOR = "Trần Mẫu An"
PUBLIC = ("/", "/thu-tuc/", "/thu-tuc/?q=khai+sinh", "/thu-tuc/1.001193/", "/tra-cuu/", "/nop-ho-so/1.001193/")


@pytest.fixture(autouse=True)
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Office:
    """A ward, a calendar, the real procedures."""
    settings.MEDIA_ROOT, settings.OUTBOX_DIR = tmp_path / "media", tmp_path / "outbox"
    call_command("import_procedures", verbosity=0)
    CalendarRevisionFactory()
    return Office.make(name="Láng")


def photo(name: str, colour: str = "white") -> FilePayload:
    made = io.BytesIO()
    Image.new("RGB", (600, 800), colour).save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}


class Walk:
    """The pages of one filing, in a person's hands."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self) -> None:
        """Find the procedure in one's own words, read it, choose case and ward."""
        page = self.page
        page.goto("/")
        page.get_by_label("Bạn cần làm việc gì?").fill("lam giay khai sinh cho con")
        page.get_by_role("button", name="Tìm").click()
        page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
        page.get_by_role("link", name="Nộp trực tuyến").filter(visible=True).click()
        page.get_by_label("Phường, xã nơi nộp").select_option(label="Láng (phường)")
        self.go_on()

    def sign_in(self) -> None:
        page = self.page
        page.get_by_label("Số điện thoại hoặc e-mail").fill(NUMBER)
        page.get_by_role("button", name="Gửi mã cho tôi").click()
        page.get_by_label("Mã 6 chữ số").fill(re.findall(r"\b\d{6}\b", recent_messages()[0].text)[0])
        page.get_by_role("button", name="Đăng nhập", exact=True).click()

    def go_on(self) -> None:
        self.page.get_by_role("button", name="Lưu và tiếp tục").click()

    def person(self) -> None:
        page = self.page
        expect(page.get_by_role("heading", name="Người yêu cầu")).to_be_visible()
        expect(page.get_by_label("Số điện thoại")).to_have_value(NUMBER)
        page.get_by_label("Họ, chữ đệm, tên").fill("Nguyễn Thị Mẫu")
        page.get_by_label("Số định danh").fill("001192000123")
        self.go_on()

    def child(self) -> None:
        page = self.page
        page.get_by_label("Họ, chữ đệm, tên").fill(AUTHOR)
        self.date("31", "11", "2026")
        page.get_by_label("Nữ", exact=True).check()
        page.get_by_label("Nơi sinh").fill("Bệnh viện Mẫu")
        page.get_by_label("Dân tộc").select_option(label="Kinh")
        page.get_by_label("Quê quán").fill("xã Ba Vì, Hà Nội")
        page.get_by_label("Mẹ", exact=True).check()
        self.go_on()

    def date(self, day: str, month: str, year: str) -> None:
        for label, text in (("Ngày", day), ("Tháng", month), ("Năm", year)):
            self.page.get_by_label(label, exact=True).fill(text)

    def other_sections(self) -> None:
        """Answer every question that shows on the remaining pages of the declaration."""
        while "/khai-" in self.page.url:
            self.answer_all()
            self.go_on()

    def answer_all(self) -> None:
        form = self.page.locator("#trang-nop")
        for name in dict.fromkeys(radio.get_attribute("name") for radio in form.locator("input[type=radio]").all()):
            choice = form.locator(f"input[name='{name}']").last
            if choice.is_visible():
                choice.check()
        for box in form.locator("input[type=text]").all():
            if box.is_visible() and not box.input_value():
                box.fill("1995" if "nam_sinh" in (box.get_attribute("name") or "") else "2")
        for menu in form.locator("select").all():
            if menu.is_visible():
                menu.select_option(index=1)

    def attach(self, *files: FilePayload) -> None:
        self.page.locator("#tep-giay-chung-sinh").set_input_files(list(files))

    def fits(self) -> None:
        """Nothing sticks out sideways on the smallest phone."""
        self.page.set_viewport_size({"width": SMALL_SCREEN, "height": 640})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(PHONE)
        assert wide <= SMALL_SCREEN, f"{self.page.url} is {wide} px wide"


def is_accessible(page: Page) -> None:
    assert axe_findings(page) == []


def test_from_the_question_to_the_result(phone_page: Page, desk_page: Page, city: Office, tmp_path: Path) -> None:
    page, walk = phone_page, Walk(phone_page)
    walk.begin()
    walk.sign_in()
    walk.person()

    walk.child()
    expect(page).to_have_title(re.compile(r"^Lỗi: "))
    expect(page.get_by_role("alert")).to_be_focused()
    is_accessible(page)
    walk.fits()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Ngày", exact=True)).to_be_focused()
    expect(page.get_by_label("Nơi sinh")).to_have_value("Bệnh viện Mẫu")
    walk.date("2", "11", "2026")
    walk.go_on()

    expect(page.get_by_role("heading", name="Mẹ", exact=True)).to_be_visible()
    expect(page.get_by_label("Họ, chữ đệm, tên mẹ")).to_be_hidden()
    page.go_back()
    expect(page.get_by_label("Họ, chữ đệm, tên")).to_have_value(AUTHOR)
    page.go_forward()
    walk.other_sections()

    walk.attach(photo("mat-truoc.jpg"), {"name": "don.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04"})
    expect(page.get_by_text("1 tệp chưa gửi được.")).to_be_visible()
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    is_accessible(page)
    walk.fits()
    walk.attach(photo("mat-sau.jpg", "gray"))
    expect(page.get_by_role("link", name="Xem mat-sau.jpg")).to_be_visible()
    walk.go_on()
    page.get_by_label(re.compile("Tại quầy")).check()
    walk.go_on()

    expect(page.get_by_text("Đủ giấy tờ")).to_be_visible()
    expect(page.get_by_text("02/11/2026")).to_be_visible()
    is_accessible(page)
    walk.fits()
    page.get_by_label(re.compile("Tôi đã đọc lại")).check()
    review = page.url
    page.get_by_role("button", name="Nộp hồ sơ").click()

    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    dossier = Dossier.objects.get()
    expect(page.get_by_text(dossier.code, exact=True)).to_be_visible()
    is_accessible(page)
    walk.fits()
    assert not Draft.objects.exists()
    assert dossier.files.count() == 2

    page.goto(review)
    expect(page.get_by_text("Hồ sơ này đã nộp lúc")).to_be_visible()
    assert Dossier.objects.count() == 1

    page.goto("/ho-so/")
    page.get_by_role("link", name="Đăng ký khai sinh").click()
    expect(page.get_by_role("heading", name="Hồ sơ đang ở đâu")).to_be_visible()
    is_accessible(page)
    walk.fits()

    admit(city)
    take_to_its_end(desk_page, city, tmp_path)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.RETURNED

    page.reload()
    expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()
    is_accessible(page)
    address = page.get_by_role("link", name="ket-qua").get_attribute("href")
    assert page.request.get(str(address)).body() == picture().read()
    desk_page.context.clear_cookies()
    desk_page.goto("/tra-cuu/")
    desk_page.get_by_label("Mã hồ sơ").fill(dossier.code)
    desk_page.get_by_label("Mã tra cứu hoặc 4 số cuối điện thoại").fill(dossier.track_key)
    desk_page.get_by_role("button", name="Tra cứu").click()
    expect(desk_page.get_by_text("Đã trả kết quả").first).to_be_visible()


def test_the_same_walk_without_script(browser_context_at: Callable[..., BrowserContext]) -> None:
    page = browser_context_at(**PHONE, java_script_enabled=False).new_page()
    walk = Walk(page)
    walk.begin()
    walk.sign_in()
    walk.person()
    walk.child()
    expect(page.get_by_role("alert")).to_contain_text("tháng 11 không có ngày 31")
    walk.date("2/11/2026", "", "")
    walk.go_on()
    walk.other_sections()
    walk.attach(photo("mat-truoc.jpg"))
    page.get_by_role("button", name="Tải lên Giấy chứng sinh").click()
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    walk.go_on()
    page.get_by_label(re.compile("Tại quầy")).check()
    walk.go_on()
    page.get_by_label(re.compile("Tôi đã đọc lại")).check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()

    dossier = Dossier.objects.get()
    page.goto("/")
    page.get_by_label("Mã hồ sơ").fill(dossier.code.lower())
    page.get_by_label("Mã tra cứu hoặc 4 số cuối điện thoại").fill("9999")
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_text("Không tìm thấy hồ sơ với mã và số này").first).to_be_visible()
    page.get_by_label("Mã tra cứu hoặc 4 số cuối điện thoại").fill(dossier.track_key)
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_text("Đã nộp, chờ phường nhận")).to_be_visible()
    assert AUTHOR not in page.content()


def weights_of(page: Page, address: str) -> dict[str, int]:
    """Open an address and return what it and all it asks for weigh on the way, in compressed bytes."""
    weights: dict[str, int] = {}

    def weigh(request: Request) -> None:
        response = request.response()
        if response is not None and response.ok:
            is_static = "/static/" in response.url  # in a city they lie ready compressed
            weights[response.url] = len(gzip.compress(response.body())) if is_static else request.sizes()["responseBodySize"]

    page.on("requestfinished", weigh)
    page.goto(address, wait_until="networkidle")
    return weights


def test_public_pages_are_accessible_and_light(browser_context_at: Callable[..., BrowserContext]) -> None:
    for address in PUBLIC:
        page = browser_context_at(**PHONE, is_mobile=True, has_touch=True).new_page()  # a first visit: nothing is kept from another page
        weights = weights_of(page, address)
        assert sum(weights.values()) <= MOST_BYTES, weights
        is_accessible(page)
        Walk(page).fits()
