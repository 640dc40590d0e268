"""Is a declaration well made? Told in sentences to whoever writes one, before a version is approved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import DomainError
from procedures.declarations.definition import ITEMS, MOST_ITEMS, TYPES, YES_NO, choice_lists
from procedures.declarations.prefill import SOURCES
from procedures.declarations.shapes import faults_of_shape

KINDS = ("full", "short")  # what the paper form asks, or only what an office must know to begin
MOST_QUESTIONS = 8  # on one page; more is a warning
LONGEST_LABEL, TOO_LONG_LABEL = 80, 200
_CODE = re.compile(r"[a-z][a-z0-9_-]*")
# Names that the pages' own buttons and hidden fields are sent under, or that a script reads from the form itself.
RESERVED = frozenset(
    {
        *("exit", "them", "bo", "so_muc", "csrfmiddlewaretoken", "key", "version", "khai", "do", "remove", "agreed", "next"),
        *("action", "method", "target", "submit", "reset", "elements"),
    }
)
_BUTTON = re.compile(r".*-(them|bo)")  # at the counter a code stands at the end of a longer name, as a button does
_BOXES = ("_0", "_1", "_2")  # a date is sent in three boxes
_CONDITIONS = ("when", "required_when")
_KEYS = {
    "declaration": {"sections", "kind", "note"},
    "section": {"code", "title", "hint", "fields", "cases", "repeat"},
    "group": {"code", "label", "type", "hint", "fields", "cases", "when", "repeat"},
    "prefill": {"from", "value", "when"},
    "repeat": {"min", "max", "item_title"},
    "field": {
        *("code", "label", "type", "required", "hint", "choices", "max_length"),
        *("when", "required_when", "cases", "past", "not_before", "prefill"),
    },
}
_OWN = re.compile(r"^(họ(, chữ đệm,| và)? tên|số định danh|số điện thoại|nơi (ở|cư trú)|địa chỉ)( hiện nay)?( của)? (bạn|người yêu cầu)\b")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right, or with `is_warning` to look at again. `path` names the place: sections.0.fields.2.when."""

    path: str
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class UnsoundDeclaration(DomainError):
    """A declaration that cannot be used as it is. `data["problems"]` holds one sentence a place."""

    code = "unsound-declaration"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            f"Tờ khai còn {len(problems)} chỗ sai: {'; '.join(map(str, problems))}", data={"problems": [str(each) for each in problems]}
        )


def require_sound_declaration(definition: Any, cases: Sequence[str] | None = None) -> None:
    """Refuse a declaration with an error in it; warnings pass. `cases`: codes of the version's cases, None: not known here.

    Raises UnsoundDeclaration.
    """
    errors = [problem for problem in lint_declaration(definition, cases) if not problem.is_warning]
    if errors:
        raise UnsoundDeclaration(errors)


def lint_declaration(definition: Any, cases: Sequence[str] | None = None) -> list[Problem]:
    """Return what is wrong with a declaration, in its order; empty for a sound one. An empty declaration means the general one.

    Takes any JSON. While a value is of the wrong kind only such faults are told.
    """
    if definition is None or definition == {}:
        return []
    if not isinstance(definition, Mapping) or not _is_list(definition.get("sections")):
        return [Problem("sections", "tờ khai phải có danh sách các phần")]
    return [Problem(*fault) for fault in faults_of_shape(definition)] or list(_declaration(definition, cases))


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, Mapping) for each in value)


def _declaration(definition: Mapping[str, Any], cases: Sequence[str] | None) -> Iterator[Problem]:
    yield from _unknown_keys("declaration", definition, "")
    if definition.get("kind", "full") not in KINDS:
        yield Problem("kind", f"loại tờ khai là một trong: {', '.join(KINDS)}")
    if not definition["sections"]:
        yield Problem("sections", "tờ khai chưa có phần nào")
    seen: dict[str, _Scope] = {}
    for position, section in enumerate(definition["sections"]):
        path = f"sections.{position}"
        scope = _Scope(cases, before=seen)
        yield from _section(section, path, scope)
        code = str(section.get("code"))
        if code in seen:
            yield Problem(path, f"mã “{code}” đã dùng cho một phần trước")
        seen[code] = scope


@dataclass(slots=True)
class _Scope:
    """The questions seen so far on one page, or in one item, with the answers each can have (None: free text)."""

    cases: Sequence[str] | None
    before: Mapping[str, "_Scope"] = field(default_factory=dict)
    in_item: bool = False
    answers: dict[str, set[str] | None] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)


