"""Declarations as data: which questions a version asks, whether answers can be right, how they are shown. docs/declarations.md"""

from procedures.declarations.cleaning import clean_section
from procedures.declarations.definition import GENERIC, GROUP, TYPES, Answer, Condition, Question, Repeat, Section, sections_of
from procedures.declarations.linting import Problem, UnsoundDeclaration, lint_declaration, require_sound_declaration
from procedures.declarations.prefill import prefilled
from procedures.declarations.showing import AnswerBlock, answer_blocks, masked_answers, shown_answer

__all__ = [
    "GENERIC",
    "GROUP",
    "TYPES",
    "Answer",
    "AnswerBlock",
    "Condition",
    "Problem",
    "Question",
    "Repeat",
    "Section",
    "UnsoundDeclaration",
    "answer_blocks",
    "clean_section",
    "lint_declaration",
    "masked_answers",
    "prefilled",
    "require_sound_declaration",
    "sections_of",
    "shown_answer",
]
