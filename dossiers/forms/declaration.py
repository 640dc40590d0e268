"""A section of a declaration as a form: fields, groups with items that can be added and removed, and when each is asked.

One form for the citizen's page and the desk; components/declaration/fields.html draws it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django import forms

from communes.models import Commune
from core.identity import format_phone
from core.money import number
from dossiers.forms.citizen import TypedForm
from dossiers.forms.date_parts import DateParts
from procedures.declarations import Condition, Question, Repeat, Section

MOST_RADIOS = 7
MORE, LESS, COUNT = "them", "bo", "so_muc"
PREFILLED, USUAL = "Điền sẵn từ thông tin người yêu cầu, sửa được", "Điền sẵn, sửa được"
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field with what its place on the page needs; `note` says when it must be filled in, where that is not always."""

    bound: forms.BoundField
    note: str
    is_optional: bool
    width: str
    in_a_row: bool


@dataclass(frozen=True, slots=True)
class AskedFields:
    """Fields that follow each other and are asked at the same time: `note` says in words when, `asked` says it to the script."""

    is_group: ClassVar[bool] = False
    note: str
    asked: str
    fields: list[AskedField]


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item of a group; `anchor` is the place to come back to, `code` what the button to remove it sends."""

    title: str
    code: str
    anchor: str
    parts: list[AskedFields]


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """A group with its items so far."""

    is_group: ClassVar[bool] = True
    code: str
    anchor: str
    title: str
    hint: str
    note: str
    asked: str
    errors: Sequence[str]
    count: forms.BoundField
    items: list[AskedItem]
    more: str
    next: str
    more_name: str
    less_name: str


class SectionForm(TypedForm):
    """One section of a declaration. Names of fields in groups are `group.0.field`, as errors name them."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        section: Section,
        answers: Mapping[str, Any] | None = None,
        first: Mapping[str, str] | None = None,
        communes: Iterable[Commune] = (),
        prefix: str | None = None,
        complete: bool = True,
    ) -> None:
        """`answers`: what was kept; `first`: answers filled in for the person, used where nothing was kept.

        `complete` False: nothing is required, so no field says that it is optional.
        """
        self.complete = complete
        self.section, self.kept, self.first = section, answers or {}, first or {}
        super().__init__(data, prefix=prefix)
        self.places: Choices = [(commune.full_name, f"{commune.name} ({commune.get_kind_display()})") for commune in communes]
        self.counts: dict[str, int] = {}
        for question in section.questions:
            if question.repeat is None:
                self._add(question.code, question, self.kept)
            else:
                self._add_group(question, question.repeat)

    def _add_group(self, group: Question, repeat: Repeat) -> None:
        kept = self.kept.get(group.code)
        items = kept if isinstance(kept, list) else []
        count = self.counts[group.code] = self._count(group.code, repeat, len(items))
        self.fields[f"{group.code}.{COUNT}"] = forms.CharField(
            widget=forms.HiddenInput({"id": False}), initial=count, required=False, label=group.label
        )
        for position in range(count):
            for question in group.questions:
                self._add(f"{group.code}.{position}.{question.code}", question, items[position] if position < len(items) else {})

    def _count(self, code: str, repeat: Repeat, kept: int) -> int:
        """Return how many items stand on the page: as many as were sent, else as were kept."""
        sent = str(self.data.get(self.add_prefix(f"{code}.{COUNT}")) or "")
        wanted = int(sent[:3]) if sent.isascii() and sent.isdecimal() else kept
        return min(max(wanted, repeat.least), repeat.most)

    def _add(self, name: str, question: Question, kept: Mapping[str, Any]) -> None:
        first = "" if self.kept else self.first.get(name, "")
        hint = question.hint
        if first:
            hint = ". ".join(filter(None, (hint, USUAL if question.prefill and question.prefill.value else PREFILLED)))
        self.fields[name] = forms.CharField(
            label=question.label,
            help_text=hint,
            required=question.required,
            initial=_boxed(question, str(kept.get(question.code) or first)),
            widget=_widget(question, self.places),
        )

    def typed(self) -> dict[str, Any]:
        """Return what was typed: question → text, or for a group a list of such items."""
        flat = super().typed()
        return {
            each.code: flat[each.code] if each.repeat is None else [self._typed_item(each, n, flat) for n in range(self.counts[each.code])]
            for each in self.section.questions
        }

    def _typed_item(self, group: Question, position: int, flat: Mapping[str, str]) -> dict[str, str]:
        return {question.code: flat[f"{group.code}.{position}.{question.code}"] for question in group.questions}

    def rearranged(self) -> tuple[dict[str, Any], str] | None:
        more, less = (str(self.data.get(self.add_prefix(name)) or "") for name in (MORE, LESS))
        groups = {question.code: question for question in self.section.questions if question.repeat is not None}
        code, _, position = (more or less).partition(".")
        group = groups.get(code)
        if group is None or group.repeat is None:
            return None
        typed = self.typed()
        items = typed[code]
        if more and len(items) < group.repeat.most:
            items.append({})
            return typed, self._anchor(code, len(items) - 1)
        at = next((each for each in range(len(items)) if less and position == str(each)), None)
        if at is not None:
            del items[at]
        return typed, self._anchor(code)

    def _anchor(self, code: str, position: int | None = None) -> str:
        """Return the id of a group, which an error about the whole of it leads to, or of one of its items."""
        whole = str(self[f"{code}.{COUNT}"].auto_id)
        return whole if position is None else f"{whole}-{position + 1}"

    def parts(self) -> list[AskedFields | AskedGroup]:
        """Return the fields and groups in the order of the paper."""
        parts: list[AskedFields | AskedGroup] = []
        for is_group, questions in groupby(self.section.questions, key=lambda question: question.repeat is not None):
            if is_group:
                parts += [self._group(question, question.repeat) for question in questions if question.repeat is not None]
            else:
                parts += self._together(questions, self.section.questions)
        return parts

    def _together(self, questions: Iterable[Question], sisters: Sequence[Question], start: str = "") -> list[AskedFields]:
        """Return fields, those under the same conditions together."""
        together = []
        for conditions, same in groupby(questions, key=lambda question: question.when):
            note, asked = self._when(conditions, sisters, start)
            together.append(AskedFields(note, asked, [self._field(question, start + question.code, sisters) for question in same]))
        return together

    def _group(self, group: Question, repeat: Repeat) -> AskedGroup:
        title, count = repeat.item_title, self.counts[group.code]
        note, asked = self._when(group.when, self.section.questions, "")
        return AskedGroup(
            code=group.code,
            anchor=self._anchor(group.code),
            title="" if len(self.section.questions) == 1 else group.label,
            hint=group.hint,
            note=note,
            asked=asked,
            errors=[str(error) for error in self[f"{group.code}.{COUNT}"].errors],
            count=self[f"{group.code}.{COUNT}"],
            items=[self._item(group, position, f"{title} {position + 1}") for position in range(count)],
            more=f"Thêm {title[:1].lower()}{title[1:]}" if count < repeat.most else "",
            next=f"#{self._anchor(group.code, count)}",
            more_name=self.add_prefix(MORE),
            less_name=self.add_prefix(LESS) if count > repeat.least else "",
        )

    def _item(self, group: Question, position: int, title: str) -> AskedItem:
        start = f"{group.code}.{position}."
        parts = self._together(group.questions, group.questions, start)
        return AskedItem(title, f"{group.code}.{position}", self._anchor(group.code, position), parts)

    def _field(self, question: Question, name: str, sisters: Sequence[Question]) -> AskedField:
        return AskedField(
            bound=self[name],
            note=f"Cần điền khi {_in_words(question.required_when, sisters)}" if question.required_when else "",
            is_optional=self.complete and not (question.required or question.required_when),
            width=_WIDTHS.get(question.type, ""),
            in_a_row=len(question.options) == 2,
        )

    def _when(self, conditions: Sequence[Condition], sisters: Sequence[Question], start: str) -> tuple[str, str]:
        if not conditions:
            return "", ""
        asked = [[self.add_prefix(start + condition.field), list(condition.values)] for condition in conditions]
        return f"Chỉ điền khi {_in_words(conditions, sisters)}", json.dumps(asked)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put the sentences beside their fields; one about a whole group stands over its items."""
        groups = {code: f"{code}.{COUNT}" for code in self.counts}
        super().show_errors({groups.get(name, name): message for name, message in errors.items()})


_WIDTHS = {"number": "10", "money": "10", "identity": "10", "phone": "10", "year": "4"}


def _in_words(conditions: Sequence[Condition], questions: Sequence[Question]) -> str:
    known = {question.code: question for question in questions}
    return " và ".join(_chosen(condition, known[condition.field]) for condition in conditions if condition.field in known)


def _chosen(condition: Condition, question: Question) -> str:
    words = dict(question.options)
    wanted = " hoặc ".join(f"“{words.get(value, value)}”" for value in condition.values)
    return f"chọn {wanted} ở “{question.label}”"


def _boxed(question: Question, answer: str) -> str:
    """Return an answer as its box shows it."""
    if question.type == "money" and answer.isdecimal() and len(answer) <= _BOXES["money"]["maxlength"]:
        return number(int(answer))
    return format_phone(answer) if question.type == "phone" and answer.startswith("+") else answer


def _widget(question: Question, places: Choices) -> forms.Widget:
    match question.type:
        case "date":
            return DateParts()
        case "longtext":
            return forms.Textarea({"rows": 4, "maxlength": question.max_length})
        case "choice" | "yes_no":
            few = len(question.options) <= MOST_RADIOS
            return forms.RadioSelect(choices=question.options) if few else forms.Select(choices=[("", "Chọn"), *question.options])
        case "commune":
            return forms.Select(choices=[("", "Chọn phường, xã"), *places])
        case _:
            return forms.TextInput({"autocomplete": "off", "maxlength": question.max_length, **_BOXES.get(question.type, {})})


# The data of other people is not for the browser to remember: every box has autocomplete off.
_BOXES: dict[str, dict[str, Any]] = {
    "identity": {"inputmode": "numeric", "maxlength": 20},
    "phone": {"type": "tel", "inputmode": "tel", "maxlength": 20},
    "number": {"inputmode": "decimal", "maxlength": 24},
    "money": {"inputmode": "numeric", "maxlength": 30},
    "year": {"inputmode": "numeric", "maxlength": 4},
    "email": {"type": "email", "inputmode": "email", "maxlength": 254},
}
