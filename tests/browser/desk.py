"""The keys of the desk, for walks that go through its pages without a mouse."""

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.permissions import Post
from dossiers.models import Dossier
from tests.factories.accounts import PASSWORD
from tests.factories.dossiers import Office, picture


def admit(office: Office) -> None:
    """Give everybody of the office a password."""
    for person in office.people:
        person.set_password(PASSWORD)
        person.save()


def sign_in(page: Page, person: User) -> None:
    page.context.clear_cookies()
    page.goto("/dang-nhap/cong-chuc/?next=/mot-cua/")
    page.locator("input[name=login]").focus()
    page.keyboard.type(person.username)
    page.keyboard.press("Tab")
    page.locator("input[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hộp việc", level=1)).to_be_visible()


def press(page: Page, key: str) -> None:
    """A shortcut of the page, once its page is there."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def open_first_row(page: Page) -> None:
    """From the top of the page to the list by Tab, then Enter on its first row."""
    for _ in range(60):
        if page.evaluate("document.activeElement.matches('[data-portal-row]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc được làm lúc này")).to_be_visible()


def take_to_its_end(page: Page, office: Office, folder: Path) -> None:
    """Receive the one dossier there is, hand it on from holder to holder, release its result and hand that over."""
    sign_in(page, office.person(Post.DESK_OFFICER))
    open_first_row(page)
    press(page, "F9")
    dossier = Dossier.objects.get()
    expect(page.get_by_text(f"Đã tiếp nhận, mã {dossier.code}.")).to_be_visible()
    for holder in _hand_on(page, dossier):
        sign_in(page, holder)
        open_first_row(page)
    _release(page, folder)
    sign_in(page, office.person(Post.DESK_OFFICER))
    page.goto("/mot-cua/tra-ket-qua/")
    open_first_row(page)
    _hand_over(page)


def _hand_on(page: Page, dossier: Dossier) -> Iterator[User]:
    """Forward the dossier that is open until its last step, yielding each next holder, who is to open it."""
    last = dossier.procedure_version.steps.order_by("-position").first()
    assert last is not None
    while dossier.steps.filter(finished_at__isnull=True, step_position=last.position).first() is None:
        press(page, "Alt+C")
        expect(page.get_by_role("group", name="Bước và người nhận")).to_be_visible()
        press(page, "F9")
        expect(page.get_by_text("Đã chuyển bước.")).to_be_visible()
        dossier.refresh_from_db()
        assert dossier.assignee is not None
        yield dossier.assignee


def _release(page: Page, folder: Path) -> None:
    press(page, "Alt+K")
    page.get_by_label("Số, ký hiệu văn bản").focus()
    page.keyboard.type("12/XN-UBND")
    scan = folder / "ket-qua.png"
    scan.write_bytes(picture().read())
    page.get_by_label("Tệp kết quả đã ký").set_input_files(scan)
    press(page, "F9")
    expect(page.get_by_text("Đã phát hành kết quả.")).to_be_visible()


def _hand_over(page: Page) -> None:
    press(page, "F9")
    page.get_by_label("Bằng chứng đã nhận").focus()
    page.keyboard.type("Ký nhận trên phiếu 01")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press(page, "F9")
    expect(page.get_by_text("Đã trả kết quả.", exact=True)).to_be_visible()
