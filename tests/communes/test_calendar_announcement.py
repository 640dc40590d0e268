"""Next year's announcement: read whole or refused whole, shown first; what is missing is said in time."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from communes.calendar_content import examine, read_calendar
from communes.calendar_difference import calendar_changes
from communes.calendar_file import read_announcement, with_year
from communes.calendar_year import year_view
from communes.errors import InvalidAnnouncement
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.selectors import YearGap, year_without_calendar
from tests.factories.accounts import UserFactory
from tests.factories.communes import CalendarRevisionFactory, city_calendar

HEADING = "ngày,loại,tên,trạng thái,giờ\n"
YEAR_2028 = HEADING + (
    "01/01/2028,nghỉ,Tết Dương lịch,theo luật,\n"
    '2028-01-26,Nghỉ,"Tết Nguyên đán, mùng 1",đã công bố,\n'
    '05/02/2028,làm bù,Làm bù,đã công bố,"8h00-12h00, 13:00–17:00"\n'
    "02/09/2028,nghỉ,Quốc khánh,chưa công bố,\n"
)


def problems(text: str, name: str = "nam.csv", year: int = 2028) -> tuple[str, ...]:
    with pytest.raises(InvalidAnnouncement) as refusal:
        read_announcement(name, text.encode(), year=year, source="Thông báo thử")
    return refusal.value.problems


def test_csv_and_json_say_the_same():
    read = read_announcement("nam.csv", YEAR_2028.encode("utf-8-sig"), year=2028, source="Thông báo thử")
    assert [(day["date"], day["kind"], day["status"], day["source"]) for day in read] == [
        ("2028-01-01", "off", "statutory", "Thông báo thử"),
        ("2028-01-26", "off", "announced", "Thông báo thử"),
        ("2028-02-05", "makeup", "announced", "Thông báo thử"),
        ("2028-09-02", "off", "provisional", "Thông báo thử"),
    ]
    assert read[2]["sessions"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    listed = (
        '{"days": [{"date": "2028-02-05", "kind": "makeup", "name": "Làm bù", "status": "announced", "sessions": [["08:00", "12:00"]]}]}'
    )
    assert read_announcement("a.json", listed.encode(), year=2028, source="")[0]["sessions"] == [["08:00", "12:00"]]
    with_semicolons = YEAR_2028.replace(",", ";").replace("Tết Nguyên đán; mùng 1", "Tết").replace("8h00-12h00; ", "8h00-12h00, ")
    assert len(read_announcement("a.csv", with_semicolons.encode(), year=2028, source="")) == 4


def test_every_fault_is_named_with_its_line():
    text = HEADING + (
        "30/02/2028,nghỉ,Tết,đã công bố,\n"
        "03/01/2028,lễ,Tết,chắc chắn,8-12\n"
        "03/01/2028,nghỉ,,đã công bố,08:00-12:00\n"
        "04/01/2028,làm bù,Làm bù,đã công bố,\n"
        "05/01/2027,nghỉ,Tết,đã công bố,\n"
        "06/01/2028,nghỉ,Tết,đã công bố,\n"
        "06/01/2028,nghỉ,Tết,đã công bố,\n"
    )
    assert problems(text) == (
        "dòng 2: không hiểu ngày “30/02/2028”, ngày viết như 07/02/2028",
        "dòng 3: không hiểu loại “lễ”, loại là nghỉ hoặc làm bù",
        "dòng 3: không hiểu trạng thái “chắc chắn”, trạng thái là theo luật, đã công bố hoặc chưa công bố",
        "dòng 3: không hiểu giờ “8-12”, giờ viết như 08:00-12:00, 13:00-17:00",
        "dòng 4: thiếu tên",
        "dòng 4: ngày nghỉ không có giờ làm việc",
        "dòng 5: ngày làm bù phải có giờ làm việc",
        "dòng 6: 05/01/2027 không thuộc năm 2028",
        "dòng 8: 06/01/2028 đã ghi ở dòng 7",
    )


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("", "a.csv", "dòng tiêu đề thiếu cột ngày, loại, tên, trạng thái"),
        (HEADING, "a.csv", "không có ngày nào"),
        ("[1, 2", "a.json", "không phải JSON"),
        ('"x"', "a.json", 'JSON cần một danh sách ngày, hoặc {"days": […]}'),
        ("[" * 100_000, "a.json", "không phải JSON"),
        (HEADING + "01/01/2028,nghỉ,Tết,theo luật,\n" * 161, "a.csv", "nhiều hơn 160 dòng"),
        ("x" * 200_001, "a.csv", "lớn hơn 200 kB"),
    ],
)
def test_a_file_that_is_no_list_of_days_is_refused(text, name, problem):
    assert problems(text, name) == (problem,)


@pytest.mark.parametrize(
    ("name", "source", "problem"),
    [
        (r"T\u0000", "TB", "có ký tự không dùng được"),
        (r"T\ud800", "TB", "có ký tự không dùng được"),
        ("Tết", r"T\nB", "có ký tự không dùng được"),
        ("T" * 201, "TB", "tên dài quá 200 chữ"),
        ("Tết", "T" * 301, "nguồn dài quá 300 chữ"),
    ],
)
def test_what_cannot_be_kept_or_shown_is_told_with_its_row(name, source, problem):
    row = f'{{"date": "2028-01-01", "kind": "off", "name": "{name}", "status": "announced", "source": "{source}"}}'
    assert problems(f"[{row}]", "a.json") == (f"ngày thứ 1: {problem}",)


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(InvalidAnnouncement, match="1 chỗ sai"):
        read_announcement("a.csv", "Tết".encode("cp1258", "replace") + b"\xff\xfe\xd8", year=2028, source="")


@pytest.mark.parametrize("entry", ["7", "null", '{"ngày": [1]}', '{"date": {"a": 1}, "sessions": "x"}'])
def test_rows_of_json_of_any_shape_are_refused_with_words(entry):
    assert problems(f"[{entry}]", "a.json")


def test_a_year_replaces_its_own_days_only_and_leaves_no_gap():
    content = city_calendar()
    entries = read_announcement("nam.csv", YEAR_2028.encode(), year=2028, source="")
    changed = with_year(content, 2028, entries)
    assert (changed["last_year"], len(changed["days"])) == (2028, len(content["days"]) + 4)
    with pytest.raises(InvalidAnnouncement):
        with_year(content, 2029, entries)
    assert [str(fault) for fault in examine(with_year(content, 2027, []))[1]] == ["năm 2027 chưa có ngày nghỉ nào"]


def test_the_difference_is_said_in_sentences():
    old = city_calendar()
    new = city_calendar()
    new["weekly"]["saturday"] = [["08:00", "11:30"]]
    new["days"] = [day for day in new["days"] if day["date"] != "2027-02-11"]
    for day in new["days"]:
        if day["date"] == "2027-02-05":
            day.update(status="announced", source="Thông báo 1/TB-BNV")
    assert [str(change) for change in calendar_changes(old, with_year(new, 2028, [{**new["days"][0], "date": "2028-01-03"}]))] == [
        "Các năm: 2025–2027 → 2025–2028",
        "Thứ Bảy: nghỉ → 08:00–11:30",
        "thứ Sáu 05/02/2027, Tết Nguyên đán: chưa công bố → đã công bố (Thông báo 1/TB-BNV)",
        "Bỏ nghỉ thứ Năm 11/02/2027: Tết Nguyên đán (chưa công bố)",
        "Thêm nghỉ thứ Hai 03/01/2028: Tết Dương lịch (theo luật)",
    ]


def test_a_year_is_told_in_words():
    view = year_view(read_calendar(city_calendar()), 2026)
    assert view.sentences[0] == "Năm 2026 có 249 ngày làm việc."
    assert "Nghỉ 9 ngày liền, từ thứ Bảy 14/02/2026 đến hết Chủ nhật 22/02/2026: Tết Nguyên đán." in view.sentences
    assert "Làm việc thứ Bảy 22/08/2026: làm bù cho 31/08/2026." in view.sentences
    assert [(month.working_days, month.hours) for month in view.months[:2]] == [(21, "168 giờ"), (15, "120 giờ")]
    assert sum(month.working_days for month in view.months) == 249


@pytest.mark.django_db
class TestTheCommand:
    def run(self, file: Path, *args: str) -> str:
        out = StringIO()
        call_command("import_calendar_year", str(file), "--year", "2028", "--source", "Thông báo thử", *args, stdout=out)
        return out.getvalue()

    @pytest.fixture
    def file(self, tmp_path: Path, calendar: None) -> Path:
        file = tmp_path / "nam.csv"
        file.write_text(YEAR_2028, encoding="utf-8")
        return file

    def test_it_says_what_changes_and_writes_nothing(self, file: Path):
        told = self.run(file)
        assert "5 thay đổi" in told
        assert "- Thêm nghỉ thứ Tư 26/01/2028: Tết Nguyên đán, mùng 1 (đã công bố)" in told
        assert not CalendarDraft.objects.exists()

    def test_it_hands_a_change_in_for_somebody_else(self, file: Path):
        person = UserFactory()
        self.run(file, "--write", "--user", person.username)
        draft = CalendarDraft.objects.get()
        assert (draft.status, draft.prepared_by, draft.source) == (DraftStatus.WAITING, person, "Thông báo thử")
        assert CalendarRevision.objects.count() == 1
        with pytest.raises(CommandError, match="Đang có một bản soạn"):
            self.run(file, "--write", "--user", person.username)

    def test_it_needs_a_name_to_write(self, file: Path):
        with pytest.raises(CommandError, match="--user"):
            self.run(file, "--write")

    def test_it_lists_every_fault(self, file: Path):
        file.write_text(YEAR_2028 + "01/01/2028,nghỉ,Tết,theo luật,\n" + "x,nghỉ,Tết,theo luật,\n", encoding="utf-8")
        with pytest.raises(CommandError) as refusal:
            self.run(file)
        assert str(refusal.value).splitlines()[0] == "Tệp có 2 chỗ sai"
        assert len(str(refusal.value).splitlines()) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "gap"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), YearGap(2027, ("Tết Nguyên đán", "Quốc khánh"))),
        (date(2027, 9, 30), None),
        (date(2027, 10, 1), YearGap(2028)),
        (date(2025, 10, 1), None),
    ],
)
def test_from_october_on_it_says_what_the_next_year_lacks(calendar: None, on: date, gap: YearGap | None):
    assert year_without_calendar(on) == gap


@pytest.mark.django_db
def test_without_any_calendar_the_next_year_is_missing():
    gap = year_without_calendar(date(2026, 12, 1))
    assert gap == YearGap(2027)
    assert str(gap).startswith("Lịch làm việc năm 2027 chưa có.")


@pytest.mark.django_db
def test_one_announced_day_of_each_holiday_is_enough():
    content = city_calendar()
    for day in content["days"]:
        if day["date"] in {"2027-02-06", "2027-09-02"}:
            day["status"] = "announced"
    CalendarRevisionFactory(content=content)
    assert year_without_calendar(date(2026, 10, 1)) is None
