"""The administration of the catalogue: who enters, what is found, how a version is written, compared, approved."""

import contextlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.permissions import Post
from core import clock
from procedures.acts.drafts import start_draft
from procedures.models import DocumentRequirement, Fee, Procedure, ProcedureVersion
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CommuneFactory
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/procedures/procedure/"
VERSIONS = "/admin/procedures/procedureversion/"
PAPER = "Quyết định 10/QĐ-UBND ngày 02/11/2026"
ROWS = ("documents", "fees", "steps", "unit_limits")


def editor(name: str = "bien-tap", **more: Any) -> User:
    user: User = UserFactory(username=name, full_name=f"Vũ Thị {name.title()}", **more)
    MembershipFactory(user=user, commune=None, post=Post.CATALOGUE_EDITOR)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer() -> User:
    return editor()


@pytest.fixture
def desk(writer: User) -> Client:
    """The browser of who writes."""
    return signed_in(writer)


@pytest.fixture
def other_desk() -> Client:
    """The browser of another editor."""
    return signed_in(editor("nguoi-duyet"))


@pytest.fixture
def base() -> ProcedureVersion:
    version: ProcedureVersion = ProcedureVersionFactory(in_force_from=date(2026, 1, 1))
    Fee.objects.create(version=version, position=1, label="Bản sao", amount=8000)
    return version


@pytest.fixture
def draft(base: ProcedureVersion, writer: User) -> ProcedureVersion:
    return start_draft(base.procedure_id, writer)


def page_of(version: ProcedureVersion, act: str = "change") -> str:
    return reverse(f"admin:procedures_procedureversion_{act}", args=[version.pk])


