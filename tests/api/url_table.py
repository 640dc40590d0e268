"""Every address of the portal and who gets what there: one row an address and method. The tests walk it both ways.

A new route of the API needs a row in API_ROUTES, a new page one in PAGES, or a reason in WITHOUT_ROW.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.permissions import Post
from tests.factories.dossiers import PERSON, picture

Body = Callable[[dict[str, Any]], dict[str, Any]]
OWNER = "owner"  # the citizen whose dossier it is


def nothing(facts: dict[str, Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Route:
    """One method of one route of the API.

    `situation`: what has happened to the dossier before. `by`: whose call this is, the one who gets `here`. The others ask
    first: nobody signed in, a citizen with another dossier, the holder of the same post in another commune, somebody of
    the same commune with another post, somebody of the city.
    """

    name: str
    method: str
    path: str
    here: int
    anonymous: int = 401
    stranger: int = 404
    elsewhere: int = 404
    colleague: int = 403
    city: int = 403
    situation: str = ""
    by: Post | str = OWNER
    body: Body = nothing
    multipart: bool = False


@dataclass(frozen=True)
class Page:
    """One page, asked for with GET unless it only takes POST.

    `owner` is the citizen of the dossier, `stranger` another one; `here` is an officer of the dossier's desk, `elsewhere`
    one of another commune's. 302 leads to sign-in where the page needs somebody.
    """

    name: str
    path: str
    anonymous: int = 302
    stranger: int = 404
    owner: int = 404
    elsewhere: int = 404
    here: int = 404
    city: int = 404
    situation: str = "received"
    method: str = "get"


def public(name: str, path: str, method: str = "get", **more: Any) -> Route:
    return Route(name, method, path, 200, anonymous=200, stranger=200, elsewhere=200, colleague=200, city=200, **more)


def act(name: str, by: Post | str, situation: str, body: Body = nothing, **more: Any) -> Route:
    return Route(
        f"dossier-{name.replace('_', '-')}", "post", f"dossiers/{{code}}/{name}/", 200, by=by, situation=situation, body=body, **more
    )


def own(name: str, method: str, path: str, here: int = 200, **more: Any) -> Route:
    """Return a route that answers only the citizen whose draft it is."""
    return Route(name, method, path, here, colleague=404, city=404, situation="draft", **more)


def counter_body(facts: dict[str, Any]) -> dict[str, Any]:
    papers = [{"document_code": "giay-1"}]
    return {"procedure": facts["immediate"], "applicant": PERSON, "papers": papers}


def completion_body(facts: dict[str, Any]) -> dict[str, Any]:
    return {"signer": facts["leader"], "receiver_name": "Trần Thị Thử", "evidence": "Ký nhận", "fee_settled": True}


def result_body(facts: dict[str, Any]) -> dict[str, Any]:
    signed = {"number": "12/XN-UBND", "issued_on": "2026-11-02", "signer_name": "Nguyễn Văn Ký", "signer_title": "Chủ tịch"}
    return {**signed, "file": picture("ket-qua.png")}


ITEMS: dict[str, Any] = {"items": [{"what": "Giấy thử số 1", "reason": "Ảnh mờ", "document_code": "giay-1"}]}
HANDED = {"receiver_name": "Trần Thị Thử", "evidence": "Ký nhận", "fee_settled": True}
DECLINED = {"ground": "duplicate", "explanation": "Trùng hồ sơ đã nộp"}
EXTENDED = {"reason": "Phường còn chờ nơi đăng ký cũ trả lời", "until": "2026-11-09"}
STOPPED = {"legal_basis": "Điều 5", "explanation": "Hết căn cứ"}
EVERYBODY_SIGNED_IN: dict[str, Any] = {"stranger": 200, "elsewhere": 200, "colleague": 200, "city": 200}
IMMEDIATE = "immediate_submitted"

API_ROUTES = (
    public("commune-list", "communes/"),
    public("commune-detail", "communes/{commune}/"),
    public("procedure-list", "procedures/"),
    public("procedure-detail", "procedures/{procedure}/", situation="submitted"),
    public("procedure-versions", "procedures/{procedure}/versions/", situation="submitted"),
    public("procedure-version", "procedures/{procedure}/versions/1/", situation="submitted"),
    public("procedure-counts", "procedures/counts/"),
    public("procedure-export", "procedures/export/"),
    public("track-list", "track/", "post", situation="submitted", body=lambda facts: {"code": facts["code"], "key": facts["track_key"]}),
    Route("me-list", "get", "me/", 200, **EVERYBODY_SIGNED_IN),
    Route("notice-list", "get", "notices/", 200, **EVERYBODY_SIGNED_IN),
    Route("notice-read", "post", "notices/read/", 200, **EVERYBODY_SIGNED_IN),
    Route("report-commune-list", "get", "reports/communes/", 403, stranger=403, elsewhere=403, colleague=403, city=200),
    Route("report-workload-list", "get", "reports/workload/?commune={commune}", 403, stranger=403, colleague=200, city=200),
    Route("draft-list", "get", "drafts/", 200, **EVERYBODY_SIGNED_IN),
    Route(
        "draft-list",
        "post",
        "drafts/",
        201,
        **dict.fromkeys(EVERYBODY_SIGNED_IN, 201),
        situation="draft",
        body=lambda facts: {"procedure": facts["procedure"], "commune": facts["commune"]},
    ),
    own("draft-detail", "get", "drafts/{draft}/"),
    own("draft-detail", "patch", "drafts/{draft}/", body=lambda facts: {"delivery": "counter"}),
    own("draft-detail", "delete", "drafts/{draft}/", 204),
    own("draft-missing", "get", "drafts/{draft}/missing/"),
    own(
        "draft-add-file",
        "post",
        "drafts/{draft}/files/",
        201,
        body=lambda facts: {"document": "giay-1", "file": picture("them.png", "red")},
        multipart=True,
    ),
    own("draft-remove-file", "delete", "drafts/{draft}/files/1/", 204),
    Route("dossier-list", "get", "dossiers/?commune={commune}", 200, **EVERYBODY_SIGNED_IN),
    Route("dossier-detail", "get", "dossiers/{code}/", 200, colleague=200, city=200, situation="submitted"),
    Route("dossier-why", "get", "dossiers/{code}/why/", 200, colleague=200, city=200, situation="received"),
    Route("dossier-files", "get", "dossiers/{code}/files/{file}/", 200, colleague=200, city=200, situation="submitted"),
    Route(
        "dossier-submit",
        "post",
        "dossiers/submit/",
        201,
        colleague=404,
        city=404,
        situation="draft",
        body=lambda facts: {"draft": facts["draft"], "agreed": True},
    ),
    # At the counter there is no dossier yet to be a stranger to: a desk elsewhere receives for its own commune.
    Route(
        "dossier-receive-at-counter",
        "post",
        "dossiers/receive/",
        201,
        stranger=403,
        elsewhere=201,
        by=Post.DESK_OFFICER,
        situation=IMMEDIATE,
        body=counter_body,
    ),
    Route(
        "dossier-complete-at-counter",
        "post",
        "dossiers/complete_at_desk/",
        201,
        stranger=403,
        elsewhere=422,  # the signer leads nothing there
        by=Post.DESK_OFFICER,
        situation=IMMEDIATE,
        body=lambda facts: {**counter_body(facts), **completion_body(facts)},
    ),
    act("receive", Post.DESK_OFFICER, "submitted"),
    act("decline", Post.DESK_OFFICER, "submitted", lambda facts: DECLINED),
    act("complete_at_desk", Post.DESK_OFFICER, IMMEDIATE, completion_body),
    act("request_supplement", Post.DESK_OFFICER, "submitted", lambda facts: ITEMS),
    act("supplement", OWNER, "awaiting_supplement", lambda facts: {"items": [{"position": 1, "answer": "Đã sửa"}]}),
    act("forward", Post.SPECIALIST, "processing"),
    act("withdraw", OWNER, "received"),
    act("approve_withdrawal", Post.COMMUNE_LEADER, "withdrawal_requested"),
    act("cancel_withdrawal", OWNER, "withdrawal_requested"),
    act("extend", Post.COMMUNE_LEADER, "processing", lambda facts: EXTENDED),
    act("stop", Post.COMMUNE_LEADER, "processing", lambda facts: STOPPED),
    act("release_result", Post.CLERK, "processing", result_body, multipart=True),
    act("reopen", Post.COMMUNE_LEADER, "result_ready", lambda facts: {"reason": "Sai ngày sinh"}),
    act("return_result", Post.DESK_OFFICER, "result_ready", lambda facts: HANDED),
)


def open_to_all(name: str, path: str, status: int = 200, **more: Any) -> Page:
    return Page(name, path, status, status, status, status, status, status, **more)


def signed_in(name: str, path: str, status: int = 200) -> Page:
    return Page(name, path, 302, status, status, status, status, status)


def desk(name: str, path: str, *, elsewhere: int = 404, here: int = 200, **more: Any) -> Page:
    """Return a page of the desk; of one dossier unless `elsewhere` is 200."""
    return Page(name, f"/mot-cua/{path}", elsewhere=elsewhere, here=here, **more)


def city(name: str, path: str) -> Page:
    return Page(name, f"/thanh-pho/{path}", city=200)


def mine(name: str, path: str, owner: int = 200, **more: Any) -> Page:
    """Return a page of one's own dossier or draft; posts open nothing here."""
    return Page(name, path, owner=owner, **more)


