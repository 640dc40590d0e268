"""Lists handed in on the page: checked, looked at, approved by somebody else, written by a worker."""

import threading
import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Post
from core import clock
from procedures import tasks
from procedures.acts.approve_list import approve_list
from procedures.acts.check_list import Terms, check_list
from procedures.acts.write_list import write_list
from procedures.importing.progress import percent_of
from procedures.models import CatalogueImport, ProcedureVersion
from tests.armour.workers import StartWorker
from tests.factories.accounts import OfficerFactory
from tests.factories.lists import Row, as_csv, as_xlsx, row
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db
State = CatalogueImport.State
START = date(2026, 11, 30)
ROWS = [row(agency="UBND cấp xã"), row("9.100002", "Thủ tục mới", "Hộ tịch")]


def editor(**more: Any) -> User:
    return OfficerFactory(post=Post.CATALOGUE_EDITOR, post__commune=None, **more)


@pytest.fixture
def preparer(db: None) -> User:
    return editor(username="nguoi-nop")


@pytest.fixture
def approver(db: None) -> User:
    return editor(username="nguoi-duyet")


@pytest.fixture
def known(db: None) -> ProcedureVersion:
    return ProcedureVersionFactory(procedure=ProcedureFactory(code="9.100001"), name="Thủ tục thử một")


def checked(person: User, rows: list[Row], **terms: Any) -> CatalogueImport:
    return check_list("danh-muc.csv", as_csv(rows), Terms(START, "1/QĐ", **terms), prepared_by=person, at=clock.now())


@pytest.fixture
def waiting(known: ProcedureVersion, preparer: User) -> CatalogueImport:
    return checked(preparer, ROWS)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, upload: CatalogueImport) -> str:
    return reverse(f"catalogue_import{name}", args=[upload.pk])


def hand_in(person: User, content: bytes, name: str = "danh-muc.xlsx", **more: str) -> Any:
    data = {"file": SimpleUploadedFile(name, content), "in_force_from": "30/11/2026", "citation": "4567/QĐ-UBND", **more}
    return signed_in(person).post(reverse("catalogue_imports"), data)


def test_a_list_is_checked_and_nothing_is_written(known: ProcedureVersion, preparer: User) -> None:
    answer = hand_in(preparer, as_xlsx([*ROWS, row("9.100003", "Phí sai", "Hộ tịch", fee="abc")]))
    upload = CatalogueImport.objects.get()
    assert answer["Location"] == address("", upload)
    assert (upload.state, upload.prepared_by, upload.file_name) == (State.CHECKED, preparer, "danh-muc.xlsx")
    page = signed_in(preparer).get(answer["Location"]).content.decode()
    assert "không đọc được mức phí “abc”" in page
    assert "Duyệt và ghi" not in page
    assert ProcedureVersion.objects.count() == 1


