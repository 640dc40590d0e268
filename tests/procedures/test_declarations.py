"""Declarations: generous in what is read, exact in what is kept."""

from datetime import date
from typing import Any

import pytest

from procedures.declarations import GENERIC, Section, answer_blocks, clean_section, masked_answers, prefilled, sections_of, shown_answer

TODAY = date(2026, 11, 23)
MEMBERS = {
    "code": "thanh_vien",
    "label": "Các thành viên",
    "type": "group",
    "repeat": {"min": 1, "max": 3, "item_title": "Thành viên"},
    "fields": [
        {"code": "ho_ten", "label": "Họ, chữ đệm, tên", "type": "text", "required": True},
        {"code": "so", "label": "Số định danh", "type": "identity"},
    ],
}


def section(*fields: dict[str, Any], case: str | None = None, **options: Any) -> Section:
    return sections_of({"sections": [{"code": "s", "title": "S", "fields": list(fields), **options}]}, case)[0]


def one(**question: Any) -> Section:
    return section({"code": "x", "label": "Ngày sinh", "type": "text", "required": True, **question})


def choice(code: str, *values: str) -> dict[str, Any]:
    return {"code": code, "label": code.capitalize(), "type": "choice", "required": True, "choices": [[v, v.upper()] for v in values]}


def text(code: str, **options: Any) -> dict[str, Any]:
    return {"code": code, "label": code.capitalize(), "type": "text", "required": True, **options}


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("date", "2/11/2026", "2026-11-02"),
        ("date", " 02 11 2026 ", "2026-11-02"),
        ("date", "2026-11-02", "2026-11-02"),
        ("date", "29/2/2024", "2024-02-29"),
        ("year", "1995", "1995"),
        ("number", "1.200", "1200"),
        ("number", "2,5", "2,5"),
        ("money", "50.000.000 đồng", "50000000"),
        ("identity", "001 185 000 123", "001185000123"),
        ("phone", "0912.345.678", "+84912345678"),
        ("email", "Thu@Example.com", "thu@example.com"),
        ("text", "  Trần   Văn  Thử ", "Trần Văn Thử"),
        ("longtext", "dòng một\ndòng hai", "dòng một\ndòng hai"),
        ("yes_no", "co", "co"),
    ],
)
def test_it_reads_what_people_type(kind: str, typed: str, kept: str) -> None:
    assert clean_section(one(type=kind), {"x": typed}, today=TODAY) == ({"x": kept}, {})


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("date", "31/11/2026", "tháng 11 không có ngày 31"),
        ("date", "29/2/2026", "tháng 2 không có ngày 29"),
        ("date", "1/13/2026", "tháng chỉ từ 1 đến 12"),
        ("date", "2/11", "ghi đủ ngày, tháng, năm"),
        ("date", "2/11/0095", "xem lại năm 95"),
        ("year", "95", "4 chữ số"),
        ("number", "hai", "chỉ ghi số"),
        ("money", "nhiều", "ghi số tiền bằng đồng"),
        ("identity", "00118500", "bạn mới nhập 8"),
        ("phone", "19001009", "10 chữ số"),
        ("email", "thu", "ten@noi-gui.vn"),
        ("yes_no", "maybe", "Chọn ngày sinh"),
        ("text", "", "Nhập ngày sinh"),
        ("text", "x" * 501, "tối đa 500"),
        ("text", ["a"], "chỉ ghi một câu trả lời"),
    ],
)
def test_it_says_what_to_put_right(kind: str, typed: Any, words: str) -> None:
    answers, errors = clean_section(one(type=kind), {"x": typed}, today=TODAY)
    assert words in errors["x"]
    assert answers == {}


@pytest.mark.parametrize(("typed", "is_right"), [("22/11/2026", True), ("23/11/2026", True), ("24/11/2026", False)])
def test_a_past_date_is_not_after_today(typed: str, is_right: bool) -> None:
    errors = clean_section(one(type="date", past=True), {"x": typed}, today=TODAY)[1]
    assert errors == ({} if is_right else {"x": "Ngày sinh: không thể sau hôm nay, 23/11/2026"})


@pytest.mark.parametrize(("until", "is_right"), [("1/3/2026", False), ("2/3/2026", True), ("3/3/2026", True)])
def test_a_date_keeps_its_order(until: str, is_right: bool) -> None:
    dates = section(
        {"code": "tu", "label": "Từ ngày", "type": "date"}, {"code": "den", "label": "Đến ngày", "type": "date", "not_before": "tu"}
    )
    errors = clean_section(dates, {"tu": "2/3/2026", "den": until}, today=TODAY)[1]
    assert errors == ({} if is_right else {"den": "Đến ngày: không thể trước từ ngày, 2/3/2026"})


def test_a_number_is_named_after_its_question() -> None:
    errors = clean_section(one(type="identity", label="Số định danh của mẹ"), {"x": "001"}, today=TODAY)[1]
    assert errors["x"].startswith("Số định danh của mẹ cần đủ 12 chữ số")


