"""Whether answers can be right: generous in what is read, exact in what is kept."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.errors import DomainError
from core.identity import parse_identity_number, parse_phone
from core.text import normalise_name, visible_lines
from procedures.declarations.definition import Answer, Item, Question, Repeat, Section

FIRST_YEAR = 1850
_DATE = re.compile(r"^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})\s*$")
_CHOSEN = {"choice", "yes_no", "commune"}
_SUBJECTS = ("Số định danh", "Số điện thoại")

Errors = dict[str, str]


def clean_section(section: Section, raw: Mapping[str, Any], *, today: date, complete: bool = True) -> tuple[dict[str, Answer], Errors]:
    """Return (answers, errors) of one section: answers normalised, dates as ISO; questions not asked are dropped.

    Errors are one Vietnamese sentence a field; a field of the third item of a group is `group.2.field`, counted from 0 as typed.
    Items left wholly empty are dropped. With `complete` False nothing is required: an officer types what the paper says.
    """
    return _clean_all(section.questions, raw, today, complete=complete)


def _clean_all(questions: Sequence[Question], raw: Mapping[str, Any], today: date, *, complete: bool) -> tuple[dict[str, Answer], Errors]:
    answers: dict[str, Answer] = {}
    errors: Errors = {}
    known: dict[str, Any] = {}
    for question in questions:
        if not question.is_asked(known):
            continue
        if question.repeat is not None:
            answers[question.code], wrong = _clean_items(question, question.repeat, raw.get(question.code), today, complete=complete)
            errors |= wrong
            continue
        try:
            text = _text(question, raw.get(question.code))
            known[question.code] = text
            known[question.code] = answers[question.code] = _clean(question, text, today, required=complete and question.is_required(known))
            _require_order(question, questions, known)
        except DomainError as error:
            errors[question.code] = _named(question, error.message)
        except ValueError as error:
            errors[question.code] = str(error)
    return {code: answer for code, answer in answers.items() if code not in errors}, errors


def _clean_items(group: Question, repeat: Repeat, raw: Any, today: date, *, complete: bool) -> tuple[list[Item], Errors]:
    title = repeat.item_title or group.label
    typed = raw or []
    if not isinstance(typed, list) or not all(isinstance(each, Mapping) for each in typed):
        return [], {group.code: f"{group.label}: ghi thành từng mục"}
    items: list[Item] = []
    errors: Errors = {}
    for position, each in _to_check(typed, repeat.least if complete else 0):
        answers, wrong = _clean_all(group.questions, each, today, complete=complete)
        items.append({code: str(answer) for code, answer in answers.items()})
        errors |= {f"{group.code}.{position}.{code}": f"{title} {position + 1}: {_lower(message)}" for code, message in wrong.items()}
    if len(items) > repeat.most:
        errors[group.code] = f"Nhiều nhất {repeat.most} {_lower(title)}, bạn ghi {len(items)}"
    if complete and len(typed) < repeat.least:
        errors[group.code] = f"Ghi ít nhất {repeat.least} {_lower(title)}"
    return items, errors


def _to_check(typed: list[Mapping[str, Any]], least: int) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the items that were filled in, with their places; the empty ones too where fewer than `least` were."""
    numbered = list(enumerate(typed))
    filled = [(position, item) for position, item in numbered if any(str(value or "").strip() for value in item.values())]
    return filled if len(filled) >= least else numbered


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _subject(question: Question) -> str:
    return question.label.rstrip("?")


def _named(question: Question, message: str) -> str:
    """Return a sentence about a number or phone with the name of its question in it, for a page may ask for several."""
    subject = next((each for each in _SUBJECTS if message.startswith(each) and question.label.startswith(each)), None)
    return message if subject is None else question.label + message.removeprefix(subject)


def _text(question: Question, given: Any) -> str:
    if isinstance(given, (list, Mapping)):
        raise DomainError(f"{_subject(question)}: chỉ ghi một câu trả lời")
    return visible_lines(str(given or "")).strip()


