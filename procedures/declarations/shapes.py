"""Has every key of a declaration the kind of value it needs? Asked first, so that the other rules can read without doubt."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

LONGEST_CODE, LONGEST_TEXT, LONGEST_ANSWER = 80, 4_000, 20_000
Fault: TypeAlias = tuple[str, str]
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def faults_of_shape(declaration: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield (path, sentence) for each value of the wrong kind, in its order, whatever JSON was given."""
    yield from _values(declaration, "", {"kind": _text, "note": _text})
    for path, section in _parts(declaration.get("sections"), "sections"):
        yield from _values(section, path, _SECTION)
        for place, one in _parts(section.get("fields"), f"{path}.fields"):
            yield from _values(one, place, _FIELD)
            for inner_place, inner in _parts(one.get("fields"), f"{place}.fields"):
                yield from _values(inner, inner_place, _FIELD)


def _parts(given: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    each = enumerate(given) if isinstance(given, list) else ()
    return ((f"{path}.{position}", part) for position, part in each if isinstance(part, Mapping))


def _values(part: Mapping[str, Any], path: str, kinds: Mapping[str, Callable[[Any], str]]) -> Iterator[Fault]:
    for key, fault in kinds.items():
        if key in part and (sentence := fault(part[key])):
            yield f"{path}.{key}".removeprefix("."), sentence


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return "phải là chữ"
    if _UNSTORABLE.search(value):
        return "có ký tự không lưu được"
    return f"dài {len(value)} ký tự, tối đa {LONGEST_TEXT}" if len(value) > LONGEST_TEXT else ""


def _short_code(value: Any) -> str:
    return _text(value) or (f"mã dài quá {LONGEST_CODE} ký tự" if len(value) > LONGEST_CODE else "")


def _flag(value: Any) -> str:
    return "" if isinstance(value, bool) else "phải là true hoặc false"


def _length(value: Any) -> str:
    is_sane = _is_whole(value) and 1 <= value <= LONGEST_ANSWER
    return "" if is_sane else f"phải là số nguyên từ 1 đến {LONGEST_ANSWER}"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _texts(value: Any) -> str:
    if not isinstance(value, list):
        return "phải là danh sách"
    return next(filter(None, map(_text, value)), "")


def _choices(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    pairs = value if isinstance(value, list) else None
    if pairs is None or not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        return "danh sách lựa chọn không đúng dạng [mã, lời]"
    if any(_text(said) or not said.strip() for pair in pairs for said in pair):
        return "mã và lời của lựa chọn phải là chữ, không trống hoặc trùng nhau"
    return ""


def _conditions(value: Any) -> str:
    each = [value] if isinstance(value, Mapping) else value
    if not isinstance(each, list) or not all(isinstance(one, Mapping) and set(one) == {"field", "is"} for one in each):
        return "điều kiện ghi dạng {field, is}"
    return next(filter(None, map(_condition, each)), "")


def _condition(one: Mapping[str, Any]) -> str:
    wanted = one["is"] if isinstance(one["is"], list) else [one["is"]]
    return _text(one["field"]) or _texts(wanted) or ("" if wanted else "điều kiện thiếu câu trả lời")


def _prefill(value: Any) -> str:
    if not isinstance(value, Mapping):
        return _text(value)
    return next((f"{key}: {fault}" for key, fault in _values(value, "", {"from": _text, "value": _text, "when": _conditions})), "")


def _repeat(value: Any) -> str:
    if not isinstance(value, Mapping):
        return "ghi số lần ít nhất, nhiều nhất và tên một mục"
    if not all(_is_whole(value.get(key, 0)) for key in ("min", "max")):
        return "số lần phải là số nguyên"
    return _text(value.get("item_title", ""))


_SECTION = {"code": _short_code, "title": _text, "hint": _text, "cases": _texts, "repeat": _repeat}
_FIELD = {
    "code": _short_code,
    "label": _text,
    "type": _text,
    "hint": _text,
    "not_before": _text,
    "required": _flag,
    "past": _flag,
    "max_length": _length,
    "choices": _choices,
    "cases": _texts,
    "when": _conditions,
    "required_when": _conditions,
    "prefill": _prefill,
    "repeat": _repeat,
}