@contextlib.contextmanager
def undrawn() -> Iterator[None]:
    """Answer without drawing pages, which takes most of their time; what they would show stands in `context_data`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TemplateResponse, "rendered_content", "")
        yield


def typed(client: Client, version: ProcedureVersion, **changed: Any) -> dict[str, Any]:
    """Return what a browser would send for the form of a draft as it stands, with `changed` typed over it."""
    with undrawn():
        context = client.get(page_of(version)).context_data
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    return {key: value for key, value in {**data, **changed}.items() if value is not None}


def save(client: Client, version: ProcedureVersion, **changed: Any) -> Any:
    return client.post(page_of(version), typed(client, version, **changed))


def approve(client: Client, version: ProcedureVersion, **said: Any) -> Any:
    stand = client.get(page_of(version, "approve")).context["stand"]
    tomorrow = clock.today() + timedelta(days=1)
    return client.post(page_of(version, "approve"), {"stand": stand, "in_force_from": f"{tomorrow:%d/%m/%Y}", "citation": PAPER, **said})


# Doors


def test_editors_enter_the_catalogue_and_nothing_else(desk: Client, base: ProcedureVersion) -> None:
    home = desk.get("/admin/")
    assert home.status_code == 200
    assert [app["app_label"] for app in home.context["app_list"]] == ["procedures"]
    assert desk.get(LIST).status_code == desk.get(VERSIONS).status_code == desk.get(page_of(base)).status_code == 200
    for model in ("user", "membership", "personact", "apitoken"):
        assert desk.get(f"/admin/accounts/{model}/").status_code == 403
    assert desk.get("/admin/accounts/").status_code == 404
    person = UserFactory()
    assert desk.post(f"/admin/accounts/user/{person.pk}/dat-lai-mat-khau/", {"reason": "Thử"}).status_code == 403
    assert desk.get("/admin/autocomplete/?app_label=accounts&model_name=membership&field_name=user&term=a").status_code == 403


@pytest.mark.parametrize("post", [None, *[post for post in Post if post != Post.CATALOGUE_EDITOR]])
def test_nobody_else_finds_the_administration(post: Post | None, base: ProcedureVersion) -> None:
    of_city = post in {Post.CITY_STAFF, Post.AUDITOR}
    user = UserFactory() if post is None else MembershipFactory(post=post, **{"commune": None} if of_city else {}).user
    assert signed_in(user).get(LIST, follow=True).status_code == 404
    assert signed_in(user).get(page_of(base), follow=True).status_code == 404


def test_a_post_that_ended_opens_nothing(base: ProcedureVersion) -> None:
    user = UserFactory()
    MembershipFactory(user=user, commune=None, post=Post.CATALOGUE_EDITOR, valid_to=clock.today() - timedelta(days=1))
    assert signed_in(user).get(LIST, follow=True).status_code == 404


def test_administrators_read_and_do_not_write(base: ProcedureVersion, draft: ProcedureVersion, desk: Client) -> None:
    administrator = signed_in(UserFactory(is_staff=True, is_superuser=True))
    answer = typed(desk, draft, plain_name="Tên khác")
    for page in (LIST, VERSIONS, page_of(base), page_of(draft), page_of(draft, "compare")):
        assert administrator.get(page).status_code == 200
    assert administrator.post(page_of(draft), answer).status_code == 403
    for act in ("approve", "discard"):
        assert administrator.get(page_of(draft, act)).status_code == 403
        assert administrator.post(page_of(draft, act), {"citation": PAPER}).status_code == 403
    assert administrator.post(page_of(base, "write_draft")).status_code == 403
    assert administrator.post(f"{LIST}{base.procedure_id}/soan-ban-moi/").status_code == 403
    assert "Soạn bản mới" not in administrator.get(page_of(base)).content.decode()


def test_visitors_are_sent_to_sign_in(client: Client, base: ProcedureVersion) -> None:
    for act in ("change", "compare", "write_draft"):
        assert client.get(page_of(base, act)).status_code == 302


@pytest.mark.parametrize("key", ["0", "khong-co", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(desk: Client, key: str) -> None:
    for act in ("so-sanh", "soan-ban-moi", "duyet", "bo"):
        assert desk.get(f"{VERSIONS}{key}/{act}/").status_code == 404
    assert desk.get(f"{VERSIONS}{key}/change/").status_code == 302  # the administration's own answer, with a message
    assert desk.get(f"{LIST}{key}/soan-ban-moi/").status_code == 404


# Finding


def found(client: Client, query: str) -> list[str]:
    return [procedure.code for procedure in client.get(f"{LIST}?{query}").context["cl"].result_list]


def test_a_procedure_is_found_by_code_and_by_either_name(desk: Client) -> None:
    one = ProcedureVersionFactory(procedure__code="9.111111", name="Đăng ký khai sinh", plain_name="Làm giấy khai sinh").procedure
    ProcedureVersionFactory(procedure__code="9.222222", name="Đăng ký kết hôn", plain_name="Kết hôn")
    for words in ("111111", "đăng ký KHAI sinh", "giấy khai", "giay khai sinh"):
        assert found(desk, f"q={words}") == [one.code]
    assert found(desk, "q=khong-co-gi-nhu-the") == []
    assert desk.get("/admin/procedures/procedure/?q=%00").status_code == 400


def test_the_list_is_narrowed_by_state_ministry_and_gaps(desk: Client, writer: User) -> None:
    whole = ProcedureVersionFactory(ministry="Bộ Tư pháp").procedure
    Fee.objects.create(version=whole.versions.get(), position=1, label="Lệ phí", amount=0)
    bare_version = ProcedureVersionFactory(ministry="Bộ Y tế", papers=0, time_limit_rule="", time_limit_text="", declaration={})
    bare = bare_version.procedure
    start_draft(bare.pk, writer)
    assert found(desk, "bo=Bộ Tư pháp") == [whole.code]
    assert found(desk, "nhap=co") == [bare.code]
    assert found(desk, "nhap=khong") == [whole.code]
    for gap in ("thoi-han", "quy-tac", "giay-to", "phi", "to-khai"):
        assert found(desk, f"thieu={gap}") == [bare.code]
    assert set(found(desk, "thieu=gi-do&nhap=gi-do")) == {whole.code, bare.code}
    assert found(desk, "verification__exact=name_only") == []


def test_the_list_tells_the_state(desk: Client, draft: ProcedureVersion) -> None:
    ended = ProcedureVersionFactory(in_force_to=date(2025, 12, 31), papers=0)
    ahead = ProcedureVersionFactory(in_force_from=clock.today() + timedelta(days=30))
    nothing = ProcedureFactory()
    told = desk.get(LIST).content.decode()
    for words in (
        "Có bản nháp",
        "Hết hiệu lực 31/12/2025",
        f"Lần 1, sẽ từ {ahead.in_force_from:%d/%m/%Y}",
        "Chưa có bản nào",
        "giấy tờ, phí",
        ended.procedure.code,
        nothing.code,
    ):
        assert words in told


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_for_any_number_of_rows(desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ProcedureVersionFactory.create_batch(rows)
    # 1. session  2. person  3. posts  4. count of found  5. count of all  6. rows  7. fields, twice  9. ministries
    with django_assert_num_queries(9):
        desk.get(LIST)
    # the same without ministries
    with django_assert_num_queries(8):
        desk.get(VERSIONS)


# Drafts


@pytest.mark.parametrize("door", ["procedure", "version"])
def test_a_draft_is_begun_by_a_press_not_by_a_visit(desk: Client, base: ProcedureVersion, writer: User, door: str) -> None:
    page = f"{LIST}{base.procedure_id}/soan-ban-moi/" if door == "procedure" else page_of(base, "write_draft")
    assert "Soạn bản mới" in desk.get(page).content.decode()
    assert not ProcedureVersion.objects.filter(status="draft").exists()

    answer = desk.post(page)
    draft = ProcedureVersion.objects.get(status="draft")
    assert (answer.url, draft.prepared_by) == (page_of(draft), writer.username)
    assert desk.get(page).url == desk.post(page).url == page_of(draft)
    assert desk.get(f"{LIST}{base.procedure_id}/ban-nhap/").url == page_of(draft)
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")] == ["Bắt đầu soạn lần 2."] * 2


def test_a_procedure_without_a_version_has_no_draft(desk: Client) -> None:
    procedure: Procedure = ProcedureFactory()
    answer = desk.post(f"{LIST}{procedure.pk}/soan-ban-moi/", follow=True)
    assert "chưa có bản nào để sửa tiếp" in answer.content.decode()


def test_a_draft_is_saved_with_all_its_parts(desk: Client, draft: ProcedureVersion) -> None:
    commune = CommuneFactory()
    answer = save(
        desk,
        draft,
        plain_name="Xác nhận cho nhanh",
        time_limit_rule=" 5D ",
        channels=["post", "online"],
        search_words="giấy xác nhận\n\n  xác   nhận thử \ngiấy xác nhận",
        handled_by=commune.code,
        cases="o-nha | Sinh ở nhà | Có người làm chứng\nSinh ở bệnh viện",
        case_question="Sinh ở đâu?",
        declaration="",
        **{"documents-0-case_code": "o-nha", "documents-0-blocks": None},
    )
    assert answer.url == page_of(draft, "compare")
    draft.refresh_from_db()
    assert (draft.plain_name, draft.time_limit_rule, draft.channels) == ("Xác nhận cho nhanh", "5d", ["online", "post"])
    assert (draft.search_words, draft.handled_by, draft.declaration) == (["giấy xác nhận", "xác nhận thử"], [commune.code], {})
    assert draft.cases == [
        {"code": "o-nha", "label": "Sinh ở nhà", "hint": "Có người làm chứng"},
        {"code": "sinh-o-benh-vien", "label": "Sinh ở bệnh viện", "hint": ""},
    ]
    assert draft.documents.get().case_code == "o-nha"
    assert (draft.status, draft.number) == ("draft", 2)


def test_what_was_copied_is_saved_as_it_is(desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    before = ProcedureVersion.objects.filter(pk=draft.pk).values().get()
    assert save(desk, draft).status_code == 302
    assert ProcedureVersion.objects.filter(pk=draft.pk).values().get() == before
    assert "giống hệt nhau" in desk.get(page_of(draft, "compare")).content.decode()


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("time_limit_rule", "3 ngày", "Không hiểu thời hạn “3 ngày”"),
        ("channels", [], "Chọn ít nhất một kênh nộp"),
        ("channels", ["bo-cau"], "bo-cau"),
        ("handled_by", "99999", "Không có phường, xã mang mã 99999"),
        ("search_words", "a" * 81, "Dòng 1 dài 81 ký tự, tối đa 80"),
        ("search_words", "a\x00b", "NUL"),
        ("cases", "Mã Hoa | Tên", "Dòng 1: ghi mã"),
        ("cases", "a | Một\na | Hai", "Mã “a” dùng cho hai trường hợp"),
        ("declaration", '{"sections": [', "Không đọc được JSON ở dòng 1"),
        ("declaration", "[]", "đối tượng JSON"),
        ("declaration", '{"sections": [], "x": NaN}', "không lưu được"),
        ("declaration", '{"sections": [], "x": "\\u0000"}', "NUL"),
        ("declaration", '{"sections": [], "x": "\\ud800"}', "không lưu được"),
        ("declaration", "[" * 100_000, "lồng quá sâu"),
        ("declaration", '{"x": ' + "9" * 5_000 + "}", "không lưu được"),
        (
            "declaration",
            '{"sections": [{"code": "a", "title": "A", "fields": [{"code": "b", "label": "B", "type": "x"}]}]}',
            "kiểu câu hỏi",
        ),
        ("declaration", '{"sections": [{"code": "a", "title": "A", "cases": 5, "fields": [{}]}]}', "sections.0.cases: phải là danh sách"),
        ("steps-0-post", "auditor", "auditor"),
        ("documents-0-case_code", "la", "Thủ tục này không có trường hợp “la”"),
        ("documents-0-originals", "99999", "32767"),
        ("fees-0-amount", "-1", "0"),
        ("name", "", "bắt buộc"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(desk: Client, draft: ProcedureVersion, field: str, wrong: Any, told: str) -> None:
    with undrawn():
        shown = save(desk, draft, plain_name="Tên đang gõ dở", **{field: wrong}).context_data
    assert told in str(shown["errors"].as_text())
    assert shown["adminform"].form["plain_name"].value() == "Tên đang gõ dở"
    draft.refresh_from_db()
    assert draft.plain_name == "Xác nhận việc thử"


def test_all_that_cannot_be_is_told_beside_its_field(desk: Client, draft: ProcedureVersion) -> None:
    wrong = {"name": "", "time_limit_rule": "3 ngày", "declaration": "[]", "documents-0-originals": "99999", "fees-0-amount": "-1"}
    answer = save(desk, draft, plain_name="Tên đang gõ dở", **wrong)
    page = answer.content.decode()
    assert answer.status_code == 200
    for told in ("bắt buộc", "Không hiểu thời hạn “3 ngày”", "đối tượng JSON", "32767", "lớn hơn hoặc bằng với 0", "Tên đang gõ dở"):
        assert told in page


def test_rows_are_added_removed_and_put_in_order(desk: Client, draft: ProcedureVersion) -> None:
    swapped = {"steps-0-position": 2, "steps-1-position": 1, "steps-2-DELETE": "on", "steps-3-position": ""}
    added = {"documents-TOTAL_FORMS": 2, "documents-1-name": "Giấy thêm", "documents-1-plain_name": "Giấy Đã thêm"}
    added |= {"documents-1-originals": 1, "documents-1-copies": 0, "documents-1-position": 0}
    charged = {"fees-TOTAL_FORMS": 3, "fees-1-label": "Lệ phí", "fees-1-channel": "any", "fees-1-set_by": "unknown", "fees-1-position": 1}
    charged |= {"fees-2-channel": "any", "fees-2-set_by": "unknown", "fees-2-position": 2}  # an empty row
    limited = {"unit_limits-TOTAL_FORMS": 1, "unit_limits-0-unit": "Công an", "unit_limits-0-rule": "2D"}
    assert save(desk, draft, **swapped, **added, **charged, **limited).status_code == 302

    assert [(step.position, step.name) for step in draft.steps.order_by("position")] == [(1, "Thụ lý"), (2, "Một cửa"), (3, "Văn thư")]
    assert [(paper.position, paper.code) for paper in draft.documents.order_by("position")] == [(1, "giay-da-them"), (2, "giay-1")]
    assert [(fee.position, fee.label) for fee in draft.fees.order_by("position")] == [(1, "Bản sao"), (2, "Lệ phí")]
    assert [(limit.position, limit.rule) for limit in draft.unit_limits.all()] == [(1, "2d")]


def test_words_that_say_another_limit_than_the_rule_are_pointed_out(desk: Client, draft: ProcedureVersion) -> None:
    page = desk.get(save(desk, draft, time_limit_rule="5d").url).content.decode()
    assert "Quy tắc tính là 5 ngày làm việc, lời văn thời hạn nêu khác" in page
    page = desk.get(save(desk, draft, time_limit_text="Không quá 05 ngày làm việc").url).content.decode()
    assert "Nên xem lại" not in page


def test_the_library_speaks_vietnamese(desk: Client, draft: ProcedureVersion) -> None:
    """Its words are compiled: pybabel compile -d portal/locale -D django."""
    assert "Filters" not in desk.get(LIST).content.decode()
    assert "Chưa lưu. Sửa các chỗ báo lỗi" in save(desk, draft, name="").content.decode()


def test_a_draft_saved_from_elsewhere_is_not_overwritten(desk: Client, other_desk: Client, draft: ProcedureVersion) -> None:
    slow = typed(desk, draft, plain_name="Của người chậm")
    assert save(other_desk, draft, **{"fees-0-amount": 9000}).status_code == 302
    answer = desk.post(page_of(draft), slow).content.decode()
    assert "đã được lưu từ nơi khác" in answer
    assert "Của người chậm" in answer
    assert desk.post(page_of(draft), {**slow, "stand": ""}).status_code == 200
    assert draft.fees.get().amount == 9000


# What is approved stays


def test_an_approved_version_takes_no_post(desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    answer = typed(desk, draft, plain_name="Tên khác", **{"fees-0-amount": 1, "documents-0-DELETE": "on"})
    assert desk.post(page_of(base), answer).status_code == 403
    assert desk.post(f"{VERSIONS}{base.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(f"{LIST}{base.procedure_id}/delete/", {"post": "yes"}).status_code == 403
    assert desk.post(f"{VERSIONS}{draft.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{VERSIONS}add/").status_code == desk.post(f"{VERSIONS}add/", answer).status_code == 403
    assert desk.post(f"{LIST}{base.procedure_id}/change/", {"code": "9.999999"}).status_code == 403
    for page in (VERSIONS, LIST):
        desk.post(page, {"action": "delete_selected", "_selected_action": [base.pk, base.procedure_id], "post": "yes"})
    base.refresh_from_db()
    assert (base.plain_name, base.fees.get().amount, base.documents.count()) == ("Xác nhận việc thử", 8000, 1)


def test_rows_of_another_version_are_out_of_reach(desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    theirs, paper = base.fees.get(), base.documents.get()
    for stolen in (
        {"fees-0-id": theirs.pk, "fees-0-amount": 1},
        {"fees-0-id": theirs.pk, "fees-0-DELETE": "on"},
        {"documents-0-id": paper.pk, "documents-0-name": "Đã đổi"},
        {"documents-0-version": base.pk, "documents-0-name": "Đã đổi"},
    ):
        save(desk, draft, **stolen)
    assert (Fee.objects.get(pk=theirs.pk).amount, DocumentRequirement.objects.get(pk=paper.pk).name) == (8000, "Giấy thử số 1")


def test_no_form_writes_state_day_or_names(desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    forged = {"status": "approved", "in_force_from": "2020-01-01", "approved_by": "nguoi-khac", "prepared_by": "ai-do", "number": 9}
    assert save(desk, draft, plain_name="Tên khác", procedure=ProcedureFactory().pk, **forged).status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.approved_by, draft.prepared_by, draft.number) == ("draft", "", "bien-tap", 2)
    assert draft.procedure_id == base.procedure_id
    assert draft.in_force_from > clock.today()


# Comparing


def test_the_comparison_tells_old_and_new(desk: Client, draft: ProcedureVersion) -> None:
    save(desk, draft, time_limit_rule="5d", **{"fees-0-amount": 9000})
    told = desk.get(page_of(draft, "compare")).content.decode()
    for words in ("3 ngày làm việc", "5 ngày làm việc", "8000 đồng", "9000 đồng", "2 điểm khác", "Vũ Thị Bien-Tap (bien-tap)"):
        assert words in told


def test_a_first_version_has_nothing_to_be_compared_with(desk: Client, base: ProcedureVersion) -> None:
    assert "Đây là bản đầu tiên" in desk.get(page_of(base, "compare")).content.decode()


def test_an_approved_version_is_compared_with_the_one_before(desk: Client, other_desk: Client, draft: ProcedureVersion) -> None:
    save(desk, draft, time_limit_rule="5d")
    approve(other_desk, draft)
    assert "5 ngày làm việc" in desk.get(page_of(draft, "compare")).content.decode()


@pytest.mark.parametrize(
    "declaration", [{"sections": 5}, {"sections": [5, {"fields": [{"label": 1}, 7]}]}, {"sections": [{"title": "A", "fields": "x"}]}]
)
def test_a_broken_draft_is_still_compared_and_not_approved(
    desk: Client, other_desk: Client, draft: ProcedureVersion, declaration: dict[str, Any]
) -> None:
    ProcedureVersion.objects.filter(pk=draft.pk).update(time_limit_rule="ba ngày", declaration=declaration)
    for page in ("compare", "change"):
        assert "“ba ngày” (không hiểu quy tắc này)" in desk.get(page_of(draft, page)).content.decode()
    answer = approve(other_desk, draft)
    assert answer.status_code == 422
    assert "Không hiểu thời hạn “ba ngày”" in answer.content.decode()
    assert "Tờ khai còn chỗ sai" in answer.content.decode()


# Approving


def test_another_editor_approves_and_is_told_the_day(other_desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    answer = approve(other_desk, draft)
    tomorrow = clock.today() + timedelta(days=1)
    assert answer.url == page_of(draft)
    told = other_desk.get(answer.url).content.decode()
    assert f"Có hiệu lực từ ngày {tomorrow:%d/%m/%Y}" in told
    for words in ("Vũ Thị Bien-Tap (bien-tap)", "Vũ Thị Nguoi-Duyet (nguoi-duyet)", PAPER, "Bản đã duyệt chỉ để xem"):
        assert words in told
    draft.refresh_from_db()
    base.refresh_from_db()
    assert (draft.status, draft.in_force_from, base.in_force_to) == ("approved", tomorrow, clock.today())
    assert f"Duyệt lần 2: {PAPER}." in other_desk.get(f"{LIST}{base.procedure_id}/history/").content.decode()
    assert f"Duyệt lần 2: {PAPER}." in other_desk.get(f"{VERSIONS}{draft.pk}/history/").content.decode()
    assert PAPER in other_desk.get(f"{LIST}{base.procedure_id}/change/").content.decode()


def test_who_wrote_does_not_approve(desk: Client, draft: ProcedureVersion) -> None:
    assert "không tự duyệt được" in desk.get(page_of(draft, "approve")).content.decode()
    answer = approve(desk, draft)
    assert answer.status_code == 403
    assert "Bạn đã soạn bản này nên không tự duyệt được. Nhờ một biên tập viên khác" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_who_wrote_a_part_does_not_approve_either(other_desk: Client, draft: ProcedureVersion) -> None:
    save(other_desk, draft)  # nothing was written
    draft.refresh_from_db()
    assert draft.prepared_by == "bien-tap"
    save(other_desk, draft, **{"fees-0-amount": 9000})
    draft.refresh_from_db()
    assert draft.prepared_by == "bien-tap, nguoi-duyet"
    assert approve(other_desk, draft).status_code == 403
    assert approve(signed_in(editor("nguoi-thu-ba")), draft).status_code == 302


def test_a_draft_with_no_room_for_another_writer_keeps_those_it_has(other_desk: Client, draft: ProcedureVersion) -> None:
    ProcedureVersion.objects.filter(pk=draft.pk).update(prepared_by="a" * 64 + ", " + "b" * 74)
    answer = save(other_desk, draft, plain_name="Tên khác")
    assert answer.status_code == 200
    assert "qua tay nhiều người" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"citation": " "}, "Ghi số, ký hiệu và ngày của văn bản công bố"),
        ({"in_force_from": ""}, "Nhập ngày có hiệu lực"),
        ({"in_force_from": "30/02/2027"}, "Ngày cần có dạng 01/12/2026"),
        ({"in_force_from": "01/01/2020"}, "Ngày hiệu lực không được ở quá khứ"),
        ({"in_force_from": "01/01/2999"}, "xa quá hai năm"),
    ],
)
def test_a_wrong_day_or_paper_is_told_beside_its_field(
    other_desk: Client, base: ProcedureVersion, draft: ProcedureVersion, said: dict[str, str], told: str
) -> None:
    answer = approve(other_desk, draft, **said)
    assert answer.status_code == 422
    assert told in [message for messages in answer.context["form"].errors.values() for message in messages] or told in str(
        answer.context["form"].errors
    )
    base.refresh_from_db()
    assert base.in_force_to is None


def test_what_changed_since_it_was_read_is_looked_at_again(desk: Client, other_desk: Client, draft: ProcedureVersion) -> None:
    seen = other_desk.get(page_of(draft, "approve")).context["stand"]
    save(desk, draft, **{"fees-0-amount": 1_000_000})
    answer = approve(other_desk, draft, stand=seen)
    assert answer.status_code == 409
    assert "Bản nháp vừa được sửa" in answer.content.decode()
    assert "1000000 đồng" in answer.content.decode()
    assert approve(other_desk, draft, stand=answer.context["stand"]).status_code == 302


def test_a_draft_is_thrown_away_by_a_press(desk: Client, base: ProcedureVersion, draft: ProcedureVersion) -> None:
    assert "mất hẳn" in desk.get(page_of(draft, "discard")).content.decode()
    assert ProcedureVersion.objects.filter(pk=draft.pk).exists()
    answer = desk.post(page_of(draft, "discard"))
    assert answer.url == f"{LIST}{base.procedure_id}/change/"
    assert not ProcedureVersion.objects.filter(pk=draft.pk).exists()
    assert "Bỏ bản nháp lần 2, do bien-tap soạn." in desk.get(f"{LIST}{base.procedure_id}/history/").content.decode()


@pytest.mark.parametrize("act", ["approve", "discard"])
def test_who_comes_late_is_told(desk: Client, other_desk: Client, draft: ProcedureVersion, act: str) -> None:
    slow = typed(desk, draft, plain_name="Của người chậm")
    approve(other_desk, draft)
    answer = desk.post(page_of(draft, act), {"in_force_from": "01/01/2027", "citation": PAPER}, follow=True)
    assert "Bản này đã được duyệt" in answer.content.decode()
    assert desk.post(page_of(draft), slow).status_code == 403
    draft.refresh_from_db()
    assert (draft.status, draft.plain_name) == ("approved", "Xác nhận việc thử")
