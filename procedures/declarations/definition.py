"""What a declaration asks: sections, questions, conditions and groups that repeat, read from the data of a version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

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


def sections_of(declaration: Mapping[str, Any], case_code: str | None = None) -> tuple[Section, ...]:
    """Return the sections of a version's declaration; a version without one gets a short general one.

    With a case, only what is asked in that case; a section of which nothing is left is no page.
    """
    source = declaration if declaration.get("sections") else GENERIC
    sections = (_section(each, case_code) for each in source["sections"] if _belongs(each, case_code))
    return tuple(section for section in sections if section.questions)


def _belongs(part: Mapping[str, Any], case_code: str | None) -> bool:
    return case_code is None or not part.get("cases") or case_code in part["cases"]


def _section(section: Mapping[str, Any], case_code: str | None) -> Section:
    fields = section["fields"]
    if section.get("repeat"):
        fields = [{"code": ITEMS, "label": section["title"], "type": GROUP, "repeat": section["repeat"], "fields": fields}]
    questions = tuple(_question(field, case_code) for field in fields if _belongs(field, case_code))
    return Section(section["code"], section["title"], questions, section.get("hint", ""), tuple(section.get("cases") or ()))


def _question(field: Mapping[str, Any], case_code: str | None) -> Question:
    repeat = field.get("repeat")
    kind = GROUP if repeat else field["type"]
    return Question(
        code=field["code"],
        label=field["label"],
        type=kind,
        required=bool(field.get("required")),
        hint=field.get("hint", ""),
        choices=_choices(field.get("choices") or ()),
        max_length=int(field.get("max_length") or _LENGTHS.get(kind, _USUAL_LENGTH)),
        when=conditions_of(field.get("when")),
        required_when=conditions_of(field.get("required_when")),
        cases=tuple(field.get("cases") or ()),
        past=bool(field.get("past")),
        not_before=field.get("not_before", ""),
        prefill=_prefill(field.get("prefill")),
        repeat=Repeat(int(repeat.get("min", 0)), int(repeat.get("max", MOST_ITEMS)), repeat.get("item_title", "")) if repeat else None,
        questions=tuple(_question(inner, case_code) for inner in field.get("fields", ()) if _belongs(inner, case_code)),
    )


def conditions_of(given: Any) -> tuple[Condition, ...]:
    """Return conditions written as one {"field", "is"} or a list of them; `is` is one answer or several of which one will do."""
    each = [given] if isinstance(given, Mapping) else given or []
    return tuple(Condition(one["field"], tuple(map(str, one["is"])) if isinstance(one["is"], list) else (str(one["is"]),)) for one in each)


def _prefill(given: Any) -> Prefill | None:
    if not given:
        return None
    if isinstance(given, str):
        return Prefill(given)
    return Prefill(given.get("from", ""), given.get("value", ""), conditions_of(given.get("when")))


def _choices(given: Any) -> tuple[tuple[str, str], ...]:
    """Return [value, label] pairs; a name stands for a list that several declarations share."""
    pairs = choice_lists()[given] if isinstance(given, str) else given
    return tuple((str(value), str(label)) for value, label in pairs)


@cache
def choice_lists() -> dict[str, list[list[str]]]:
    """Return the lists of choices that declarations name instead of repeating them. Entries are only ever added."""
    return dict(json.loads(_LISTS.read_text(encoding="utf-8")))