def test_changes_are_shown_as_old_and_new(waiting: CatalogueImport, approver: User) -> None:
    client = signed_in(approver)
    page = client.get(address("", waiting)).content.decode()
    assert "<del>chưa có thông tin</del>" in page
    assert "<ins>UBND cấp xã</ins>" in page
    assert "Duyệt và ghi vào danh mục" in page
    assert "Thủ tục mới" in client.get(address("", waiting), {"xem": "new"}).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "more", "sentence"),
    [
        (b"a,b\n1,2", "a.csv", {}, "Thiếu cột"),
        (b"", "a.csv", {}, "Tệp trống"),
        (b"x", "a.xlsm", {}, "macro"),
        (as_csv(ROWS), "a.csv", {"citation": ""}, "Nhập số, ký hiệu văn bản công bố"),
        (as_csv(ROWS), "a.csv", {"in_force_from": "31/02/2026"}, "cần có dạng 01/12/2026"),
        (as_csv(ROWS), "a.csv", {"in_force_from": "30/11/2062"}, "xa quá hai năm"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    preparer: User, content: bytes, name: str, more: dict[str, str], sentence: str
) -> None:
    answer = hand_in(preparer, content, name, **more)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CatalogueImport.objects.exists()


def test_another_editor_approves_and_a_worker_writes(waiting: CatalogueImport, approver: User) -> None:
    answer = signed_in(approver).post(address("_approve", waiting))
    waiting.refresh_from_db()
    assert (answer["Location"], waiting.state, waiting.approved_by) == (address("", waiting), State.APPLYING, approver)
    assert ProcedureVersion.objects.count() == 1
    assert "Đang ghi vào danh mục: 0 %" in signed_in(approver).get(address("_progress", waiting)).content.decode()

    tasks.write_list(str(waiting.pk))
    tasks.write_list(str(waiting.pk))

    waiting.refresh_from_db()
    new = ProcedureVersion.objects.get(number=2)
    assert (waiting.state, percent_of(waiting.pk)) == (State.APPLIED, 100)
    assert (new.prepared_by, new.approved_by, new.citation) == ("nguoi-nop", "nguoi-duyet", "1/QĐ")
    assert ProcedureVersion.objects.count() == 3
    assert signed_in(approver).get(address("_progress", waiting)).status_code == 302
    assert signed_in(approver).get(address("_progress", waiting), headers={"HX-Request": "true"})["HX-Redirect"] == address("", waiting)


def test_who_handed_it_in_does_not_approve(waiting: CatalogueImport, preparer: User) -> None:
    client = signed_in(preparer)
    assert "Duyệt và ghi" not in client.get(address("", waiting)).content.decode()
    answer = client.post(address("_approve", waiting))
    assert answer.status_code == 403
    assert "không tự duyệt được" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == State.CHECKED


def test_a_list_with_refused_rows_or_without_changes_is_not_written(known: ProcedureVersion, preparer: User, approver: User) -> None:
    for rows in ([row(fee="abc")], [row()]):
        answer = signed_in(approver).post(address("_approve", checked(preparer, rows)))
        assert answer.status_code == 422
    assert not CatalogueImport.objects.exclude(state=State.CHECKED).exists()


def test_a_catalogue_that_moved_asks_for_another_look(waiting: CatalogueImport, approver: User) -> None:
    ProcedureVersion.objects.update(agency="Ủy ban nhân dân phường")
    client = signed_in(approver)
    answer = client.post(address("_approve", waiting))
    assert answer.status_code == 409
    assert "Xem lại rồi duyệt" in answer.content.decode()
    assert "<del>Ủy ban nhân dân phường</del>" in answer.content.decode()
    assert client.post(address("_approve", waiting)).status_code == 302


def test_a_catalogue_that_moves_before_the_worker_comes_stops_the_write(waiting: CatalogueImport, approver: User) -> None:
    approve_list(waiting.pk, approver=approver, at=clock.now())
    ProcedureVersion.objects.update(agency="Ủy ban nhân dân phường")
    assert not write_list(waiting.pk, at=clock.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.approved_by) == (State.CHECKED, None)


def test_a_day_that_passed_stops_the_write(waiting: CatalogueImport, approver: User) -> None:
    approve_list(waiting.pk, approver=approver, at=clock.now())
    assert not write_list(waiting.pk, at=clock.now() + timedelta(days=8))
    waiting.refresh_from_db()
    assert "đã qua" in waiting.report["refused"][0]["reason"]


def test_a_list_put_aside_stays_aside(waiting: CatalogueImport, preparer: User, approver: User) -> None:
    assert signed_in(preparer).post(address("_discard", waiting)).status_code == 302
    for name in ("_approve", "_discard"):
        assert signed_in(approver).post(address(name, waiting)).status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == State.DISCARDED


def test_a_crash_in_the_middle_writes_nothing_and_can_be_started_again(waiting: CatalogueImport, approver: User) -> None:
    def crash(done: int, total: int) -> None:
        raise MemoryError

    approve_list(waiting.pk, approver=approver, at=clock.now())
    with pytest.raises(MemoryError):
        write_list(waiting.pk, at=clock.now(), progress=crash)
    assert ProcedureVersion.objects.count() == 1
    client = signed_in(approver)
    assert "Bắt đầu ghi lại" not in client.get(address("", waiting)).content.decode()
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        client.force_login(approver)
        assert "Bắt đầu ghi lại" in client.get(address("", waiting)).content.decode()
    assert client.post(address("_approve", waiting)).status_code == 302
    assert write_list(waiting.pk, at=clock.now())
    assert ProcedureVersion.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_once(waiting: CatalogueImport, approver: User) -> None:
    approve_list(waiting.pk, approver=approver, at=clock.now())
    in_the_middle, go_on, results = threading.Event(), threading.Event(), []

    def hold(done: int, total: int) -> None:
        in_the_middle.set()
        go_on.wait(20)

    def first() -> None:
        results.append(write_list(waiting.pk, at=clock.now(), progress=hold))
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert in_the_middle.wait(20)
    assert not write_list(waiting.pk, at=clock.now())
    go_on.set()
    thread.join(20)
    assert results == [True]
    assert ProcedureVersion.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_takes_the_list_from_the_queue(waiting: CatalogueImport, approver: User, start_worker: StartWorker) -> None:
    start_worker()
    signed_in(approver).post(address("_approve", waiting))
    began = time.monotonic()
    while CatalogueImport.objects.get(pk=waiting.pk).state != State.APPLIED:
        assert time.monotonic() - began < 60, "the worker did not write it"
        time.sleep(0.3)
    assert ProcedureVersion.objects.count() == 3


ALL_PAGES = ("catalogue_imports", "catalogue_import_template")


@pytest.mark.parametrize("post", [post for post in Post if post != Post.CATALOGUE_EDITOR])
def test_nobody_else_finds_the_pages(waiting: CatalogueImport, post: Post) -> None:
    place = {"post__commune": None} if post in {Post.CITY_STAFF, Post.AUDITOR} else {}
    client = signed_in(OfficerFactory(post=post, **place))
    for name in ALL_PAGES:
        assert client.get(reverse(name)).status_code == 404
    assert {client.get(address(name, waiting)).status_code for name in ("", "_progress")} == {404}
    assert {client.post(address(name, waiting)).status_code for name in ("_approve", "_discard")} == {404}
    assert Client().get(address("", waiting)).status_code == 302


def test_a_list_that_is_not_there_is_not_found(approver: User) -> None:
    client = signed_in(approver)
    assert client.get(reverse("catalogue_import", args=[uuid4()])).status_code == 404
    assert client.post(reverse("catalogue_import_approve", args=[uuid4()])).status_code == 404
    assert client.get(reverse("catalogue_import_approve", args=[uuid4()])).status_code == 405


def test_the_template_is_a_workbook(approver: User) -> None:
    answer = signed_in(approver).get(reverse("catalogue_import_template"))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_a_list_costs_three_queries_whatever_it_changes(
    known: ProcedureVersion, preparer: User, approver: User, rows: int
) -> None:
    upload = checked(preparer, [row(f"9.2{n:05d}", f"Mới {n}", "Hộ tịch") for n in range(rows)])
    client = signed_in(approver)
    # 1. person   2. posts held today   3. the list with who handed it in and who approved
    with CaptureQueriesContext(connection) as queries:
        client.get(address("", upload))
    assert len(queries) == 3


@pytest.mark.parametrize("lists", [1, 3])
def test_the_list_of_lists_costs_four_queries_and_reads_no_rows(known: ProcedureVersion, preparer: User, lists: int) -> None:
    for _ in range(lists):
        checked(preparer, ROWS)
    client = signed_in(preparer)
    # 1. person   2. posts held today   3. how many lists   4. one page of them
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("catalogue_imports"))
    assert len(queries) == 4
    assert not any('"rows"' in query["sql"] for query in queries)
