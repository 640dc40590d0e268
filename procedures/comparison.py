"""Two versions of a procedure side by side: only what differs, in words for a person."""

from collections.abc import Iterable, Mapping

from core.time_limits import TimeLimit
from procedures.fee_words import NOT_FIXED
from procedures.importing.facts import NOT_KNOWN, Change
from procedures.models import DocumentRequirement, Fee, ProcedureStep, ProcedureVersion, UnitTimeLimit

_YES_NO = {True: "có", False: "không"}

_TEXTS = {
    "Tên chính thức": "name",
    "Tên thường gọi": "plain_name",
    "Tóm tắt": "summary",
    "Bộ quản lý": "ministry",
    "Cấp thực hiện": "level",
    "Cơ quan thực hiện": "agency",
    "Thời hạn (lời văn)": "time_limit_text",
    "Ghi chú thời hạn": "time_limit_note",
    "Kết quả": "result_name",
    "Điều kiện": "conditions",
    "Thời hạn lưu hồ sơ": "retention",
    "Câu hỏi chọn trường hợp": "case_question",
}
_LISTS = {
    "Từ hay dùng": "search_words",
    "Kênh nộp": "channels",
    "Căn cứ pháp lý": "legal_basis",
    "Chỉ phường, xã này giải quyết": "handled_by",
    "Không phải nộp": "not_needed",
    "Các bước của người dân": "citizen_steps",
}
_SWITCHES = {
    "Trả kết quả ngay tại quầy": "is_immediate",
    "Cấp xã chỉ tiếp nhận": "receive_only",
    "Nơi khác được nhận thay": "receivable_elsewhere",
}


def compared(old: ProcedureVersion, new: ProcedureVersion) -> list[Change]:
    """Return what differs between two versions, in the order of the page; empty where they say the same.

    Both come with their details prefetched (`selectors.with_details`); no query then.
    """
    before, after = facts_of(old), facts_of(new)
    labels = list(dict.fromkeys([*before, *after]))
    return [
        Change(label, before.get(label, "") or NOT_KNOWN, after.get(label, "") or NOT_KNOWN)
        for label in labels
        if before.get(label, "") != after.get(label, "")
    ]


def facts_of(version: ProcedureVersion) -> dict[str, str]:
    """Return everything a version says, each fact under its label in words."""
    facts = {label: str(getattr(version, column)) for label, column in _TEXTS.items()}
    facts["Thời hạn"] = TimeLimit.parse(version.time_limit_rule).label() if version.time_limit_rule else ""
    facts["Mức trực tuyến"] = version.get_online_level_display()
    facts |= {label: "; ".join(getattr(version, column)) for label, column in _LISTS.items()}
    facts |= {label: _YES_NO[getattr(version, column)] for label, column in _SWITCHES.items()}
    facts |= {f"Trường hợp: {case['label']}": "có" for case in version.cases}
    facts |= _rows("Giấy tờ", ((paper.plain_name, _paper(paper)) for paper in version.documents.all()))
    facts |= _rows("Khoản thu", ((_charged(fee), _sum(fee)) for fee in version.fees.all()))
    facts |= _rows("Bước", ((str(step.position), _step(step)) for step in version.steps.all()))
    facts |= _rows("Thời hạn của", ((limit.unit, _limit(limit)) for limit in version.unit_limits.all()))
    return facts | _rows("Câu hỏi", _questions(version.declaration))


def _rows(kind: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {f"{kind} {name}" if name.isdigit() else f"{kind}: {name}": words for name, words in named}


def _paper(paper: DocumentRequirement) -> str:
    counted = [f"{paper.originals} bản chính"] * bool(paper.originals) + [f"{paper.copies} bản sao"] * bool(paper.copies)
    words = [paper.name, *counted, paper.hint, paper.form_code and f"mẫu {paper.form_code}"]
    words += [f"chỉ khi {paper.required_when}" if paper.required_when else "", f"trường hợp {paper.case_code}" if paper.case_code else ""]
    marks = {"thiếu thì không nộp được": paper.blocks, "chỉ xuất trình tại quầy": paper.counter_only, "cơ quan tự tra được": paper.reusable}
    return "; ".join(word for word in [*words, *(mark for mark, holds in marks.items() if holds)] if word)


def _charged(fee: Fee) -> str:
    return ", ".join(word for word in (fee.label, fee.get_channel_display().lower(), fee.payer) if word)


def _sum(fee: Fee) -> str:
    amount = NOT_FIXED if fee.amount is None else f"{fee.amount} đồng{f'/{fee.unit}' if fee.unit else ''}"
    return "; ".join(
        word for word in (amount, fee.get_set_by_display(), "phí thẩm định" * fee.is_appraisal, fee.legal_basis, fee.note) if word
    )


def _step(step: ProcedureStep) -> str:
    budget = f", {step.budget_minutes} phút làm việc" if step.budget_minutes is not None else ""
    return f"{step.name} ({step.get_post_display()}{budget})"


def _limit(limit: UnitTimeLimit) -> str:
    return limit.text or limit.rule


def _questions(declaration: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """Yield each question of a declaration with its settings; what is not known here is told as it is written."""
    for section in declaration.get("sections", ()):  # type: ignore[attr-defined]  # checked when it is written
        for question in section["fields"]:
            told = "; ".join(f"{key} {value}" for key, value in sorted(question.items()) if key not in {"code", "label"} and value)
            yield f"{section['title']} / {question['label']}", told
