"""What the catalogue lacks: every number is the length of its list."""

import csv
from http import HTTPStatus
from io import StringIO

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.permissions import Post
from core import clock
from procedures.acts.drafts import start_draft
from procedures.completeness import gap_list, report
from procedures.models import Fee, ProcedureVersion
from procedures.selectors.completeness import GAPS
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import Office
from tests.factories.procedures import FieldFactory, ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db

HOME, REPORT = "/danh-muc/", "/danh-muc/do-day-du/"


@pytest.fixture
def whole() -> ProcedureVersion:
    """A version that lacks nothing."""
    version: ProcedureVersion = ProcedureVersionFactory(ministry="Bộ Tư pháp", legal_basis=["1/2025/NĐ-CP"], online_level="full")
    Fee.objects.create(version=version, position=1, label="Lệ phí", amount=None)
    return version


@pytest.fixture
def bare() -> ProcedureVersion:
    """A version of which only the name is known."""
    version: ProcedureVersion = ProcedureVersionFactory(
        procedure__code_is_official=False,
        procedure__field=FieldFactory(code="dat-dai", name="Đất đai", sort_key="dat dai"),
        plain_name="=Việc mới có tên",
        papers=0,
        time_limit_rule="",
        time_limit_text="",
        result_name="",
        declaration={},
    )
    return version


@pytest.fixture
def editor(client: Client) -> Membership:
    membership: Membership = MembershipFactory(city=True, post=Post.CATALOGUE_EDITOR)
    client.force_login(membership.user)
    return membership


def test_each_fact_that_is_missing_counts_once(whole: ProcedureVersion, bare: ProcedureVersion) -> None:
    shown = report(clock.today(), "bo")
    assert shown.total.held == 2
    assert [cell.count for cell in shown.total.cells] == [1] * len(GAPS)
    assert {row.name: sum(cell.count for cell in row.cells) for row in shown.groups} == {"Bộ Tư pháp": 0, "Chưa rõ bộ quản lý": len(GAPS)}


def test_a_limit_in_words_is_known_but_cannot_be_counted_with(bare: ProcedureVersion) -> None:
    ProcedureVersion.objects.update(time_limit_text="Theo đợt rà soát")
    missing = {gap.code: cell.count for gap, cell in report(clock.today(), "").totals}
    assert (missing["thoi-han"], missing["tinh-ngay"]) == (0, 1)


def test_replaced_procedures_and_drafts_lack_nothing(whole: ProcedureVersion, bare: ProcedureVersion) -> None:
    start_draft(whole.procedure_id, UserFactory())
    ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=whole.procedure), papers=0)
    assert report(clock.today(), "").total.held == 2


def test_every_number_opens_a_list_of_that_length(
    client: Client, editor: Membership, whole: ProcedureVersion, bare: ProcedureVersion
) -> None:
    for grouping in ("bo", "linh-vuc"):
        shown = report(clock.today(), grouping)
        for row in [shown.total, *shown.groups]:
            for cell in row.cells:
                assert bool(cell.url) == bool(cell.count)
                if cell.url:
                    assert f"{cell.count} thủ tục" in client.get(cell.url).content.decode()


def test_the_list_is_a_file_too_and_runs_no_formula(client: Client, editor: Membership, bare: ProcedureVersion) -> None:
    response = client.get(f"{REPORT}giay-to/", {"linh-vuc": "dat-dai", "tep": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streamed answer
    header, row = csv.reader(StringIO(text))
    assert header[:2] == ["Mã", "Tên thường gọi"]
    assert row[1] == "'=Việc mới có tên"
    assert row[5:] == ["x"] * len(GAPS)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="thieu-giay-to-')


def test_an_unknown_group_is_an_empty_list_and_an_unknown_fact_no_page(client: Client, editor: Membership, bare: ProcedureVersion) -> None:
    assert "Không còn thủ tục nào thiếu" in client.get(f"{REPORT}phi/", {"bo": "khong-co"}).content.decode()
    assert client.get(f"{REPORT}khong-co/").status_code == HTTPStatus.NOT_FOUND
    assert gap_list(clock.today(), "khong-co", {}) is None


def test_the_city_reads_the_report_and_nothing_else(client: Client, city: Membership, bare: ProcedureVersion) -> None:
    client.force_login(city.user)
    page = client.get(REPORT).content.decode()
    assert "Số thủ tục còn thiếu" in page
    assert "Nạp danh sách" not in page
    assert client.get(HOME).status_code == HTTPStatus.NOT_FOUND


def test_it_is_closed_to_citizens_and_desks(client: Client, office: Office) -> None:
    for person in (UserFactory(), office.person(Post.DESK_OFFICER)):
        client.force_login(person)
        for address in (HOME, REPORT, f"{REPORT}phi/"):
            assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_editors_begin_where_everything_has_its_way_in(client: Client, editor: Membership, whole: ProcedureVersion) -> None:
    page = client.get(HOME).content.decode()
    assert "Không có gì chờ duyệt" in page
    assert 'href="/danh-muc/nap/"' in page
    assert f'href="{REPORT}"' in page


def test_editors_see_the_drafts_that_wait(client: Client, editor: Membership, whole: ProcedureVersion) -> None:
    draft = start_draft(whole.procedure_id, editor.user)
    page = client.get(HOME).content.decode()
    assert f"/admin/procedures/procedureversion/{draft.pk}/change/" in page
    assert "Không có gì chờ duyệt" not in page


def test_an_empty_catalogue_says_what_to_do(client: Client, editor: Membership) -> None:
    assert "Danh mục còn trống" in client.get(REPORT).content.decode()
