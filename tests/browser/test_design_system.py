"""The design system: its gallery as people meet it, its fields, its weight, its rules about markup."""

import gzip
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Response, Route

from core.templatetags.components import calendar_weeks, key_label, page_numbers, sample_data
from tests.armour.browser import axe_findings

GALLERY = "/phat-trien/thanh-phan/"
ROOT = Path(settings.BASE_DIR)
COMPONENTS = sorted((ROOT / "templates/components").glob("*.html"))
TEXT_PAIRS = [("ok", "ok-tint"), ("soon", "soon-tint"), ("overdue", "overdue-tint"), ("paused", "paused-tint"), ("neutral", "neutral-tint")]
TEXT_PAIRS += [("ink-2", "ground"), ("action", "paper"), ("paper", "action"), ("paper", "overdue"), ("ok", "action-tint")]


class DateBoxes(forms.MultiWidget):
    """Day, month, year, as pages of citizens use them."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__([forms.TextInput() for _ in range(3)])

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class BirthForm(forms.Form):
    full_name = forms.CharField(label="Họ, chữ đệm, tên", help_text="Viết có dấu")
    born_on = forms.CharField(label="Ngày sinh", widget=DateBoxes())
    sex = forms.ChoiceField(label="Giới tính", choices=[("nu", "Nữ"), ("nam", "Nam")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="Tôi đã đọc lại")


@pytest.fixture
def gallery(desk_page: Page) -> Page:
    desk_page.goto(GALLERY, wait_until="load")
    return desk_page


@pytest.fixture
def gallery_at(browser_context_at: Callable[..., BrowserContext]) -> Iterator[Callable[[int], Page]]:
    def open_gallery(width: int) -> Page:
        page = browser_context_at(width=width, height=800).new_page()
        page.goto(GALLERY, wait_until="load")
        return page

    return open_gallery


def _field(form: forms.Form, name: str) -> str:
    return " ".join(render_to_string("components/field.html", {"field": form[name]}).split())


@pytest.mark.parametrize("width", [320, 390, 1093, 1366])
def test_the_gallery_never_scrolls_sideways(gallery_at: Callable[[int], Page], width: int) -> None:
    page = gallery_at(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1366])
def test_axe_finds_nothing_in_the_gallery(gallery_at: Callable[[int], Page], width: int) -> None:
    assert axe_findings(gallery_at(width), colours=width == 1366) == []


def test_large_user_spacing_of_text_loses_nothing(gallery_at: Callable[[int], Page]) -> None:
    page = gallery_at(390)
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everything_tappable_on_a_phone_is_44_px_high(gallery_at: Callable[[int], Page]) -> None:
    low = gallery_at(390).evaluate(
        """() => [...document.querySelectorAll("header a, header summary, footer a, .button, .pagination a, .back-link, .filter-links a, input[type=text]")]
        .filter((one) => !one.closest(".desk") && one.getClientRects().length && one.getBoundingClientRect().height < 44 && !one.closest("p:not(.button-row)"))
        .map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert low == []


def test_the_error_summary_takes_the_focus_and_leads_to_the_wrong_box(gallery: Page) -> None:
    assert gallery.evaluate("document.activeElement.matches('[data-portal-error-focus]')")
    gallery.get_by_role("link", name="Ngày sinh: tháng 11 chỉ có 30 ngày").click()
    assert gallery.evaluate("document.activeElement.id") == "id_ngay_sinh_0"


