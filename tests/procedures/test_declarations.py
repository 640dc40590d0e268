"""Declarations: generous in what is read, exact in what is kept."""

from datetime import date

import pytest

from procedures.declarations import GENERIC, Question, Section, clean_section, sections_of, shown_answer

TODAY = date(2026, 11, 23)


def section(**question: object) -> Section:
    base: dict[str, object] = {"code": "x", "label": "Ngày sinh", "type": "text", "required": True}
    return sections_of({"sections": [{"code": "s", "title": "S", "fields": [{**base, **question}]}]})[0]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("date", "2/11/2026", "2026-11-02"),
        ("date", " 02 11 2026 ", "2026-11-02"),
        ("date", "2026-11-02", "2026-11-02"),
        ("date", "29/2/2024", "2024-02-29"),
        ("number", "1.200", "1200"),
        ("number", "2,5", "2,5"),
        ("identity", "001 185 000 123", "001185000123"),
        ("phone", "0912.345.678", "+84912345678"),
        ("text", "  Trần   Văn  Thử ", "Trần Văn Thử"),
        ("yes_no", "co", "co"),
    ],
)
def test_it_reads_what_people_type(kind: str, typed: str, kept: str) -> None:
    assert clean_section(section(type=kind), {"x": typed}, today=TODAY) == ({"x": kept}, {})


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("date", "31/11/2026", "tháng 11 không có ngày 31"),
        ("date", "29/2/2026", "tháng 2 không có ngày 29"),
        ("date", "1/13/2026", "tháng chỉ từ 1 đến 12"),
        ("date", "2/11", "ghi đủ ngày, tháng, năm"),
        ("number", "hai", "chỉ ghi số"),
        ("identity", "00118500", "bạn mới nhập 8"),
        ("phone", "19001009", "10 chữ số"),
        ("yes_no", "maybe", "Chọn ngày sinh"),
        ("text", "", "Nhập ngày sinh"),
        ("text", "x" * 501, "tối đa 500"),
    ],
)
def test_it_says_what_to_put_right(kind: str, typed: str, words: str) -> None:
    answers, errors = clean_section(section(type=kind), {"x": typed}, today=TODAY)
    assert words in errors["x"]
    assert answers == {}


def test_a_choice_must_be_one_of_the_choices() -> None:
    asked = section(type="choice", choices=[["nu", "Nữ"], ["nam", "Nam"]])
    assert clean_section(asked, {"x": "nu"}, today=TODAY)[0] == {"x": "nu"}
    assert clean_section(asked, {"x": "khac"}, today=TODAY)[1]


def test_a_question_that_is_not_asked_is_neither_required_nor_kept() -> None:
    first = Question("loai", "Loại", "choice", required=True, choices=(("a", "A"), ("b", "B")))
    second = Question("them", "Thêm", "text", required=True, when=("loai", "b"))
    asked = Section("s", "S", (first, second))
    assert clean_section(asked, {"loai": "a", "them": "thừa"}, today=TODAY) == ({"loai": "a"}, {})
    assert list(clean_section(asked, {"loai": "b"}, today=TODAY)[1]) == ["them"]


def test_a_version_without_a_declaration_asks_a_general_one() -> None:
    assert sections_of({}) == sections_of(GENERIC)


@pytest.mark.parametrize(
    ("kind", "answer", "shown"),
    [("date", "2026-11-02", "02/11/2026"), ("yes_no", "khong", "Không"), ("text", "A", "A"), ("choice", "nu", "Nữ"), ("date", "", "")],
)
def test_answers_are_shown_in_the_words_of_the_form(kind: str, answer: str, shown: str) -> None:
    question = Question("x", "X", kind, required=False, choices=(("nu", "Nữ"),))
    assert shown_answer(question, answer) == shown