def test_a_choice_must_be_one_of_the_choices() -> None:
    asked = one(type="choice", choices="gioi-tinh")
    assert clean_section(asked, {"x": "nu"}, today=TODAY)[0] == {"x": "nu"}
    assert clean_section(asked, {"x": "khac"}, today=TODAY)[1]


def test_a_question_that_is_not_asked_is_neither_required_nor_kept() -> None:
    asked = section(choice("loai", "a", "b"), text("them", when={"field": "loai", "is": "b"}))
    assert clean_section(asked, {"loai": "a", "them": "thừa"}, today=TODAY) == ({"loai": "a"}, {})
    assert list(clean_section(asked, {"loai": "b"}, today=TODAY)[1]) == ["them"]


def test_what_depends_on_a_question_that_is_not_asked_is_not_asked_either() -> None:
    asked = section(
        choice("loai", "a", "b"),
        {**choice("phu", "c", "d"), "when": {"field": "loai", "is": "b"}},
        text("them", when={"field": "phu", "is": "c"}),
    )
    assert clean_section(asked, {"loai": "a", "phu": "c"}, today=TODAY) == ({"loai": "a"}, {})


@pytest.mark.parametrize(("loai", "phu", "is_asked"), [("a", "c", True), ("b", "c", True), ("x", "c", False), ("a", "d", False)])
def test_all_conditions_must_hold_and_one_of_several_answers_will_do(loai: str, phu: str, is_asked: bool) -> None:
    conditions = [{"field": "loai", "is": ["a", "b"]}, {"field": "phu", "is": "c"}]
    asked = section(choice("loai", "a", "b", "x"), choice("phu", "c", "d"), text("them", when=conditions))
    assert bool(clean_section(asked, {"loai": loai, "phu": phu}, today=TODAY)[1]) is is_asked


def test_a_question_may_be_required_only_sometimes() -> None:
    asked = section(choice("loai", "a", "b"), text("them", required=False, required_when={"field": "loai", "is": "b"}))
    assert clean_section(asked, {"loai": "a"}, today=TODAY) == ({"loai": "a", "them": ""}, {})
    assert clean_section(asked, {"loai": "b"}, today=TODAY)[1] == {"them": "Nhập them"}


def test_a_desk_that_types_from_paper_may_leave_anything_out() -> None:
    assert clean_section(section(text("a"), MEMBERS), {}, today=TODAY, complete=False) == ({"a": "", "thanh_vien": []}, {})


class TestGroups:
    def test_items_are_kept_as_a_list(self) -> None:
        typed = {"thanh_vien": [{"ho_ten": " An "}, {"ho_ten": "Bình", "so": "001 185 000 123"}]}
        kept = [{"ho_ten": "An", "so": ""}, {"ho_ten": "Bình", "so": "001185000123"}]
        assert clean_section(section(MEMBERS), typed, today=TODAY) == ({"thanh_vien": kept}, {})

    def test_an_error_names_its_item(self) -> None:
        typed = {"thanh_vien": [{"ho_ten": "An"}, {"ho_ten": "", "so": "001"}]}
        errors = clean_section(section(MEMBERS), typed, today=TODAY)[1]
        assert errors["thanh_vien.1.ho_ten"] == "Thành viên 2: nhập họ, chữ đệm, tên"
        assert "thanh_vien.1.so" in errors

    def test_items_left_empty_go_where_enough_others_are_there(self) -> None:
        typed = {"thanh_vien": [{"ho_ten": ""}, {"ho_ten": "An"}, {}]}
        assert clean_section(section(MEMBERS), typed, today=TODAY)[0] == {"thanh_vien": [{"ho_ten": "An", "so": ""}]}

    @pytest.mark.parametrize(
        ("items", "error"),
        [
            ([], {"thanh_vien": "Ghi ít nhất 1 thành viên"}),
            ([{}], {"thanh_vien.0.ho_ten": "Thành viên 1: nhập họ, chữ đệm, tên"}),
            ([{"ho_ten": "A"}] * 3, {}),
            ([{"ho_ten": "A"}] * 4, {"thanh_vien": "Nhiều nhất 3 thành viên, bạn ghi 4"}),
            ("An", {"thanh_vien": "Các thành viên: ghi thành từng mục"}),
            (["An"], {"thanh_vien": "Các thành viên: ghi thành từng mục"}),
        ],
    )
    def test_there_are_neither_too_few_nor_too_many(self, items: Any, error: dict[str, str]) -> None:
        assert clean_section(section(MEMBERS), {"thanh_vien": items}, today=TODAY)[1] == error

    def test_a_section_may_repeat_as_a_whole(self) -> None:
        asked = section(text("ho_ten"), repeat={"min": 1, "max": 2, "item_title": "Con"})
        assert clean_section(asked, {"muc": [{"ho_ten": "An"}]}, today=TODAY)[0] == {"muc": [{"ho_ten": "An"}]}


