"""A list beside the catalogue: the difference, and what writing it does."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.permissions import Post
from core.clock import ZONE
from procedures.acts.check_list import Terms
from procedures.acts.take_list import take_list
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.importing.copies import DETAILS
from procedures.importing.difference import Dates, Difference, difference
from procedures.importing.errors import ListRefused, NothingToWrite
from procedures.importing.list_rows import read_list
from procedures.importing.newest import newest_approved
from procedures.importing.report import report_of
from procedures.models import CatalogueImport, Fee, Procedure, ProcedureVersion
from procedures.selectors import catalogue_revision, version_in_force
from tests.factories.accounts import OfficerFactory
from tests.factories.lists import Row, as_csv, as_xlsx, catalogue_rows, row
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
TODAY, MONDAY = NOW.date(), date(2026, 11, 30)
TERMS = Terms(MONDAY, "4567/QĐ-UBND")


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def editor(db: None) -> User:
    return OfficerFactory(post=Post.CATALOGUE_EDITOR, post__commune=None, username="nguoi-duyet")


@pytest.fixture
def known(db: None) -> ProcedureVersion:
    """One procedure with a paper, a fee and the usual steps; its row says exactly that."""
    version = ProcedureVersionFactory(procedure=ProcedureFactory(code="9.100001"), name="Thủ tục thử một", plain_name="Thử một")
    Fee.objects.create(version=version, position=1, label="Lệ phí", amount=8000, unit="bản", set_by="ministry")
    return version


def compare(rows: list[Row], **dates: Any) -> Difference:
    return difference(read_list("a.csv", as_csv(rows)), Dates(TODAY, **dates))


def write(rows: list[Row], editor: User, terms: Terms = TERMS) -> CatalogueImport:
    return take_list("a.csv", as_csv(rows), terms, approver=editor, at=NOW)


def words(rows: list[Row]) -> list[tuple[str, str, str]]:
    (changed,) = compare(rows).changed
    return [(each.label, each.old, each.new) for each in changed.changes.words]


def test_the_catalogue_as_a_list_changes_nothing() -> None:
    load_procedures(read_files(BUNDLED), today=TODAY)
    rows = catalogue_rows()
    for name, content in (("a.csv", as_csv(rows)), ("a.xlsx", as_xlsx(rows))):
        found = difference(read_list(name, content), Dates(TODAY, MONDAY))
        assert (found.unchanged, found.new, found.changed, found.gone, found.refused) == (569, [], [], [], [])


def test_empty_cells_and_absent_columns_erase_nothing(known: ProcedureVersion) -> None:
    found = compare(
        [
            row(),
        ]
    )
    assert (found.unchanged, found.changed) == (1, [])
    assert compare([row(time_limit="", fee="", ministry="", result="", legal_basis="")]).unchanged == 1


def test_other_words_for_the_same_are_no_change(known: ProcedureVersion) -> None:
    same = row(name="THỦ TỤC THỬ  MỘT.", field="Hộ Tịch", time_limit="Không quá 03 ngày làm việc kể từ ngày nhận đủ hồ sơ", fee="8.000đ")
    assert compare([same]).unchanged == 1


def test_a_change_is_shown_field_by_field(known: ProcedureVersion) -> None:
    new = row(
        name="Thủ tục thử hai",
        field="Chứng thực",
        time_limit="02 ngày làm việc",
        fee="10.000 đồng/bản",
        online_level="Toàn trình",
        legal_basis="60/2014/QH13",
        level="Cấp tỉnh",
    )
    assert words([new]) == [
        ("Tên TTHC", "Thủ tục thử một", "Thủ tục thử hai"),
        ("Lĩnh vực", "Hộ tịch", "Chứng thực"),
        ("Cấp thực hiện", "Cấp xã", "Cấp tỉnh"),
        ("Thời hạn giải quyết", "03 ngày làm việc; cổng tính 3 ngày làm việc", "02 ngày làm việc; cổng tính 2 ngày làm việc"),
        ("Phí, lệ phí", "Lệ phí: 8.000 đồng/bản", "Lệ phí: 10.000 đồng/bản"),
        ("Mức độ DVC trực tuyến", "Chưa có thông tin", "Toàn trình"),
        ("Căn cứ pháp lý", "chưa có thông tin", "thêm 60/2014/QH13"),
    ]


def test_a_change_writes_a_dated_version_with_all_that_is_known(known: ProcedureVersion, editor: User) -> None:
    upload = write([row(time_limit="02 ngày làm việc", fee="10.000 đồng/bản")], editor)
    known.refresh_from_db()
    new = newest_approved().get(procedure__code="9.100001")
    assert (known.time_limit_rule, known.in_force_to) == ("3d", date(2026, 11, 29))
    assert (new.number, new.time_limit_rule, new.in_force_from, new.in_force_to) == (2, "2d", MONDAY, None)
    assert (new.citation, new.approved_by, new.prepared_by, new.approved_at) == ("4567/QĐ-UBND", "nguoi-duyet", "nguoi-duyet", NOW)
    assert new.declaration == known.declaration
    assert new.source["list"] == {"decision": "4567/QĐ-UBND", "file": "a.csv", "line": 2}
    assert [paper.code for paper in new.documents.all()] == [paper.code for paper in known.documents.all()] == ["giay-1"]
    assert [step.post for step in new.steps.all()] == [step.post for step in known.steps.all()]
    assert [(fee.label, fee.amount, fee.set_by) for fee in new.fees.all()] == [("Lệ phí", 10000, "ministry")]
    assert known.fees.get().amount == 8000
    assert (upload.state, catalogue_revision()) == (CatalogueImport.State.APPLIED, 1)


def test_nothing_that_hangs_on_a_version_is_left_behind() -> None:
    hanging = {each.related_model for each in ProcedureVersion._meta.related_objects if each.related_model._meta.app_label == "procedures"}
    assert hanging == set(DETAILS)


def test_the_same_list_twice_writes_once(known: ProcedureVersion, editor: User) -> None:
    rows = [
        row(time_limit="02 ngày làm việc"),
        row("9.100002", "Thủ tục mới", "Lĩnh vực mới", fee="Không"),
        row("", "Chưa có mã", "Hộ tịch"),
    ]
    write(rows, editor)
    versions = ProcedureVersion.objects.count()
    with pytest.raises(NothingToWrite):
        write(rows, editor, Terms(date(2026, 12, 7), "4568/QĐ-UBND"))
    assert ProcedureVersion.objects.count() == versions
    assert CatalogueImport.objects.count() == 1


def test_a_new_procedure_holds_what_the_list_states_and_no_more(editor: User) -> None:
    write(
        [row("9.100002", "Thủ tục mới", "Lĩnh vực mới", time_limit="Trong ngày, sau 15 giờ thì hôm sau", online_level="Một phần")], editor
    )
    version = ProcedureVersion.objects.select_related("procedure__field").get()
    assert (version.procedure.field.code, version.procedure.verification) == ("linh-vuc-moi", "verified")
    assert (version.name, version.plain_name, version.level) == ("Thủ tục mới", "Thủ tục mới", "unknown")
    assert (version.time_limit_rule, version.channels) == ("same-day@15:00", ["online", "counter"])
    assert not version.documents.exists()
    assert not version.fees.exists()


def test_a_procedure_without_a_code_gets_a_key_that_stays(editor: User) -> None:
    ProcedureFactory(code="CHUA-MA-007")
    write([row("", "Chưa có mã", "Hộ tịch")], editor)
    version = newest_approved().get(name="Chưa có mã")
    assert (version.procedure.code, version.procedure.code_is_official) == ("CHUA-MA-008", False)
    assert compare([row("", "chưa có  mã", "Hộ tịch")]).unchanged == 1


def test_a_code_that_becomes_known_is_given_to_the_procedure_of_that_name(editor: User) -> None:
    write([row("", "Chưa có mã", "Hộ tịch")], editor)
    before = Procedure.objects.get()
    write([row("9.100009", "Chưa có mã", "Hộ tịch")], editor, Terms(date(2026, 12, 7), "1/QĐ"))
    procedure = Procedure.objects.get()
    assert (procedure.pk, procedure.code, procedure.code_is_official, procedure.verification) == (before.pk, "9.100009", True, "verified")


def test_what_the_list_does_not_name_ends_only_where_that_was_asked(known: ProcedureVersion, editor: User) -> None:
    rows = [row("9.100002", "Thủ tục mới", "Hộ tịch")]
    assert [each.procedure.code for each in compare(rows).gone] == ["9.100001"]
    write(rows, editor)
    known.refresh_from_db()
    assert known.in_force_to is None
    write(rows, editor, Terms(date(2026, 12, 7), "1/QĐ", ends_missing=True))
    assert version_in_force("9.100001", date(2026, 12, 6)) is not None
    assert version_in_force("9.100001", date(2026, 12, 7)) is None
    assert compare(rows).gone == []


def test_a_procedure_that_ended_comes_back_with_the_list(known: ProcedureVersion, editor: User) -> None:
    ProcedureVersion.objects.update(in_force_to=date(2026, 11, 1))
    write([row()], editor)
    old, new = ProcedureVersion.objects.order_by("number")
    assert (old.in_force_to, new.in_force_from) == (date(2026, 11, 1), MONDAY)


def test_a_replacement_leads_to_its_successor_from_today(known: ProcedureVersion, editor: User) -> None:
    rows = [row(replaced_by="9.100002"), row("9.100002", "Thủ tục mới", "Hộ tịch")]
    (refused,) = compare(rows, in_force_from=MONDAY).refused
    assert "đúng ngày hiệu lực" in refused.reason
    write(rows, editor, Terms(TODAY, "1/QĐ"))
    old = Procedure.objects.select_related("replaced_by").get(code="9.100001")
    assert old.replaced_by is not None
    assert (old.replaced_by.code, old.verification) == ("9.100002", "superseded")
    assert compare(rows).unchanged == 2


@pytest.mark.parametrize(
    ("rows", "start", "reason"),
    [
        ([row(replaced_by="9.999999")], MONDAY, "Mã thay thế 9.999999"),
        ([row(replaced_by="9.100001")], MONDAY, "chính thủ tục này"),
        ([row("CHUA-MA-500", "Khác")], MONDAY, "không phải mã của Cơ sở dữ liệu quốc gia"),
        ([row(), row("", "Thủ tục thử một")], MONDAY, "là cùng một thủ tục, mã 9.100001"),
        ([row(agency="UBND xã")], date(2026, 11, 22), "đã qua"),
        ([row(agency="UBND xã")], date(2025, 7, 1), "đã qua"),
    ],
)
def test_a_row_that_does_not_fit_the_catalogue_is_refused(known: ProcedureVersion, rows: list[Row], start: date, reason: str) -> None:
    (refused,) = compare(rows, in_force_from=start).refused
    assert reason in refused.reason


def test_a_version_begins_after_the_one_before(known: ProcedureVersion) -> None:
    ProcedureVersion.objects.update(in_force_from=MONDAY)
    (refused,) = compare([row(agency="UBND xã")], in_force_from=MONDAY).refused
    assert "phải sau ngày đó" in refused.reason
    assert compare([row(agency="UBND xã")], in_force_from=date(2026, 12, 1)).refused == []
    assert compare([row()], in_force_from=date(2020, 1, 1)).refused == []  # nothing changes


def test_a_name_of_two_procedures_needs_a_code(known: ProcedureVersion) -> None:
    ProcedureVersionFactory(name="Thủ tục thử một")
    (refused,) = compare([row("")]).refused
    assert "Ghi mã" in refused.reason


def test_one_refused_row_keeps_all_out(known: ProcedureVersion, editor: User) -> None:
    rows = [row(agency="UBND xã"), row("9.100002", "Mới", "Hộ tịch"), row("9.100003", "Sai", "Hộ tịch", fee="abc")]
    with pytest.raises(ListRefused, match="1 dòng bị từ chối"):
        write(rows, editor)
    assert ProcedureVersion.objects.count() == 1
    assert not CatalogueImport.objects.exists()


def test_a_draft_is_no_version_to_compare_with_and_stays(known: ProcedureVersion, editor: User) -> None:
    draft = ProcedureVersionFactory(procedure=known.procedure, number=2, status="draft", in_force_from=MONDAY)
    write([row(agency="UBND xã")], editor)
    draft.refresh_from_db()
    assert (draft.status, draft.in_force_to) == ("draft", None)
    assert newest_approved().get().number == 3


def test_the_report_survives_its_storage(known: ProcedureVersion) -> None:
    upload = CatalogueImport(report=report_of(compare([row(agency="UBND xã")])))
    assert upload.report["counts"] == {"refused": 0, "changed": 1, "new": 0, "gone": 0, "unchanged": 0}


# The command


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_procedures", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path, known: ProcedureVersion) -> Path:
    path = tmp_path / "danh-muc.csv"
    path.write_bytes(as_csv([row(agency="UBND xã"), row("9.100002", "Mới", "Hộ tịch")]))
    return path


def test_the_command_only_shows_unless_told_to_write(file: Path) -> None:
    shown = run(str(file))
    assert "Thay đổi 9.100001" in shown
    assert "    Cơ quan thực hiện: chưa có thông tin → UBND xã" in shown
    assert "1 mới, 1 thay đổi, 0 không còn trong danh sách, 0 như cũ, 0 dòng bị từ chối." in shown
    assert ProcedureVersion.objects.count() == 1


def test_the_command_writes_with_a_date_a_paper_and_an_editor(file: Path, editor: User) -> None:
    with pytest.raises(CommandError, match="--in-force-from, --citation, --approved-by"):
        run(str(file), "--write")
    terms = ("--write", "--in-force-from", "2026-11-30", "--citation", "4567/QĐ-UBND", "--approved-by")
    for stranger in ("khong-ai", OfficerFactory().username):
        with pytest.raises(CommandError, match="không phải người đang giữ vị trí"):
            run(str(file), *terms, stranger)
    assert "Đã ghi, hiệu lực từ 30/11/2026." in run(str(file), *terms, editor.username)
    assert "Không có gì thay đổi" in run(str(file), *terms, editor.username)
    assert ProcedureVersion.objects.count() == 3


def test_the_command_refuses_a_broken_file_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2")
    with pytest.raises(CommandError, match="Thiếu cột"):
        run(str(path))
    with pytest.raises(CommandError, match="Không mở được tệp"):
        run(str(tmp_path / "vang.csv"))
