"""What a declaration asks: sections, questions, conditions and groups that repeat, read from the data of a version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from procedures.declarations.shapes import LONGEST_ANSWER

Item: TypeAlias = dict[str, str]
Answer: TypeAlias = str | list[Item]  # a list of items where the question is a group

GROUP = "group"
TYPES = (
    "text",
    "longtext",
    "address",
    "date",
    "year",
    "number",
    "money",
    "choice",
    "yes_no",
    "identity",
    "phone",
    "email",
    "commune",
)
YES_NO = (("co", "Có"), ("khong", "Không"))
MOST_ITEMS = 20
ITEMS = "muc"  # code under which a section that repeats as a whole keeps its items
_LENGTHS = {"longtext": 4_000, "address": 300}
_USUAL_LENGTH = 500
_LISTS = Path(__file__).parent.parent / "data" / "choice_lists.json"

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
class Condition:
    """Holds while the question `field`, which stands before on the same page or in the same item, has one of these answers."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return answers.get(self.field) in self.values


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a group is asked: at least and at most so many items, each called `item_title`."""

    least: int
    most: int
    item_title: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where a first answer is taken from: a fact of the applicant, or `value` itself.

    `when` names answers of sections before, as "section.question".
    """

    source: str = ""
    value: str = ""
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a declaration, or with `repeat` a group of fields that is answered several times.

    Asked only while every condition of `when` holds and, where `cases` are named, in one of these cases of the version.
    `required_when`: required while all of them hold. Dates: `past` not after today, `not_before` another date of the page.
    """

    code: str
    label: str
    type: str
    required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    max_length: int = _USUAL_LENGTH
    when: tuple[Condition, ...] = ()
    required_when: tuple[Condition, ...] = ()
    cases: tuple[str, ...] = ()
    past: bool = False
    not_before: str = ""
    prefill: Prefill | None = None
    repeat: Repeat | None = None
    questions: tuple["Question", ...] = ()

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return all(condition.holds(answers) for condition in self.when)

    def is_required(self, answers: Mapping[str, Any]) -> bool:
        return self.required or bool(self.required_when and all(condition.holds(answers) for condition in self.required_when))

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen, each with its words; empty where the answer is written."""
        return YES_NO if self.type == "yes_no" else self.choices


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a declaration; where `cases` are named, of these cases only."""

    code: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""
    cases: tuple[str, ...] = ()

    @property
    def asks_places(self) -> bool:
        """Tell whether a list of the communes is needed."""
        return any(each.type == "commune" for question in self.questions for each in (question, *question.questions))


def sections_of(declaration: Any, case_code: str | None = None) -> tuple[Section, ...]:
    """Return the sections of a version's declaration; a version without one gets a short general one.

    With a case, only what is asked in that case; a section of which nothing is left is no page. Never raises: what the
    linter would refuse is read as if it were not there.
    """
    given = _parts(declaration.get("sections")) if isinstance(declaration, Mapping) else []
    sections = (_section(each, case_code) for each in given or GENERIC["sections"] if _belongs(each, case_code))
    return tuple(section for section in sections if section.questions)


def _belongs(part: Mapping[str, Any], case_code: str | None) -> bool:
    cases = _texts(part.get("cases"))
    return case_code is None or not cases or case_code in cases


def _parts(given: Any) -> list[Mapping[str, Any]]:
    """Return the parts that have a code, without which nothing can be kept under them."""
    return [each for each in _listed(given) if isinstance(each, Mapping) and _text(each.get("code"))]


def _listed(given: Any) -> list[Any] | tuple[Any, ...]:
    return given if isinstance(given, list | tuple) else ()


def _text(given: Any, usual: str = "") -> str:
    return given if isinstance(given, str) else usual


def _texts(given: Any) -> tuple[str, ...]:
    return tuple(each for each in _listed(given) if isinstance(each, str))


def _whole(given: Any, usual: int, least: int, most: int) -> int:
    return given if isinstance(given, int) and not isinstance(given, bool) and least <= given <= most else usual


def _section(section: Mapping[str, Any], case_code: str | None) -> Section:
    code, fields = section["code"], section.get("fields")
    title = _text(section.get("title"), code)
    if section.get("repeat"):
        fields = [{"code": ITEMS, "label": title, "type": GROUP, "repeat": section["repeat"], "fields": fields}]
    questions = tuple(_question(field, case_code) for field in _parts(fields) if _belongs(field, case_code))
    return Section(code, title, questions, _text(section.get("hint")), _texts(section.get("cases")))


def _question(field: Mapping[str, Any], case_code: str | None, *, in_item: bool = False) -> Question:
    repeat = None if in_item else _repeat(field.get("repeat"))
    kind = GROUP if repeat else field["type"] if field.get("type") in TYPES else "text"
    inner = _parts(field.get("fields")) if repeat else ()
    return Question(
        code=field["code"],
        label=_text(field.get("label"), field["code"]),
        type=kind,
        required=bool(field.get("required")),
        hint=_text(field.get("hint")),
        choices=_choices(field.get("choices")),
        max_length=_whole(field.get("max_length"), _LENGTHS.get(kind, _USUAL_LENGTH), 1, LONGEST_ANSWER),
        when=conditions_of(field.get("when")),
        required_when=conditions_of(field.get("required_when")),
        cases=_texts(field.get("cases")),
        past=bool(field.get("past")),
        not_before=_text(field.get("not_before")),
        prefill=_prefill(field.get("prefill")),
        repeat=repeat,
        questions=tuple(_question(each, case_code, in_item=True) for each in inner if _belongs(each, case_code)),
    )


def _repeat(given: Any) -> Repeat | None:
    if not given or not isinstance(given, Mapping):
        return None
    most = _whole(given.get("max"), MOST_ITEMS, 1, MOST_ITEMS)
    return Repeat(_whole(given.get("min"), 0, 0, most), most, _text(given.get("item_title")))


def conditions_of(given: Any) -> tuple[Condition, ...]:
    """Return conditions written as one {"field", "is"} or a list of them; `is` is one answer or several of which one will do."""
    each = [given] if isinstance(given, Mapping) else _listed(given)
    whole = [one for one in each if isinstance(one, Mapping) and isinstance(one.get("field"), str) and "is" in one]
    return tuple(Condition(one["field"], _texts(one["is"] if isinstance(one["is"], list) else [one["is"]])) for one in whole)


def _prefill(given: Any) -> Prefill | None:
    if isinstance(given, str):
        return Prefill(given) if given else None
    if not given or not isinstance(given, Mapping):
        return None
    return Prefill(_text(given.get("from")), _text(given.get("value")), conditions_of(given.get("when")))


def _choices(given: Any) -> tuple[tuple[str, str], ...]:
    """Return [value, label] pairs; a name stands for a list that several declarations share."""
    pairs = choice_lists().get(given, []) if isinstance(given, str) else _listed(given)
    whole = (pair for pair in pairs if len(_listed(pair)) == 2 and isinstance(pair[0], str))
    return tuple((value, _text(label, value)) for value, label in whole)


@cache
def choice_lists() -> dict[str, list[list[str]]]:
    """Return the lists of choices that declarations name instead of repeating them. Entries are only ever added."""
    return dict(json.loads(_LISTS.read_text(encoding="utf-8")))