class TestCases:
    FIELDS = (text("luon"), text("chi_b", cases=["b"]))

    def test_a_question_of_another_case_is_not_asked(self) -> None:
        assert [each.code for each in section(*self.FIELDS, case="a").questions] == ["luon"]
        assert [each.code for each in section(*self.FIELDS, case="b").questions] == ["luon", "chi_b"]

    def test_without_a_case_everything_is_there_to_be_shown(self) -> None:
        assert len(section(*self.FIELDS).questions) == 2

    def test_a_section_of_another_case_is_no_page(self) -> None:
        parts = [
            {"code": "mot", "title": "Một", "fields": [text("x")]},
            {"code": "hai", "title": "Hai", "cases": ["b"], "fields": [text("y")]},
        ]
        assert [each.code for each in sections_of({"sections": parts}, "a")] == ["mot"]
        assert [each.code for each in sections_of({"sections": parts}, "b")] == ["mot", "hai"]


class TestPrefilling:
    PERSON = {"full_name": "Trần Thị Thử", "identity_number": "001185000123", "phone": "+84912345678", "address": ""}

    @pytest.mark.parametrize(
        ("source", "value"),
        [
            ("applicant.full_name", "Trần Thị Thử"),
            ("applicant.birth_year", "1985"),
            ("applicant.sex", "nu"),
            ("applicant.phone", "0912 345 678"),
        ],
    )
    def test_what_the_applicant_said_of_himself_is_filled_in(self, source: str, value: str) -> None:
        assert prefilled(section(text("x", prefill=source)), self.PERSON, {}) == {"x": value}

    def test_what_is_not_known_is_left_open(self) -> None:
        assert prefilled(section(text("x", prefill="applicant.address")), self.PERSON, {}) == {}
        assert prefilled(section(text("x", prefill="applicant.sex")), {"identity_number": "0011"}, {}) == {}

    def test_the_usual_answer_is_filled_in(self) -> None:
        assert prefilled(section(text("x", prefill={"value": "Việt Nam"})), {}, {}) == {"x": "Việt Nam"}

    @pytest.mark.parametrize(("relation", "first"), [("me", {"x": "Trần Thị Thử"}), ("cha", {})])
    def test_it_may_depend_on_a_page_before(self, relation: str, first: dict[str, str]) -> None:
        prefill = {"from": "applicant.full_name", "when": {"field": "con.quan_he", "is": "me"}}
        assert prefilled(section(text("x", prefill=prefill)), self.PERSON, {"con": {"quan_he": relation}}) == first


class TestShowing:
    @pytest.mark.parametrize(
        ("kind", "answer", "shown"),
        [
            ("date", "2026-11-02", "02/11/2026"),
            ("date", "31/11/2026", "31/11/2026"),
            ("money", "50000000", "50.000.000\u00a0đồng"),
            ("phone", "+84912345678", "0912 345 678"),
            ("yes_no", "khong", "Không"),
            ("text", "A", "A"),
            ("choice", "nu", "Nữ"),
            ("date", "", ""),
        ],
    )
    def test_answers_are_shown_in_the_words_of_the_form(self, kind: str, answer: str, shown: str) -> None:
        assert shown_answer(one(type=kind, choices=[["nu", "Nữ"]] if kind == "choice" else []).questions[0], answer) == shown

    def test_each_item_of_a_group_is_a_block(self) -> None:
        given = {"a": "một", "thanh_vien": [{"ho_ten": "An", "so": "001185000123"}, {"ho_ten": "Bình", "so": ""}]}
        blocks = answer_blocks(section(text("a"), MEMBERS), given, masked=True)
        assert [block.title for block in blocks] == ["", "Thành viên 1", "Thành viên 2"]
        assert [(line.label, line.value) for line in blocks[1].lines] == [("Họ, chữ đệm, tên", "An"), ("Số định danh", "001*****0123")]

    def test_gaps_show_only_where_somebody_is_to_fill_them(self) -> None:
        asked = section(text("a"), text("b", required=False), MEMBERS)
        assert answer_blocks(asked, {}) == []
        shown = [(line.label, line.value) for block in answer_blocks(asked, {}, gaps=True) for line in block.lines]
        assert shown == [("A", "Chưa điền"), ("Các thành viên", "Chưa điền")]

    def test_numbers_in_groups_are_masked_too(self) -> None:
        given = {"s": {"thanh_vien": [{"ho_ten": "An", "so": "001185000123"}]}, "cu": {"x": "y"}}
        masked = {"s": {"thanh_vien": [{"ho_ten": "An", "so": "001*****0123"}]}, "cu": {"x": "y"}}
        assert masked_answers([section(MEMBERS)], given) == masked


def test_a_version_without_a_declaration_asks_a_general_one() -> None:
    assert sections_of({}) == sections_of(GENERIC)


def test_answers_written_before_there_were_groups_stay_readable() -> None:
    old = {"code": "thanh_vien", "label": "Các thành viên", "type": "longtext", "when": {"field": "loai", "is": "b"}}
    blocks = answer_blocks(section(choice("loai", "a", "b"), old), {"loai": "b", "thanh_vien": "An\nBình"})
    assert [(line.label, line.value) for line in blocks[0].lines] == [("Loai", "B"), ("Các thành viên", "An\nBình")]
