"""Calendars on their pages: typed with every fault in its place, looked at before anything moves, approved by somebody else."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

import psycopg2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts.models import Membership
from accounts.permissions import Post
from communes.acts.calendar_drafts import draft_stand
from communes.calendar_content import read_calendar
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.selectors import units_of_calendar
from core.clock import ZONE
from dossiers.models import Dossier
from dossiers.selectors.calendar_effect import calendar_effect
from reporting.calendar import effects
from reporting.tasks import apply_calendar, apply_calendars
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.calendars import WEDNESDAY_OFF, waiting_draft, with_day
from tests.factories.communes import city_calendar
from tests.factories.dossiers import Office, Situations

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(calendar: None) -> Client:
    """A second person of the city."""
    client = Client()
    client.force_login(MembershipFactory(city=True).user)
    return client


@pytest.fixture
def draft(city_client: Client, calendar: None) -> CalendarDraft:
    """The city's calendar, being changed by the first person."""
    assert city_client.post("/lich/soan/").status_code == 302
    return CalendarDraft.objects.get()


def typed(*rows: tuple[str, ...]) -> dict[str, list[str]]:
    """Return rows of (date, kind, name, status, source, hours) as the form sends them."""
    return {name: [row[number] for row in rows] for number, name in enumerate(("date", "kind", "name", "status", "source", "hours"))}