def _clean(question: Question, text: str, today: date, *, required: bool) -> str:
    if not text:
        if required:
            raise ValueError(_missing(question))
        return ""
    if len(text) > question.max_length:
        raise ValueError(f"{_subject(question)}: dài {len(text)} ký tự, tối đa {question.max_length}")
    return CLEANERS.get(question.type, _one_line)(question, text, today)


def _missing(question: Question) -> str:
    if question.label.endswith("?"):
        return f"Trả lời “{question.label}”"
    return f"{'Chọn' if question.type in _CHOSEN else 'Nhập'} {_lower(question.label)}"


def _one_line(question: Question, text: str, today: date) -> str:
    return normalise_name(text)


def _many_lines(question: Question, text: str, today: date) -> str:
    return text


def _date(question: Question, text: str, today: date) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = "/".join(reversed(text.split("-")))
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{_subject(question)}: ghi đủ ngày, tháng, năm, ví dụ 2/11/{today.year}")
    day, month, year = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise ValueError(f"{_subject(question)}: tháng chỉ từ 1 đến 12")
    if year < FIRST_YEAR:
        raise ValueError(f"{_subject(question)}: xem lại năm {year}")
    try:
        written = date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{_subject(question)}: tháng {month} không có ngày {day}") from error
    if question.past and written > today:
        raise ValueError(f"{_subject(question)}: không thể sau hôm nay, {_shown(today)}")
    return written.isoformat()


def _require_order(question: Question, questions: Sequence[Question], known: Mapping[str, Any]) -> None:
    """Refuse a date before the one it must follow; ISO dates compare as text."""
    written, first = str(known.get(question.code) or ""), str(known.get(question.not_before) or "")
    if question.not_before and written and re.fullmatch(r"\d{4}-\d{2}-\d{2}", first) and written < first:
        label = next(each.label for each in questions if each.code == question.not_before)
        raise ValueError(f"{_subject(question)}: không thể trước {_lower(label)}, {_shown(date.fromisoformat(first))}")


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _year(question: Question, text: str, today: date) -> str:
    if not re.fullmatch(r"\d{4}", text) or int(text) < FIRST_YEAR:
        raise ValueError(f"{_subject(question)}: ghi đủ 4 chữ số của năm, ví dụ 1995")
    if question.past and int(text) > today.year:
        raise ValueError(f"{_subject(question)}: không thể sau năm nay, {today.year}")
    return text


def _number(question: Question, text: str, today: date) -> str:
    digits = _digits(text)
    if not re.fullmatch(r"\d{1,15}(,\d{1,4})?", digits):
        raise ValueError(f"{_subject(question)}: chỉ ghi số, ví dụ 12")
    return digits


def _money(question: Question, text: str, today: date) -> str:
    digits = _digits(re.sub(r"\s*(đồng|đ|vnđ|vnd)\s*$", "", text, flags=re.IGNORECASE))
    if not re.fullmatch(r"\d{1,15}", digits):
        raise ValueError(f"{_subject(question)}: ghi số tiền bằng đồng, ví dụ 50.000.000")
    return digits


def _digits(text: str) -> str:
    return text.replace(".", "").replace(" ", "").replace("\u00a0", "")


def _choice(question: Question, text: str, today: date) -> str:
    if text not in {value for value, _ in question.options}:
        raise ValueError(_missing(question))
    return text


def _identity(question: Question, text: str, today: date) -> str:
    return parse_identity_number(text)


def _phone(question: Question, text: str, today: date) -> str:
    return parse_phone(text)


def _email(question: Question, text: str, today: date) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(f"{_subject(question)}: cần có dạng ten@noi-gui.vn") from error
    return text.lower()


CLEANERS: dict[str, Callable[[Question, str, date], str]] = {
    "longtext": _many_lines,
    "date": _date,
    "year": _year,
    "number": _number,
    "money": _money,
    "choice": _choice,
    "yes_no": _choice,
    "identity": _identity,
    "phone": _phone,
    "email": _email,
}
