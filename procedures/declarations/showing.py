"""Answers in the words of the form, for whoever reads them: the person before sending, the desk, the API."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.identity import format_phone, mask_identity
from core.money import dong
from procedures.declarations.definition import Question, Section

NOT_FILLED = "Chưa điền"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question with its answer."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """Lines that belong together: those of the section itself (no title), or of one item of a group."""

    title: str
    lines: tuple[AnswerLine, ...]


def shown_answer(question: Question, answer: str) -> str:
    """Return an answer in the words of the form: a choice by its label, a date as 02/11/2026. What was kept half typed stays as it is."""
    if not answer:
        return ""
    match question.type:
        case "choice" | "yes_no":
            return dict(question.options).get(answer, answer)
        case "date":
            return f"{date.fromisoformat(answer):%d/%m/%Y}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", answer) else answer
        case "money":
            return dong(int(answer)) if answer.isdecimal() else answer
        case "phone":
            return format_phone(answer) if answer.startswith("+") else answer
    return answer


def answer_blocks(section: Section, answers: Mapping[str, Any], *, masked: bool = False, gaps: bool = False) -> list[AnswerBlock]:
    """Return what was answered in a section, its own lines first, then a block for each item of its groups.

    Questions not asked, and those left empty, do not show; with `gaps` required ones left empty do. `masked` hides identity numbers.
    """
    own = _lines([each for each in section.questions if each.repeat is None], answers, masked=masked, gaps=gaps)
    blocks = [AnswerBlock("", own)] if own else []
    for group in section.questions:
        if group.repeat is None or not group.is_asked(answers):
            continue
        items = answers.get(group.code)
        title = group.repeat.item_title or group.label
        numbered = enumerate(items if isinstance(items, list) else [], start=1)
        blocks += [
            AnswerBlock(f"{title} {n}", lines) for n, item in numbered if (lines := _lines(group.questions, item, masked=masked, gaps=gaps))
        ]
        if gaps and group.repeat.least and not items:
            blocks.append(AnswerBlock("", (AnswerLine(group.label, NOT_FILLED),)))
    return blocks


def _lines(questions: Iterable[Question], answers: Mapping[str, Any], *, masked: bool, gaps: bool) -> tuple[AnswerLine, ...]:
    lines = []
    for question in questions:
        if not question.is_asked(answers):
            continue
        answer = str(answers.get(question.code) or "")
        shown = mask_identity(answer) if masked and answer and question.type == "identity" else shown_answer(question, answer)
        if shown or (gaps and question.is_required(answers)):
            lines.append(AnswerLine(question.label, shown or NOT_FILLED))
    return tuple(lines)


def masked_answers(sections: Iterable[Section], answers: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return raw answers with every identity number masked, those in groups too; sections the version does not know stay as they are."""
    known = {section.code: section.questions for section in sections}
    return {code: _masked(known.get(code, ()), given) for code, given in answers.items()}


def _masked(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    by_code = {question.code: question for question in questions}
    return {code: _masked_one(by_code.get(code), answer) for code, answer in answers.items()}


def _masked_one(question: Question | None, answer: Any) -> Any:
    if question is None:
        return answer
    if isinstance(answer, list):
        return [_masked(question.questions, item) for item in answer]
    return mask_identity(answer) if answer and question.type == "identity" else answer