NO_LIST = "00000000-0000-4000-8000-000000000000"

PAGES = (
    # The catalogue
    open_to_all("home", "/"),
    open_to_all("procedures", "/thu-tuc/"),
    open_to_all("procedure", "/thu-tuc/{procedure}/"),
    open_to_all("procedure_sheet", "/thu-tuc/{procedure}/in/"),
    open_to_all("procedure_comparison", "/thu-tuc/{procedure}/so-sanh/"),
    open_to_all("catalogue_contents", "/thu-tuc/danh-muc/"),
    open_to_all("robots", "/robots.txt"),
    open_to_all("sitemap", "/sitemap.xml"),
    # The catalogue's editors, whom this table has none of, and what the city reads of theirs
    Page("note_add", "/thu-tuc/{procedure}/ghi-chu/"),
    Page("note_edit", "/thu-tuc/{procedure}/ghi-chu/1/"),
    Page("note_remove", "/thu-tuc/{procedure}/ghi-chu/1/xoa/"),
    Page("catalogue_desk", "/danh-muc/"),
    Page("catalogue_completeness", "/danh-muc/do-day-du/", city=200),
    Page("catalogue_gap", "/danh-muc/do-day-du/phi/", city=200),
    # Editors of the catalogue: nobody of this cast is one, so to all of them these pages do not exist
    Page("catalogue_imports", "/danh-muc/nap/"),
    Page("catalogue_import_template", "/danh-muc/nap/mau.xlsx"),
    Page("catalogue_import", f"/danh-muc/nap/{NO_LIST}/"),
    Page("catalogue_import_approve", f"/danh-muc/nap/{NO_LIST}/duyet/", method="post"),
    Page("catalogue_import_discard", f"/danh-muc/nap/{NO_LIST}/bo/", method="post"),
    Page("catalogue_import_progress", f"/danh-muc/nap/{NO_LIST}/tien-do/"),
    # Citizens
    open_to_all("filing", "/nop-ho-so/{procedure}/"),
    mine("filing_step", "/nop-ho-so/{procedure}/{draft}/giay-to/", situation="draft"),
    mine("filing_file", "/nop-ho-so/{procedure}/{draft}/tep/{file}/", situation="draft"),
    mine("filing_discard", "/nop-ho-so/{procedure}/{draft}/xoa/", situation="draft"),
    open_to_all("track", "/tra-cuu/"),
    Page("short_link", "/t/{link_key}/", 200, 200, 302, 200, 200, 200),
    signed_in("my_dossiers", "/ho-so/"),
    signed_in("my_notices", "/ho-so/thong-bao/"),
    signed_in("my_notice", "/ho-so/thong-bao/0/", 404),
    mine("my_dossier", "/ho-so/{code}/"),
    mine("submitted", "/ho-so/{code}/da-nop/"),
    mine("my_dossier_supplement", "/ho-so/{code}/bo-sung/", situation="awaiting_supplement"),
    mine("my_dossier_withdraw", "/ho-so/{code}/rut/"),
    mine("my_dossier_cancel_withdrawal", "/ho-so/{code}/khong-rut/", 302, situation="withdrawal_requested", method="post"),
    mine("my_dossier_slip", "/ho-so/{code}/phieu/02.pdf", situation="awaiting_supplement"),
    mine("my_dossier_file", "/ho-so/{code}/tep/{file}/"),
    # The desk
    desk("desk_inbox", "", elsewhere=200),
    desk("desk_receive", "tiep-nhan/", elsewhere=200),
    desk("desk_returns", "tra-ket-qua/", elsewhere=200),
    desk("desk_search", "tim/", elsewhere=200),
    desk("desk_workload", "khoi-luong/", elsewhere=200),
    desk("desk_notices", "thong-bao/", elsewhere=200, city=200),
    desk("desk_notice", "thong-bao/1/", here=404),  # a notice is its own person's; tests/dossiers/views/desk/test_notices.py
    desk("desk_leave", "nghi-phep/", elsewhere=200),
    desk("desk_leave_end", "nghi-phep/1/ket-thuc/", here=404, method="post"),
    desk("desk_dossier", "{code}/"),
    desk("desk_due", "{code}/vi-sao-hen/"),
    desk("desk_readings", "{code}/ai-da-mo/"),
    desk("desk_identity", "{code}/so-dinh-danh/", here=422, method="post"),
    desk("desk_file", "{code}/tep/{file}/"),
    desk("desk_slip", "{code}/phieu/01.pdf"),
    desk("desk_act", "{code}/forward/"),
    # The city
    city("city_overview", ""),
    city("city_dossiers", "ho-so/"),
    city("city_clock_differences", "hen-tra-lech/"),
    city("city_workload", "khoi-luong/"),
    city("city_commune", "{commune}/"),
    # Working calendars: the city and leaders of communes, whom this table asks nothing; drafts are their office's own
    Page("calendar_home", "/lich/", city=200),
    Page("calendar_revision", "/lich/ban/0/"),
    Page("calendar_begin", "/lich/soan/", city=302, method="post"),
    Page("calendar_draft", "/lich/soan/0/"),
    Page("calendar_week", "/lich/soan/0/tuan/"),
    Page("calendar_year", "/lich/soan/0/nam/2027/"),
    Page("calendar_file", "/lich/soan/0/nap/"),
    Page("calendar_effect", "/lich/soan/0/ho-so/"),
    Page("calendar_progress", "/lich/soan/0/tien-do/"),
    Page("calendar_decide", "/lich/soan/0/viec/duyet/", method="post"),
    # Accounts
    Page("account_login", "/dang-nhap/", 200, 302, 302, 302, 302, 302),
    open_to_all("sign_in_code", "/dang-nhap/ma/", 302),
    signed_in("after_sign_in", "/dang-nhap/xong/", 302),
    Page("choose_office", "/dang-nhap/noi-lam-viec/", 302, 404, 404, 200, 200, 200),
    signed_in("profile", "/dang-nhap/toi/"),
    # Machines and developers
    open_to_all("schema", "/api/schema/"),
    open_to_all("api_docs", "/api/docs/"),
    open_to_all("health_live", "/healthz/live"),
    open_to_all("health_ready", "/healthz/ready"),
    open_to_all("metrics", "/metrics", 404),
)

# Addresses outside the table, each with its reason. A star at the end stands for all names that begin so.
WITHOUT_ROW: dict[str, str] = {
    "api_nothing_here": "answers 404 to everybody; tests/api/test_problems.py",
    "outbox": "local settings and tests only: messages that were not really sent",
    "gallery": "local settings and tests only: the components",
}
