"""Declarations as data: which questions a version asks, and whether the answers can be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.errors import DomainError
from core.identity import parse_identity_number, parse_phone
from core.text import normalise_name

DEFAULT_LENGTH = 500
LONG_LENGTH = 4_000
_DATE = re.compile(r"^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})\s*$")

GENERIC: dict[str, Any] = {
    "sections": [
        {
            "code": "noi-dung",
            "title": "Nội dung đề nghị",
            "fields": [
                {
                    "code": "noi_dung",
                    "label": "Bạn đề nghị giải quyết việc gì",
                    "type": "longtext",
                    "required": True,
                    "hint": "Viết ngắn: việc gì, cho ai, ở đâu",
                }
            ],
        }
    ]
}


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a declaration. `when` = (field code, value): asked only then."""

    code: str
    label: str
    type: str
    required: bool
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = DEFAULT_LENGTH
    when: tuple[str, str] | None = None

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return self.when is None or answers.get(self.when[0]) == self.when[1]


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a declaration."""

    code: str
    title: str
    questions: tuple[Question, ...]


def sections_of(declaration: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the sections of a version's declaration; a version without one gets a short general one."""
    source = declaration if declaration.get("sections") else GENERIC
    return tuple(Section(s["code"], s["title"], tuple(_question(f) for f in s["fields"])) for s in source["sections"])


def _question(field: Mapping[str, Any]) -> Question:
    when = field.get("when")
    length = LONG_LENGTH if field["type"] == "longtext" else DEFAULT_LENGTH
    return Question(
        code=field["code"],
        label=field["label"],
        type=field["type"],
        required=bool(field.get("required")),
        hint=field.get("hint", ""),
        choices=tuple((str(value), str(label)) for value, label in field.get("choices") or ()),
        max_length=int(field.get("max_length") or length),
        when=(when["field"], str(when["is"])) if when else None,
    )


def clean_section(section: Section, raw: Mapping[str, Any], *, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """Return (answers, errors) of one section: answers normalised, dates as ISO; questions not asked are dropped.

    `today` bounds nothing but the sense of a year. Errors are one Vietnamese sentence a field.
    """
    answers: dict[str, str] = {}
    errors: dict[str, str] = {}
    for question in section.questions:
        if not question.is_asked({**raw, **answers}):
            continue
        text = str(raw.get(question.code) or "").strip()
        try:
            answers[question.code] = _clean(question, text, today)
        except DomainError as error:
            errors[question.code] = error.message
        except ValueError as error:
            errors[question.code] = str(error)
    return answers, errors


def _clean(question: Question, text: str, today: date) -> str:
    if not text:
        if question.required:
            raise ValueError(_missing(question))
        return ""
    if len(text) > question.max_length:
        raise ValueError(f"{question.label}: dài {len(text)} ký tự, tối đa {question.max_length}")
    cleaners = {"date": _date, "number": _number, "choice": _choice, "yes_no": _yes_no}
    if question.type == "identity":
        return parse_identity_number(text)
    if question.type == "phone":
        return parse_phone(text)
    if question.type in cleaners:
        return cleaners[question.type](question, text, today)
    return text.replace("\x00", "") if question.type == "longtext" else normalise_name(text)


def _missing(question: Question) -> str:
    verb = "Chọn" if question.type in {"choice", "yes_no", "commune"} else "Nhập"
    return f"{verb} {question.label[:1].lower()}{question.label[1:]}"


def _date(question: Question, text: str, today: date) -> str:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        text = "/".join(reversed(text.split("-")))
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{question.label}: ghi đủ ngày, tháng, năm, ví dụ 2/11/{today.year}")
    day, month, year = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        raise ValueError(f"{question.label}: tháng chỉ từ 1 đến 12")
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(f"{question.label}: tháng {month} không có ngày {day}") from error


def _number(question: Question, text: str, today: date) -> str:
    digits = text.replace(".", "").replace(" ", "").replace("\u00a0", "")
    if not re.fullmatch(r"\d{1,15}(,\d{1,4})?", digits):
        raise ValueError(f"{question.label}: chỉ ghi số, ví dụ 12")
    return digits


def _choice(question: Question, text: str, today: date) -> str:
    if text not in {value for value, _ in question.choices}:
        raise ValueError(_missing(question))
    return text


def _yes_no(question: Question, text: str, today: date) -> str:
    if text not in {"co", "khong"}:
        raise ValueError(_missing(question))
    return text


def shown_answer(question: Question, answer: str) -> str:
    """Return an answer in the words of the form: a choice by its label, a date as 02/11/2026."""
    if not answer:
        return ""
    if question.type == "choice":
        return dict(question.choices).get(answer, answer)
    if question.type == "yes_no":
        return "Có" if answer == "co" else "Không"
    if question.type == "date":
        return f"{date.fromisoformat(answer):%d/%m/%Y}"
    return answer