def seen(draft: CalendarDraft) -> dict[str, str]:
    """Return what a page that shows the draft as it is now sends back."""
    return {"seen": draft_stand(CalendarDraft.objects.get(pk=draft.pk))}


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@contextmanager
def other_session(statement: str) -> Iterator[None]:
    """Have another session of the database hold the lock a statement takes."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute(statement)
        yield
        cursor.execute("SELECT pg_advisory_unlock_all()")  # a session that is closed gives it back a moment later


YEAR = (
    ("01/01/2028", "off", "Tết Dương lịch", "statutory", "Điều 112", ""),
    ("05/02/2028", "makeup", "Làm bù", "announced", "TB 1", "08:00-12:00, 13:00-17:00"),
)


def test_one_writes_another_approves_and_the_dossiers_follow(city_client: Client, other: Client, draft: CalendarDraft, make: Situations):
    before = make.processing()
    address = f"/lich/soan/{draft.pk}/"
    storm = ("04/11/2026", "off", "Nghỉ bão", "announced", "Công điện 1", "")
    page = city_client.get(f"{address}nam/2026/").content.decode()
    kept = [tuple(re.findall(rf'name="{name}" value="([^"]*)"', page)) for name in ("date", "name", "source", "hours")]
    chosen = re.findall(r'<option value="(\w+)" selected', page)
    rows = list(zip(kept[0], chosen[::2], kept[1], chosen[1::2], kept[2], kept[3], strict=True))
    assert city_client.post(f"{address}nam/2026/", {**typed(*rows, storm), **seen(draft)}).status_code == 302
    draft.refresh_from_db()
    assert draft.content["days"] == with_day(draft.base.content, {**WEDNESDAY_OFF, "source": "Công điện 1"})["days"]

    preview = text(city_client.get(f"{address}ho-so/"))
    assert "1 hồ sơ đổi hạn" in preview
    assert f"{before.code} Phường Láng Hẹn trả 17:00 05/11/2026 17:00 06/11/2026" in preview
    assert city_client.post(f"{address}viec/trinh-duyet/", {"source": ""}).status_code == 422
    unseen = city_client.post(f"{address}viec/trinh-duyet/", {"source": "Công điện 1"})
    assert (unseen.status_code, "Tải lại trang rồi làm tiếp" in text(unseen)) == (409, True)
    assert f'name="seen" value="{draft_stand(draft)}"' in unseen.content.decode()
    city_client.post(f"{address}viec/trinh-duyet/", {"source": "Công điện 1", **seen(draft)})
    assert city_client.post(f"{address}viec/duyet/", seen(draft)).status_code == 403
    assert "Duyệt và áp dụng" not in text(city_client.get(address))
    assert "Duyệt và áp dụng" in text(other.get(address))
    assert other.post(f"{address}viec/duyet/", seen(draft)).status_code == 302
    assert "Chờ áp dụng cho hồ sơ đang mở. Xem lại tình trạng" in text(other.get(address))

    with other_session("SELECT pg_advisory_lock(hashtextextended('long work', 0))"):
        apply_calendars()
    assert "phải chờ việc khác xong" in text(other.get(f"{address}tien-do/"))
    apply_calendars()
    assert other.get(f"{address}tien-do/").status_code == 302
    assert "Đã áp dụng xong" in text(other.get(address))
    assert Dossier.objects.get(pk=before.pk).due_at == datetime(2026, 11, 6, 17, 0, tzinfo=ZONE)
    revision = CalendarRevision.objects.latest("pk")
    shown = text(other.get(f"/lich/ban/{revision.pk}/?nam=2026"))
    assert "Thêm nghỉ thứ Tư 04/11/2026: Nghỉ bão (đã công bố)" in shown
    assert "Năm 2026 có 248 ngày làm việc." in shown


def test_every_fault_stands_at_its_row_and_nothing_typed_is_lost(city_client: Client, draft: CalendarDraft):
    rows = (
        YEAR[0],
        ("01/01/2028", "off", "Ghi lại", "announced", "", ""),
        ("05/02/2028", "makeup", "Làm bù", "announced", "", ""),
        ("12/02/2028", "makeup", "Làm bù", "announced", "", "08:00-12:00, 11:00-17:00"),
        ("07/02/2027", "off", "Năm khác", "announced", "", ""),
        ("1/13/2028", "off", "", "sure", "nguồn giữ lại", "8-12"),
    )
    response = city_client.post(f"/lich/soan/{draft.pk}/nam/2028/", typed(*rows))
    page = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r'id="(\w+-\d)-error">([^<]*)<', page) == [
        ("date-2", "Ghi hai lần"),
        ("hours-3", "Ngày làm bù phải có giờ làm việc"),
        ("hours-4", "Các buổi chồng lên nhau hoặc sai thứ tự"),
        ("date-5", "Ngày này không thuộc năm 2028"),
        ("date-6", "Ngày viết như 07/02/2028"),
        ("name-6", "Nhập tên ngày, tối đa 200 chữ"),
        ("status-6", "Chọn theo luật, đã công bố hoặc chưa công bố"),
        ("hours-6", "Giờ viết như 08:00-12:00, 13:00-17:00"),
    ]
    assert all(f'value="{cell}"' in page for row in rows for cell in (row[0], row[2], row[4], row[5]))
    draft.refresh_from_db()
    assert draft.content == draft.base.content


def test_rows_are_added_and_taken_away_without_a_script(city_client: Client, draft: CalendarDraft):
    address = f"/lich/soan/{draft.pk}/nam/2028/"
    for odd in ("²", "9" * 5_000, "0", "-1", "\x00"):
        assert city_client.post(address, {**typed(*YEAR), "bo-dong": odd}).content.decode().count('name="date"') == 2
    full = text(city_client.post(address, {**typed(*[YEAR[0]] * 160), "them-dong": "1"}))
    assert "Mỗi năm tối đa 160 ngày ghi riêng" in full
    more = city_client.post(address, {**typed(*YEAR, ("x", "off", "", "announced", "", "")), "them-dong": "1"}).content.decode()
    assert (more.count('name="date"'), "field__error" in more) == (4, False)
    fewer = city_client.post(address, {**typed(*YEAR), "bo-dong": "1"}).content.decode()
    assert re.findall(r'name="date" value="([^"]*)"', fewer) == ["05/02/2028"]


def test_texts_that_cannot_be_kept_are_told_where_they_were_typed(city_client: Client, draft: CalendarDraft):
    address = f"/lich/soan/{draft.pk}/"
    rows = (("01/01/2028", "off", "T\x00", "announced", "T\x1b", ""), ("\x00", "off", "T" * 201, "announced", "T" * 301, "\x00"))
    page = city_client.post(f"{address}nam/2028/", {**typed(*rows), **seen(draft)})
    assert (page.status_code, re.findall(r'id="(\w+-\d)-error">([^<]*)<', page.content.decode())) == (
        422,
        [
            ("name-1", "Tên có ký tự không dùng được"),
            ("source-1", "Căn cứ có ký tự không dùng được"),
            ("date-2", "Ngày viết như 07/02/2028"),
            ("name-2", "Tên dài quá 200 chữ"),
            ("source-2", "Căn cứ dài quá 300 chữ"),
            ("hours-2", "Giờ viết như 08:00-12:00, 13:00-17:00"),
        ],
    )
    file = SimpleUploadedFile("a.json", rb'[{"date": "\ud800", "name": "\ud800", "\ud800": 1}]')
    assert "có ký tự không dùng được" in text(
        city_client.post(f"{address}nap/", {"year": "2028", "source": "TB", "file": file, **seen(draft)})
    )
    assert city_client.post(f"{address}viec/trinh-duyet/", {"source": "T\x1b", **seen(draft)}).status_code == 422
    assert city_client.post("/lich/soan/", {"xa": "\x00"}).status_code == 404


def test_a_note_that_cannot_be_kept_is_told_and_nothing_is_sent_back(city_client: Client, calendar: None):
    draft = waiting_draft()
    page = city_client.post(f"/lich/soan/{draft.pk}/viec/tra-lai/", {"note": "T\x00"})
    assert (page.status_code, "Ghi chú có ký tự không dùng được" in text(page)) == (422, True)
    assert CalendarDraft.objects.get().status == DraftStatus.WAITING


def test_a_further_year_extends_the_calendar_and_an_empty_one_is_refused(city_client: Client, draft: CalendarDraft):
    address = f"/lich/soan/{draft.pk}/"
    assert "năm 2028 chưa có ngày nghỉ nào" in text(city_client.post(f"{address}nam/2028/", typed())).lower()
    assert city_client.post(f"{address}nam/2028/", {**typed(*YEAR), **seen(draft)}).status_code == 302
    draft.refresh_from_db()
    assert (draft.content["last_year"], draft.content["days"][-1]["sessions"]) == (2028, [["08:00", "12:00"], ["13:00", "17:00"]])
    assert city_client.get(f"{address}nam/2030/").status_code == 404


def test_hours_and_years_keep_their_faults_at_their_fields(city_client: Client, draft: CalendarDraft):
    address = f"/lich/soan/{draft.pk}/tuan/"
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-12:00, 13:00-17:00")
    wrong = {**week, "monday": "13:00-17:00, 08:00-12:00", "friday": "sáng", "first_year": "2025", "last_year": "2027"}
    page = text(city_client.post(address, wrong))
    assert "Giờ viết như 08:00-12:00, 13:00-17:00; để trống nếu nghỉ" in page
    page = text(city_client.post(address, {**wrong, "friday": "", "last_year": "2028"}))
    assert "Các buổi chồng lên nhau hoặc sai thứ tự" in page
    assert "Năm 2028 chưa có ngày nghỉ nào" in page
    right = {**week, "saturday": "8h00-11h30", "first_year": "2026", "last_year": "2027"}
    assert city_client.post(address, {**right, **seen(draft)}).status_code == 302
    draft.refresh_from_db()
    assert draft.content["weekly"]["saturday"] == [["08:00", "11:30"]]
    assert min(day["date"] for day in draft.content["days"]) == "2026-01-01"


def test_a_page_opened_before_somebody_saved_overwrites_nothing(city_client: Client, draft: CalendarDraft):
    opened = seen(draft)
    city_client.post(f"/lich/soan/{draft.pk}/nam/2028/", {**typed(*YEAR), **opened})
    response = city_client.post(f"/lich/soan/{draft.pk}/nam/2028/", {**typed(YEAR[0]), **opened})
    assert (response.status_code, "Người khác vừa sửa bản này" in text(response)) == (409, True)


def test_a_file_is_taken_whole_or_not_at_all(city_client: Client, draft: CalendarDraft):
    address = f"/lich/soan/{draft.pk}/nap/"

    def send(rows: str):
        file = SimpleUploadedFile("nam.csv", f"ngày,loại,tên,trạng thái,giờ\n{rows}".encode())
        return city_client.post(address, {"year": "2028", "source": "TB 1", "file": file, **seen(draft)})

    page = text(send("01/01/2028,nghỉ,Tết,theo luật,\nx,nghỉ,Tết,luật,\n"))
    assert "Không lấy dòng nào từ tệp. Có 2 chỗ sai" in page
    assert "dòng 3: không hiểu trạng thái “luật”" in page
    assert send('05/02/2028,làm bù,Bù,đã công bố,"08:00-12:00, 11:00-13:00"\n').status_code == 422
    assert send("01/01/2028,nghỉ,Tết,theo luật,\n").status_code == 302
    draft.refresh_from_db()
    assert draft.content["days"][-1] == {"date": "2028-01-01", "kind": "off", "name": "Tết", "status": "statutory", "source": "TB 1"}


def test_a_leader_changes_the_calendar_of_his_commune_only(client: Client, office: Office, draft: CalendarDraft, city_client: Client):
    leader = Client()
    leader.force_login(office.person(Post.COMMUNE_LEADER))
    assert "Lập lịch riêng" in text(leader.get("/lich/"))
    assert leader.get(f"/lich/soan/{draft.pk}/").status_code == 404
    assert leader.post("/lich/soan/").status_code == 404
    assert leader.post("/lich/soan/", {"xa": office.commune.code}).status_code == 302
    own = CalendarDraft.objects.get(commune=office.commune)
    leader.post(f"/lich/soan/{own.pk}/viec/trinh-duyet/", {"source": "QĐ 1", **seen(own)})
    assert city_client.post(f"/lich/soan/{own.pk}/viec/duyet/", seen(own)).status_code == 302
    own.refresh_from_db()
    assert (own.status, own.revision.commune) == (DraftStatus.APPLYING, office.commune)
    assert "(cán bộ thành phố)" in own.revision.approved_by


def test_a_failed_application_is_said_and_started_again(city_client: Client, make: Situations):
    before = make.received()
    draft = waiting_draft()
    city_client.post(f"/lich/soan/{draft.pk}/viec/duyet/", seen(draft))
    CalendarDraft.objects.update(error="Lỗi hệ thống (OperationalError).", counts={"done": 0, "total": 1})
    assert "Lỗi hệ thống (OperationalError). Đã áp dụng 0 / 1 hồ sơ. Chạy lại" in text(city_client.get(f"/lich/soan/{draft.pk}/"))
    assert city_client.get(f"/lich/soan/{draft.pk}/tien-do/").status_code == 302
    city_client.post(f"/lich/soan/{draft.pk}/viec/chay-lai/")
    apply_calendar(draft.pk)
    assert CalendarDraft.objects.get().status == DraftStatus.APPLIED
    assert Dossier.objects.get(pk=before.pk).due_at > before.due_at


def test_whoever_waits_for_a_long_count_is_told_so(city_client: Client, make: Situations, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(effects, "QUICK", 1)
    make.processing()
    address = f"/lich/soan/{waiting_draft().pk}/ho-so/"
    assert "1 hồ sơ đổi hạn" in text(city_client.get(address))  # one is quick
    make.processing()
    assert "1 hồ sơ đổi hạn" in text(city_client.get(address))  # kept
    waiting = city_client.get(f"{address}?moi=1")
    assert "Đang đếm hồ sơ đổi hạn" in text(waiting)
    assert '<meta http-equiv="refresh" content="0; url=?dem=1">' in waiting.content.decode()
    assert "2 hồ sơ đổi hạn" in text(city_client.get(f"{address}?dem=1"))
    assert "2 hồ sơ đổi hạn" in text(city_client.get(address))


def test_the_preview_costs_the_same_queries_for_one_dossier_and_for_three(make: Situations, django_assert_num_queries):
    content, units = city_calendar(), units_of_calendar(None)
    changed = read_calendar(with_day(content, WEDNESDAY_OFF))
    for count in (1, 3):
        while Dossier.objects.count() < count:
            make.processing()
        with django_assert_num_queries(4 + 1):  # dossiers, stops, letters, steps; no more dossiers
            effect = calendar_effect(changed, units, read_calendar(content))
        assert (effect.total("later"), effect.total("earlier"), effect.failed) == (count, 0, [])


def test_from_october_on_the_city_is_told_what_next_year_lacks(city_client: Client, calendar: None):
    told = "Lịch năm 2027 chưa có ngày nghỉ chính thức của Tết Nguyên đán và Quốc khánh"
    for path in ("/thanh-pho/", "/lich/"):
        with time_machine.travel(datetime(2026, 10, 1, 9, tzinfo=ZONE)):
            assert told in text(city_client.get(path))
        with time_machine.travel(datetime(2026, 9, 30, 9, tzinfo=ZONE)):
            assert told not in text(city_client.get(path))


def test_pages_work_where_the_pinned_calendar_has_ended(client: Client, make: Situations, office: Office):
    running, stopped = make.processing(), make.awaiting_supplement()
    client.force_login(office.person(Post.DESK_OFFICER))
    with time_machine.travel(datetime(2028, 1, 10, 9, tzinfo=ZONE)):
        inbox = text(client.get("/mot-cua/"))
        assert running.code in inbox
        assert "Quá hạn" in inbox
        assert client.get(f"/mot-cua/{running.code}/").status_code == 200
        assert "Chưa có lịch làm việc năm 2028" in text(client.get(f"/mot-cua/{stopped.code}/"))


def test_the_desk_is_told_what_to_do_where_next_year_has_no_calendar(client: Client, make: Situations, office: Office):
    client.force_login(office.person(Post.DESK_OFFICER))
    with time_machine.travel(datetime(2027, 12, 30, 9, tzinfo=ZONE)):
        response = client.get(f"/mot-cua/tiep-nhan/?thu-tuc={make.procedure().procedure.code}")
        told = "Chưa có lịch làm việc năm 2028, nên chưa tính được ngày hẹn. Báo cán bộ thành phố bổ sung lịch làm việc rồi tiếp nhận"
        assert (response.status_code, told in text(response)) == (200, True)


def test_strangers_find_no_such_pages(client: Client, office: Office, city: Membership):
    for person in (UserFactory(), office.person(Post.DESK_OFFICER), MembershipFactory(commune=None, post=Post.AUDITOR).user):
        client.force_login(person)
        assert client.get("/lich/").status_code == 404
