"""The linter: every mistake is told at its place, and what comes with the portal has none."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.declarations import (
    Problem,
    UnsoundDeclaration,
    answer_blocks,
    clean_section,
    lint_declaration,
    require_sound_declaration,
    sections_of,
)
from procedures.importing.bundled import BUNDLED, read_files

TEXT = {"code": "a", "label": "Tên giấy", "type": "text"}
CHOICE = {"code": "c", "label": "Loại", "type": "choice", "choices": [["x", "X"]]}
REPEAT = {"min": 0, "max": 3, "item_title": "Người"}
GROUP = {"code": "g", "label": "Những người", "type": "group", "repeat": REPEAT, "fields": [TEXT]}
PROCEDURES = [row for row in read_files(BUNDLED) if row.get("declaration")]


def declared(*fields: Any, **section: Any) -> dict[str, Any]:
    return {"sections": [{"code": "s", "title": "S", "fields": list(fields), **section}]}


@pytest.mark.parametrize(
    ("definition", "path", "words"),
    [
        ({"parts": []}, "sections", "danh sách các phần"),
        ({"sections": []}, "sections", "chưa có phần nào"),
        ({**declared(TEXT), "title": "T"}, "declaration", "không biết khóa “title”"),
        ({**declared(TEXT), "kind": "half"}, "kind", "full, short"),
        (declared(), "sections.0", "chưa có câu hỏi nào"),
        ({"sections": [*declared(TEXT)["sections"], *declared(TEXT)["sections"]]}, "sections.1", "đã dùng cho một phần trước"),
        (declared({**TEXT, "size": 3}), "sections.0.fields.0", "không biết khóa “size”"),
        (declared({**TEXT, "type": "colour"}), "sections.0.fields.0", "không có kiểu câu hỏi “colour”"),
        (declared({**TEXT, "code": "Tên"}), "sections.0.fields.0", "chữ thường không dấu"),
        (declared({**TEXT, "label": " "}), "sections.0.fields.0", "thiếu lời hỏi"),
        (declared({**TEXT, "label": "x" * 201}), "sections.0.fields.0", "dài 201 ký tự"),
        (declared(TEXT, TEXT), "sections.0.fields.1", "đã dùng cho một câu trước"),
        (declared({**CHOICE, "choices": []}), "sections.0.fields.0.choices", "trống"),
        (declared({**CHOICE, "choices": "mau-sac"}), "sections.0.fields.0.choices", "không có danh sách dùng chung “mau-sac”"),
        (declared({**CHOICE, "choices": [["x", "X"], ["x", "Y"]]}), "sections.0.fields.0.choices", "trùng nhau"),
        (declared({**TEXT, "choices": "dan-toc"}), "sections.0.fields.0", "chỉ câu hỏi kiểu choice"),
        (declared({**TEXT, "when": {"field": "c", "is": "x"}}, CHOICE), "sections.0.fields.0.when", "không có câu hỏi này ở phía trước"),
        (declared(CHOICE, {**TEXT, "when": {"field": "c", "is": "y"}}), "sections.0.fields.1.when", "“y” không phải một lựa chọn"),
        (declared(CHOICE, {**TEXT, "required_when": {"field": "c", "is": "y"}}), "sections.0.fields.1.required_when", "“y” không phải"),
        (declared(CHOICE, {**TEXT, "when": {"question": "c"}}), "sections.0.fields.1.when", "{field, is}"),
        (declared({**TEXT, "prefill": "applicant.wealth"}), "sections.0.fields.0.prefill", "không có nguồn điền sẵn"),
        (declared({**TEXT, "past": True}), "sections.0.fields.0", "chỉ ngày hoặc năm"),
        (declared({**TEXT, "type": "date", "not_before": "b"}), "sections.0.fields.0", "not_before"),
        (declared({**TEXT, "cases": ["khac"]}), "sections.0.fields.0", "không có trường hợp “khac”"),
        (declared({**GROUP, "fields": [GROUP]}), "sections.0.fields.0.fields.0", "nhóm lặp lại khác"),
        (declared(GROUP, repeat=REPEAT), "sections.0.fields.0", "nhóm lặp lại khác"),
        (declared({**GROUP, "repeat": {"min": 0, "max": 21, "item_title": "N"}}), "sections.0.fields.0.repeat", "từ 0 đến 20"),
        (declared({**GROUP, "repeat": {"min": 2, "max": 1, "item_title": "N"}}), "sections.0.fields.0.repeat", "không quá nhiều nhất"),
        (declared({**GROUP, "repeat": {"max": 3}}), "sections.0.fields.0.repeat", "thiếu tên một mục"),
        (declared({**GROUP, "fields": []}), "sections.0.fields.0", "chưa có câu hỏi nào"),
    ],
)
def test_a_mistake_is_told_at_its_place(definition: Any, path: str, words: str) -> None:
    found = [(problem.path, problem.sentence) for problem in lint_declaration(definition, cases=["mot"]) if not problem.is_warning]
    assert any(at == path and words in sentence for at, sentence in found), found
    with pytest.raises(UnsoundDeclaration):
        require_sound_declaration(definition, cases=["mot"])


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (declared(*({**TEXT, "code": f"a{n}"} for n in range(9))), "9 câu hỏi trên một trang"),
        (declared({**TEXT, "label": "x" * 81}), "dài 81 ký tự"),
        (declared({**TEXT, "label": "Số điện thoại của bạn"}), "hỏi lại thông tin của người yêu cầu"),
        (declared({**TEXT, "label": "Họ, chữ đệm, tên người yêu cầu"}), "hỏi lại thông tin của người yêu cầu"),
    ],
)
def test_a_doubt_warns_and_lets_pass(definition: Any, words: str) -> None:
    problems = lint_declaration(definition)
    assert [problem.is_warning for problem in problems] == [True]
    assert words in problems[0].sentence
    require_sound_declaration(definition)


def test_a_sound_declaration_has_no_problems() -> None:
    assert lint_declaration(declared(CHOICE, {**TEXT, "required": True, "when": {"field": "c", "is": ["x"]}}, GROUP)) == []
    assert lint_declaration({}) == []


@pytest.mark.parametrize("row", PROCEDURES, ids=lambda row: row["code"])
class TestWhatComesWithThePortal:
    def test_it_is_sound(self, row: dict[str, Any]) -> None:
        problems = lint_declaration(row["declaration"], [case["code"] for case in row["cases"]])
        assert [problem for problem in problems if not problem.is_warning] == []

    def test_it_says_how_much_of_the_paper_form_it_holds(self, row: dict[str, Any]) -> None:
        assert row["declaration"]["kind"] in {"full", "short"}
        assert row["declaration"]["note"]

    def test_every_case_can_be_answered(self, row: dict[str, Any]) -> None:
        for case in [case["code"] for case in row["cases"]] or [None]:
            sections = sections_of(row["declaration"], case)
            assert sections
            for section in sections:
                errors = clean_section(section, {}, today=date(2026, 11, 23))[1]
                assert all(errors.values())
                assert answer_blocks(section, {}) == []


def test_most_of_the_used_ones_are_written() -> None:
    assert len(PROCEDURES) >= 30
    assert sum(row["declaration"]["kind"] == "full" for row in PROCEDURES) >= 15


def test_nothing_asks_again_who_the_applicant_is() -> None:
    warned = [str(problem) for row in PROCEDURES for problem in lint_declaration(row["declaration"]) if "hỏi lại" in problem.sentence]
    assert warned == []


WRONG_VALUES = [
    *({"max_length": value} for value in ("abc", -1, 0, {}, 1e308, True, 20_001, None)),
    *({"hint": value} for value in ({}, [], None, "\x00", "x" * 4_001)),
    *({"label": []}, {"code": 5}, {"type": {}}, {"type": []}, {"required": "co"}, {"past": 1}, {"not_before": {}}),
    *({"prefill": value} for value in (5, [], {"value": {}}, {"from": []}, {"value": "x", "when": 5})),
    *({"type": "choice", "choices": value} for value in (5, {}, [["a", {}], ["b", None]], [[{}, "A"]], ["ab"], [["a", " "]])),
    *({key: value} for key in ("when", "required_when") for value in (5, "a", [5], {"field": {}, "is": "x"}, {"field": "a", "is": {}})),
    *(
        {"cases": 5},
        {"cases": [{}]},
        {"repeat": 5},
        {"repeat": {"min": "a"}},
        {"repeat": {"item_title": {}}},
        {"when": {"field": "a", "is": []}},
    ),
]


@pytest.mark.parametrize("wrong", WRONG_VALUES, ids=lambda wrong: str(wrong)[:40])
@pytest.mark.parametrize("wrap", [declared, lambda one: declared({**GROUP, "fields": [one]})], ids=["alone", "in a group"])
def test_a_value_of_the_wrong_kind_is_told_and_breaks_nothing_stored(wrong: dict[str, Any], wrap: Any) -> None:
    definition = wrap({**TEXT, **wrong})
    with pytest.raises(UnsoundDeclaration):
        require_sound_declaration(definition)
    use(definition)


@pytest.mark.parametrize(
    "definition",
    [
        *(5, "x", [], [1], False, {"sections": 5}, {"sections": [5]}, {"sections": {}}, {**declared(TEXT), "note": {}}),
        *(declared(5), declared(TEXT, title={}), declared(TEXT, cases=5), declared(TEXT, hint=[]), declared(TEXT, repeat=5)),
        *(declared({**GROUP, "fields": wrong}) for wrong in (5, {}, [5])),
    ],
)
def test_what_is_no_declaration_is_told_and_breaks_nothing_stored(definition: Any) -> None:
    with pytest.raises(UnsoundDeclaration):
        require_sound_declaration(definition, cases=["mot"])
    use(definition)


@pytest.mark.parametrize("code", ["exit", "them", "bo", "csrfmiddlewaretoken", "key", "version", "khai", "do", "con-bo"])
def test_a_name_of_the_pages_own_buttons_is_no_code(code: str) -> None:
    for one in (TEXT, GROUP):
        assert "dành riêng" in lint_declaration(declared({**one, "code": code}))[0].sentence


def test_a_name_of_a_box_of_a_date_is_no_code() -> None:
    day, box = {**TEXT, "code": "ngay", "type": "date"}, {**TEXT, "code": "ngay_1"}
    for fields in ((day, box), (box, day)):
        assert "một ô của câu hỏi ngày" in lint_declaration(declared(*fields))[0].sentence


def use(definition: Any) -> int:
    """Read a stored declaration as the pages do; return how many pages it has."""
    sections = sections_of(definition)
    for section in sections:
        clean_section(section, {}, today=date(2026, 11, 23))
        answer_blocks(section, {})
    return len(sections)


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["c", "x", "choice", "date", "group"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
)
FIELDS = st.fixed_dictionaries({}, optional={key: JSON | st.just(value) for key, value in {**CHOICE, **GROUP}.items()})
KEYS = ("required", "hint", "max_length", "when", "required_when", "cases", "past", "not_before", "prefill")
ODD_FIELDS = st.builds(lambda one, more: {**one, **more}, FIELDS, st.dictionaries(st.sampled_from(KEYS), JSON, max_size=3))


@given(JSON | st.builds(lambda fields, more: declared(*fields, **more), st.lists(ODD_FIELDS | JSON, max_size=3), st.just({}) | FIELDS))
@settings(max_examples=100, deadline=None)
def test_any_json_is_linted_and_read(definition: Any) -> None:
    problems = lint_declaration(definition, cases=["mot"])
    assert all(isinstance(problem, Problem) for problem in problems)
    assert use(definition) >= int(not problems)  # a sound declaration has a page; an odd one is read without an error