def _section(section: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    yield from _unknown_keys("section", section, path)
    yield from _named(section, "title", path)
    yield from _cases(section, path, scope)
    fields = section.get("fields")
    if not _is_list(fields) or not fields:
        yield Problem(path, "phần này chưa có câu hỏi nào")
        return
    if section.get("repeat") is not None:
        yield from _repeat(section["repeat"], f"{path}.repeat")
        scope.answers[ITEMS], scope = None, _Scope(scope.cases, in_item=True)
    if (count := len(fields)) > MOST_QUESTIONS:
        yield Problem(path, f"{count} câu hỏi trên một trang, nên tối đa {MOST_QUESTIONS}", is_warning=True)
    for position, one in enumerate(fields):
        yield from _field(one, f"{path}.fields.{position}", scope)


def _field(one: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    is_group = "repeat" in one or one.get("type") == "group"
    yield from _unknown_keys("group" if is_group else "field", one, path)
    yield from _named(one, "label", path)
    if (code := str(one.get("code"))) in RESERVED or _BUTTON.fullmatch(code):
        yield Problem(path, f"mã “{code}” dành riêng cho nút của trang, đặt mã khác")
    yield from _cases(one, path, scope)
    for key in _CONDITIONS:
        yield from _conditions(one.get(key), f"{path}.{key}", scope.answers)
    if is_group:
        yield from _group(one, path, scope)
    else:
        yield from _question(one, path, scope)
    if (code[-2:] in _BOXES and code[:-2] in scope.dates) or (
        one.get("type") == "date" and any(code + box in scope.answers for box in _BOXES)
    ):
        yield Problem(path, f"mã “{code}” trùng với tên một ô của câu hỏi ngày")
    if code in scope.answers:
        yield Problem(path, f"mã “{code}” đã dùng cho một câu trước")
    scope.answers[code] = None if is_group else _possible(one)
    if one.get("type") == "date":
        scope.dates.add(code)


def _group(group: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    if scope.in_item:
        yield Problem(path, "nhóm lặp lại không được nằm trong một nhóm lặp lại khác")
        return
    yield from _repeat(group.get("repeat"), f"{path}.repeat")
    fields = group.get("fields")
    if not _is_list(fields) or not fields:
        yield Problem(path, "nhóm này chưa có câu hỏi nào")
        return
    if len(fields) > MOST_QUESTIONS:
        yield Problem(path, f"{len(fields)} câu hỏi trong một mục, nên tối đa {MOST_QUESTIONS}", is_warning=True)
    inner = _Scope(scope.cases, in_item=True)
    for position, one in enumerate(fields):
        yield from _field(one, f"{path}.fields.{position}", inner)


def _repeat(repeat: Any, path: str) -> Iterator[Problem]:
    if not isinstance(repeat, Mapping):
        yield Problem(path, "ghi số lần ít nhất, nhiều nhất và tên một mục")
        return
    yield from _unknown_keys("repeat", repeat, path)
    least, most = repeat.get("min", 0), repeat.get("max", MOST_ITEMS)
    if not (isinstance(least, int) and isinstance(most, int) and 0 <= least <= most and 1 <= most <= MOST_ITEMS):
        yield Problem(path, f"số lần phải từ 0 đến {MOST_ITEMS}, và ít nhất không quá nhiều nhất")
    if not repeat.get("item_title"):
        yield Problem(path, "thiếu tên một mục, ví dụ “Thành viên”")


def _question(one: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    kind = one.get("type")
    if kind not in TYPES:
        yield Problem(path, f"không có kiểu câu hỏi “{kind}”; dùng một trong: {', '.join(TYPES)}")
    if kind == "choice":
        yield from _choices(one.get("choices"), f"{path}.choices")
    elif "choices" in one:
        yield Problem(path, "chỉ câu hỏi kiểu choice mới có danh sách lựa chọn")
    if one.get("required") and one.get("required_when"):
        yield Problem(path, "đã luôn bắt buộc thì không cần required_when")
    yield from _date_options(one, path, scope)
    yield from _prefill(one.get("prefill"), f"{path}.prefill", scope)
    label = str(one.get("label", "")).lower()
    if not one.get("prefill") and not scope.in_item and _OWN.match(label):
        yield Problem(path, "hỏi lại thông tin của người yêu cầu, đã có ở trang trước", is_warning=True)


def _choices(choices: Any, path: str) -> Iterator[Problem]:
    if isinstance(choices, str):
        if choices not in choice_lists():
            yield Problem(path, f"không có danh sách dùng chung “{choices}”")
        return
    if not isinstance(choices, list) or not choices or not all(isinstance(pair, list) and len(pair) == 2 for pair in choices):
        yield Problem(path, "danh sách lựa chọn trống hoặc không đúng dạng [mã, lời]")
        return
    values = [value for value, _ in choices]
    if len(set(values)) < len(values) or not all(values):
        yield Problem(path, "mã lựa chọn trống hoặc trùng nhau")


def _date_options(one: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    if one.get("past") and one.get("type") not in {"date", "year"}:
        yield Problem(path, "chỉ ngày hoặc năm mới có past")
    first = one.get("not_before")
    if first and (one.get("type") != "date" or first not in scope.dates):
        yield Problem(path, f"not_before phải chỉ một ngày đứng trước trên cùng trang, không phải “{first}”")


def _prefill(prefill: Any, path: str, scope: _Scope) -> Iterator[Problem]:
    if not prefill:
        return
    given = {"from": prefill} if isinstance(prefill, str) else prefill if isinstance(prefill, Mapping) else {}
    yield from _unknown_keys("prefill", given, path)
    source = given.get("from")
    if source not in SOURCES and not (source is None and given.get("value")):
        yield Problem(path, f"không có nguồn điền sẵn “{source}”; dùng một trong: {', '.join(SOURCES)}")
    if scope.in_item:
        yield Problem(path, "câu hỏi trong nhóm lặp lại không điền sẵn được")
    said = {f"{code}.{name}": values for code, each in scope.before.items() for name, values in each.answers.items()}
    yield from _conditions(given.get("when"), f"{path}.when", said)


def _conditions(given: Any, path: str, known: Mapping[str, set[str] | None]) -> Iterator[Problem]:
    """Tell of conditions that can never hold: on a question that does not stand before, or on an answer it cannot have."""
    for one in [given] if isinstance(given, Mapping) else given or []:
        if not isinstance(one, Mapping) or set(one) != {"field", "is"}:
            yield Problem(path, "điều kiện ghi dạng {field, is}")
            continue
        if one["field"] not in known:
            yield Problem(path, f"điều kiện nói tới “{one['field']}”, không có câu hỏi này ở phía trước")
            continue
        possible = known[one["field"]]
        wanted = one["is"] if isinstance(one["is"], list) else [one["is"]]
        for value in wanted:
            if possible is not None and str(value) not in possible:
                yield Problem(path, f"“{value}” không phải một lựa chọn của “{one['field']}”")


def _possible(one: Mapping[str, Any]) -> set[str] | None:
    if one.get("type") == "yes_no":
        return {value for value, _ in YES_NO}
    if one.get("type") != "choice":
        return None
    choices = one.get("choices") or ()
    pairs = choice_lists().get(choices, ()) if isinstance(choices, str) else choices
    return {str(pair[0]) for pair in pairs if pair}


def _named(part: Mapping[str, Any], words: str, path: str) -> Iterator[Problem]:
    code, label = str(part.get("code") or ""), str(part.get(words) or "")
    if not _CODE.fullmatch(code):
        yield Problem(path, f"mã “{code}” chỉ gồm chữ thường không dấu, số, gạch nối")
    if not label.strip():
        yield Problem(path, "thiếu lời hỏi" if words == "label" else "thiếu tên phần")
    if len(label) > LONGEST_LABEL:
        is_warning = len(label) <= TOO_LONG_LABEL
        yield Problem(path, f"lời hỏi dài {len(label)} ký tự, nên tối đa {LONGEST_LABEL}; phần còn lại đưa vào gợi ý", is_warning)


def _cases(part: Mapping[str, Any], path: str, scope: _Scope) -> Iterator[Problem]:
    for case in part.get("cases") or ():
        if scope.cases is not None and case not in scope.cases:
            yield Problem(path, f"thủ tục này không có trường hợp “{case}”")


def _unknown_keys(kind: str, part: Mapping[str, Any], path: str) -> Iterator[Problem]:
    for key in sorted(set(part) - _KEYS[kind], key=str):
        yield Problem(path or "declaration", f"không biết khóa “{key}”")