def test_a_whole_date_pasted_into_the_day_fills_the_three_boxes(gallery: Page) -> None:
    gallery.evaluate(
        """() => { const box = document.getElementById("id_ngay_sinh_0"); const data = new DataTransfer(); data.setData("text", "02/11/2026");
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    assert [gallery.input_value(f"#id_ngay_sinh_{box}") for box in range(3)] == ["02", "11", "2026"]


def test_a_form_is_sent_once_and_says_so(gallery: Page) -> None:
    posts: list[Route] = []

    def answer(route: Route) -> None:
        posts.append(route)
        route.fulfill(status=HTTPStatus.NO_CONTENT)  # the page stays as it is while it is being sent

    gallery.route("**" + GALLERY, answer)
    button = gallery.locator("button[name=nop]")
    button.click()
    button.click(force=True)  # a person's second press does not wait for aria-disabled to go
    assert len(posts) == 1
    assert button.inner_text().strip() == "Đang nộp…"
    assert button.get_attribute("aria-disabled") == "true"


def test_f1_lists_the_keys_of_the_page(gallery: Page) -> None:
    gallery.keyboard.press("F1")
    assert "Tiếp nhận mới" in gallery.locator("dialog.key-dialog").inner_text()
    gallery.keyboard.press("Escape")
    assert gallery.locator("dialog.key-dialog").count() == 0


def test_a_key_of_an_input_method_is_left_alone(gallery: Page) -> None:
    gallery.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'F1', isComposing: true, bubbles: true }))")
    assert gallery.locator("dialog.key-dialog").count() == 0


def test_a_list_is_worked_by_keyboard(gallery: Page) -> None:
    gallery.evaluate("document.activeElement.blur()")
    rows = gallery.locator("[data-portal-row]")
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("End", 2), ("ArrowDown", 2), ("ArrowUp", 1), ("Home", 0)):
        gallery.keyboard.press(key)  # the first leads from the page to the first row
        assert rows.nth(place).evaluate("row => row === document.activeElement"), (key, place)


def test_enter_opens_the_row(gallery: Page) -> None:
    gallery.evaluate("document.querySelector('[data-portal-row-link]').href = '#da-mo'")
    gallery.locator("[data-portal-row]").first.focus()
    gallery.keyboard.press("Enter")
    assert gallery.url.endswith("#da-mo")


def test_arrows_walk_the_tile_map(gallery: Page) -> None:
    gallery.locator(".tile").first.focus()
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("ArrowDown")
    assert "Suối Hai" in gallery.evaluate("document.activeElement.getAttribute('aria-label')")
    assert gallery.locator(".tile[tabindex='0']").count() == 1


def test_a_large_photo_is_made_smaller_before_it_is_sent(gallery: Page) -> None:
    gallery.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2400 });
          const drawing = canvas.getContext("2d");
          const noise = drawing.createImageData(3000, 2400);
          for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 255;
          drawing.putImageData(noise, 0, 0);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
          const files = new DataTransfer();
          files.items.add(new File([blob], "anh.jpg", { type: "image/jpeg" }));
          const input = document.querySelector("[data-portal-upload] input[type=file]");
          input.files = files.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    gallery.get_by_text("Đã chọn anh.jpg").wait_for()
    size = gallery.evaluate(
        """async () => { const picture = await createImageBitmap(document.querySelector("[data-portal-upload] input[type=file]").files[0]);
        return [picture.width, picture.height]; }"""
    )
    assert size == [2000, 1600]


def test_without_script_forms_and_folds_still_work(browser_context_at: Callable[..., BrowserContext]) -> None:
    page = browser_context_at(width=390, height=844, java_script_enabled=False).new_page()
    page.goto(GALLERY)
    assert page.get_by_role("button", name="Tải lên").is_visible()
    assert page.locator("#giay_chung_sinh").is_visible()
    assert page.locator("[data-portal-print]").is_hidden()


def test_the_policy_of_content_blocks_nothing_of_ours(desk_page: Page) -> None:
    complaints: list[str] = []
    desk_page.on("console", lambda message: complaints.append(message.text))
    desk_page.on("pageerror", lambda error: complaints.append(str(error)))
    desk_page.goto(GALLERY, wait_until="load")
    assert complaints == []


def test_styles_scripts_and_icons_stay_light(desk_page: Page) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        weights[response.url] = len(gzip.compress(response.body()))

    desk_page.on("requestfinished", lambda request: weigh(request.response()))
    desk_page.goto(GALLERY, wait_until="networkidle")
    assert sum(weight for url, weight in weights.items() if ".css" in url) <= 20_000
    assert sum(weights.values()) <= 60_000


def test_a_text_field_ties_label_hint_and_error_to_its_box() -> None:
    html = _field(BirthForm({}), "full_name")
    assert '<label class="field__label" for="id_full_name">' in html
    assert 'aria-describedby="id_full_name_helptext id_full_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.index("field__hint") < html.index("field__error") < html.index("<input")


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(không bắt buộc)" in _field(BirthForm(), "note")
    assert "(không bắt buộc)" not in _field(BirthForm(), "full_name")


def test_choices_are_a_group_with_a_legend() -> None:
    html = _field(BirthForm({}), "sex")
    assert '<fieldset class="field field--error"' in html
    assert html.count('<label class="choice">') == 2
    assert 'aria-describedby="id_sex_error"' in html


def test_a_date_is_three_boxes_with_their_own_labels() -> None:
    html = _field(BirthForm({"born_on_0": "31", "born_on_1": "11", "born_on_2": "2026"}), "born_on")
    assert re.findall(r'for="(\w+)">(\w+)<', html) == [("id_born_on_0", "Ngày"), ("id_born_on_1", "Tháng"), ("id_born_on_2", "Năm")]
    assert 'value="31"' in html


def test_a_single_box_to_tick_keeps_its_words_beside_it() -> None:
    html = _field(BirthForm({}), "sure")
    assert '<label class="choice choice--plain"><input type="checkbox"' in html
    assert "field__error" in html


def test_the_summary_links_every_error_to_its_first_box() -> None:
    form = BirthForm({})
    form.add_error("born_on", "Ngày sinh thiếu năm")
    html = render_to_string("components/error_summary.html", {"form": form})
    assert "Có 4 chỗ cần sửa" in html
    assert re.findall(r'href="#(\w+)"', html) == ["id_full_name", "id_born_on_0", "id_sex_0", "id_sure"]


def test_no_summary_stands_over_a_form_without_errors() -> None:
    assert render_to_string("components/error_summary.html", {"form": BirthForm()}).strip() == ""


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_no_request(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "1900 1009" in html
    assert "<h1>" in html


def test_one_page_shows_no_paging() -> None:
    page = Paginator(range(3), 6).page(1)
    assert render_to_string("components/pagination.html", {"page": page, "query": ""}).strip() == ""


def test_paging_keeps_the_rest_of_the_query_and_counts() -> None:
    page = Paginator(range(12), 6).page(1)
    html = render_to_string("components/pagination.html", {"page": page, "query": "q=khai+sinh&", "noun": "thủ tục"})
    assert 'href="?q=khai+sinh&amp;page=2"' in html
    assert "1–6 trong 12 thủ tục" in html


def test_far_pages_are_left_out_of_a_long_paging() -> None:
    assert page_numbers(Paginator(range(100), 10).page(5)) == [1, None, 4, 5, 6, None, 10]


def test_a_calendar_starts_its_weeks_on_monday() -> None:
    days = sample_data("dev/gallery.json")["days"]
    weeks = calendar_weeks(days)
    assert [len(week) for week in weeks] == [7, 7, 7]
    assert weeks[0][:4] == [None, None, None, days[0]]
    assert weeks[2][2:] == [None] * 5
    assert calendar_weeks([]) == []


def test_keys_are_printed_as_they_stand_on_the_keyboard() -> None:
    assert [key_label(keys) for keys in ("Control+K", "Alt+C", "F9")] == ["Ctrl K", "Alt C", "F9"]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_states_its_contract_and_holds_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("{% comment %}")
    assert not re.search(r'\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)|<style', text)


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
    templates = (path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = {name for text in templates for name in re.findall(r'{% icon "([\w-]+)"|\bicon="([\w-]+)"', text) for name in name if name}
    assert named - drawn - {"none"} == set()


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(text: str, ground: str) -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", (ROOT / "static/css/tokens.css").read_text()))
    assert _contrast(tokens[text], tokens[ground]) >= 4.5


def test_each_token_is_defined_once() -> None:
    root = (ROOT / "static/css/tokens.css").read_text().split("}")[0]
    names = sorted(re.findall(r"--([\w-]+):", root))
    assert all(first != second for first, second in pairwise(names))


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
