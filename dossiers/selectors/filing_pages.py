"""What the pages of a filing show: papers with their files, the whole draft for review, soft warnings, what is left to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from core.identity import check_identity_against, format_phone
from dossiers.filing import APPLICANT, DELIVERY, FILER, PAPERS, PLACE, FilingStep, answers_of, applicant_of, filer_of
from dossiers.models import Delivery, Dossier, Draft, DraftFile, Relation
from dossiers.opening import missing_papers, papers_of
from procedures.declarations import AnswerBlock, Question, Section, answer_blocks
from procedures.models import DocumentRequirement, ProcedureVersion

IDENTITY = "so_dinh_danh"
KEEP_IF_RIGHT = "Nếu bạn ghi đúng thì cứ giữ, vẫn nộp được."
ONE_PERSON = "Nếu đúng là một người thì cứ nộp: hồ sơ ghi bạn nộp cho chính mình."
ASKED_IF_NEEDED = "Vẫn nộp được; nếu cần, phường, xã sẽ hỏi bạn."


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One paper of the case with the files sent for it."""

    paper: DocumentRequirement
    files: tuple[DraftFile, ...]


def paper_blocks(draft: Draft) -> list[PaperBlock]:
    """Return the papers of the draft's case that are sent as files, in order. Two queries."""
    files: dict[str, list[DraftFile]] = defaultdict(list)
    for file in draft.files.order_by("pk"):
        files[file.document_code].append(file)
    papers = papers_of(draft.procedure_version, draft.case_code)
    return [PaperBlock(paper, tuple(files[paper.code])) for paper in papers if not paper.counter_only]


def papers_for_counter(draft: Draft) -> list[DocumentRequirement]:
    """Return the papers that are only shown at the counter. One query."""
    return [paper for paper in papers_of(draft.procedure_version, draft.case_code) if paper.counter_only]


def open_drafts(user: User, version: ProcedureVersion) -> QuerySet[Draft]:
    """Return a person's drafts of the same procedure, newest first."""
    drafts = Draft.objects.filter(owner=user, procedure_version__procedure=version.procedure_id)
    return drafts.select_related("procedure_version__procedure", "commune").order_by("-saved_at", "pk")


def sent_from(user: User, draft_id: UUID) -> Dossier | None:
    """Return the dossier a draft of this person became; None if it is still a draft, or another's. One query."""
    return Dossier.objects.filter(opening_key=draft_id, parties__user=user).order_by("pk").first()


def review_sections(draft: Draft, steps: Sequence[FilingStep]) -> list[dict[str, Any]]:
    """Return what will be sent, one part a page of the filing, as `components/summary_list.html` takes it."""
    answers = answers_of(draft)
    parts = [(step, _part_rows(draft, step), _part_blocks(step, answers)) for step in steps]
    return [{"step": step.code, "title": step.title, "rows": rows, "blocks": blocks} for step, rows, blocks in parts if rows or blocks]


def _part_rows(draft: Draft, step: FilingStep) -> list[dict[str, Any]]:
    makers = {PLACE: _place_rows, APPLICANT: _applicant_rows, FILER: _filer_rows, DELIVERY: _delivery_rows}
    return makers[step.code](draft) if step.code in makers else []


def _part_blocks(step: FilingStep, answers: Mapping[str, Mapping[str, Any]]) -> list[AnswerBlock]:
    return answer_blocks(step.section, answers.get(step.section.code, {}), gaps=True) if step.section else []


def _row(label: str, value: str, *, strong: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value or "Chưa điền", "strong": strong, "url": ""}


def _place_rows(draft: Draft) -> list[dict[str, Any]]:
    case = next((str(case["label"]) for case in draft.procedure_version.cases if case["code"] == draft.case_code), "")
    rows = [_row("Nộp cho", "Người khác" if draft.is_for_other else "Tôi")]
    rows += [_row("Trường hợp", case)] if draft.procedure_version.cases else []
    return [*rows, _row("Nộp đến", f"Ủy ban nhân dân {draft.commune.full_name}" if draft.commune else "")]


def _applicant_rows(draft: Draft) -> list[dict[str, Any]]:
    return _person_rows(applicant_of(draft))


def _filer_rows(draft: Draft) -> list[dict[str, Any]]:
    filer = filer_of(draft)
    relation = filer.get("relation", "")
    return [_row("Là gì của người yêu cầu", Relation(relation).label if relation in Relation.values else ""), *_person_rows(filer)]


