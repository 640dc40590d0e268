"""Two versions of a procedure side by side: only what differs, in words for a person."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.time_limits import InvalidTimeLimit, TimeLimit
from procedures.fee_words import NOT_FIXED
from procedures.importing.facts import LEVEL_WORDS, NOT_KNOWN, Change
from procedures.models import DocumentRequirement, Fee, ProcedureStep, ProcedureVersion, UnitTimeLimit

CHANNEL_WORDS = {"online": "Trực tuyến", "counter": "Tại quầy", "post": "Qua bưu chính", "national": "Cổng Dịch vụ công quốc gia"}
RESULT_KINDS = {
    "": "Chưa có thông tin",
    "certificate": "Giấy chứng nhận",
    "confirmation": "Giấy xác nhận",
    "licence": "Giấy phép",
    "decision": "Quyết định",
    "extract": "Trích lục",
    "certified_copy": "Bản sao chứng thực",
    "other": "Khác",
}
_YES_NO = {True: "có", False: "không"}

_TEXTS = {
    "Tên chính thức": "name",
    "Tên thường gọi": "plain_name",
    "Tóm tắt": "summary",
    "Bộ quản lý": "ministry",
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
    """Return everything a version says, each fact under its label in words; what cannot be read is told as it is written."""
    facts = {label: str(getattr(version, column)) for label, column in _TEXTS.items()}
    facts["Thời hạn"] = limit_words(version.time_limit_rule)
    facts["Cấp thực hiện"] = LEVEL_WORDS.get(version.level, version.level)
    facts["Loại kết quả"] = RESULT_KINDS.get(version.result_kind, version.result_kind)
    facts["Mức trực tuyến"] = version.get_online_level_display()
    facts["Kênh nộp"] = "; ".join(CHANNEL_WORDS.get(way, way) for way in version.channels)
    facts |= {label: "; ".join(getattr(version, column)) for label, column in _LISTS.items()}
    facts |= {label: _YES_NO[getattr(version, column)] for label, column in _SWITCHES.items()}
    facts |= _rows("Trường hợp", ((str(case.get("label")), _settings(case, "label")) for case in _parts(version.cases)))
    facts |= _rows("Giấy tờ", ((paper.plain_name, _paper(paper)) for paper in version.documents.all()))
    facts |= _rows("Khoản thu", ((_charged(fee), _sum(fee)) for fee in version.fees.all()))
    facts |= _rows("Bước", ((str(step.position), _step(step)) for step in version.steps.all()))
    facts |= _rows("Thời hạn của", ((limit.unit, _limit(limit)) for limit in version.unit_limits.all()))
    return facts | _rows("Tờ khai", _questions(version.declaration))


def limit_words(rule: str) -> str:
    """Return a time limit in words; a rule that is none says so, empty stays empty."""
    try:
        return TimeLimit.parse(rule).label() if rule else ""
    except InvalidTimeLimit:
        return f"“{rule}” (không hiểu quy tắc này)"


def _rows(kind: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return rows under their names; a name that comes again is numbered, so that none is lost."""
    facts: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for name, words in named:
        seen[name] += 1
        label = f"{kind} {name}" if name.isdigit() else f"{kind}: {name}"
        facts[label if seen[name] == 1 else f"{label} ({seen[name]})"] = words
    return facts


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
    return "; ".join(word for word in (limit.text, limit_words(limit.rule)) if word)


def _questions(declaration: object) -> Iterator[tuple[str, str]]:
    """Yield each page and question of a declaration with its settings, those in groups too."""
    for section in _parts(_part(declaration, "sections")):
        title = str(section.get("title") or section.get("code"))
        yield title, _settings(section, "title", "fields")
        yield from _asked(section, title)


def _asked(parent: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for question in _parts(_part(parent, "fields")):
        name = f"{path} / {question.get('label') or question.get('code')}"
        yield name, _settings(question, "label", "fields")
        yield from _asked(question, name)


def _settings(part: Mapping[str, Any], *left_out: str) -> str:
    return "; ".join(f"{key} {value}" for key, value in sorted(part.items()) if key not in left_out and value)


def _part(whole: object, key: str) -> object:
    return whole.get(key) if isinstance(whole, Mapping) else None


def _parts(listed: object) -> list[Mapping[str, Any]]:
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