def _person_rows(person: Mapping[str, str]) -> list[dict[str, Any]]:
    phone, email = person.get("phone", ""), person.get("email", "")
    contact = ", ".join(part for part in (f"{format_phone(phone)} (SMS)" if phone else "", email) if part)
    rows = [
        _row("Họ, chữ đệm, tên", person.get("full_name", ""), strong=True),
        _row("Số định danh", spaced_identity(person.get("identity_number", ""))),
    ]
    if person.get("address"):
        rows.append(_row("Nơi ở hiện nay", person["address"]))
    return [*rows, _row("Nhận tin tại", contact)]


def spaced_identity(number: str) -> str:
    """Return "001 185 000 123"; anything that is not 12 digits as it is."""
    return " ".join(number[at : at + 3] for at in range(0, 12, 3)) if len(number) == 12 else number


def _delivery_rows(draft: Draft) -> list[dict[str, Any]]:
    return [_row("Cách nhận", Delivery(draft.delivery).label if draft.delivery else "")]


def undone_steps(draft: Draft, steps: Sequence[FilingStep]) -> list[FilingStep]:
    """Return the pages before the review that are not finished."""
    return [step for step in steps[:-1] if step.code not in draft.done_steps]


def missing_names(draft: Draft) -> list[str]:
    """Return the names of papers without which this case cannot be sent."""
    present = set(draft.files.order_by("pk").values_list("document_code", flat=True))
    return [name for _, name in missing_papers(draft.procedure_version, draft.case_code, present)]


def soft_warnings(draft: Draft, steps: Sequence[FilingStep], blocks: Sequence[PaperBlock], today: date) -> list[dict[str, str]]:
    """Return doubts that never block, each with the page where it can be changed.

    Source: docs/legal/identity.md#number
    """
    answers = answers_of(draft)
    warnings = _people_doubts(draft)
    for step in steps:
        if step.section is not None:
            given = answers.get(step.section.code, {})
            warnings += [_warning(f"{label}.", text, step.code) for label, text in _section_doubts(step.section, given)]
    optional = [
        block.paper for block in blocks if not (block.files or block.paper.blocks or block.paper.required_when or block.paper.reusable)
    ]
    return warnings + [{"title": f"Chưa gửi {paper.plain_name}.", "text": ASKED_IF_NEEDED, "step": PAPERS} for paper in optional]


def _people_doubts(draft: Draft) -> list[dict[str, str]]:
    whose = "của người yêu cầu" if draft.is_for_other else "của bạn"
    number, own = applicant_of(draft).get("identity_number", ""), filer_of(draft).get("identity_number", "")
    doubts = [_warning(f"Số định danh {whose}.", text, APPLICANT) for text in _doubts(number)]
    if own and own == number:
        return [*doubts, {"title": "Người nộp thay và người yêu cầu có cùng số định danh.", "text": ONE_PERSON, "step": FILER}]
    return doubts + [_warning("Số định danh của bạn.", text, FILER) for text in _doubts(own)]


def _warning(title: str, text: str, step: str) -> dict[str, str]:
    return {"title": title, "text": f"{text}. {KEEP_IF_RIGHT}", "step": step}


def _section_doubts(section: Section, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    doubts = []
    for question in section.questions:
        if question.repeat is not None:
            items = [each for each in given.get(question.code) or [] if isinstance(each, Mapping)]
            doubts += [doubt for item in items for inner in question.questions for doubt in _number_doubts(inner, item)]
        else:
            doubts += _number_doubts(question, given)
    return doubts


def _number_doubts(question: Question, given: Mapping[str, str]) -> list[tuple[str, str]]:
    number = given.get(question.code, "") if question.type == "identity" else ""
    return [(question.label, doubt) for doubt in _doubts(number, _year(question, given), _sex(question, given))]


def _doubts(number: str, birth_year: int | None = None, sex: str | None = None) -> list[str]:
    return check_identity_against(number, birth_year, sex) if len(number) == 12 and number.isdigit() else []


def _year(question: Question, given: Mapping[str, str]) -> int | None:
    """Return the year of birth given for the same person: the sister question of the same name."""
    for sister in ("nam_sinh", "ngay_sinh"):
        year = given.get(question.code.replace(IDENTITY, sister), "")[:4]
        if IDENTITY in question.code and len(year) == 4 and year.isdigit():
            return int(year)
    return None


def _sex(question: Question, given: Mapping[str, str]) -> str | None:
    sex = given.get(question.code.replace(IDENTITY, "gioi_tinh"), "") if IDENTITY in question.code else ""
    return sex if sex in {"nam", "nu"} else None
