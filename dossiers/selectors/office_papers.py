"""The papers of one dossier beside what its case asks for: what came in, as what, and what is still waited for."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.models import DossierFile, ReceivedPaper, SupplementItem
from dossiers.selectors.office_dossier import OfficeDossier
from procedures.models import DocumentRequirement


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper. `tone` is that of the status: "ok", "paused", "overdue" or "" for plain words."""

    code: str
    name: str
    kinds: str
    pages: str
    status: str
    tone: str
    files: Sequence[DossierFile]


def paper_lines(office: OfficeDossier) -> list[PaperLine]:
    """Return the papers of the case in the order of the catalogue, then what came beyond it."""
    documents = [file for file in office.files if file.purpose == DossierFile.Purpose.DOCUMENT]
    waiting = _waiting(office)
    known = [_line(each, each.code, each.plain_name, office.papers, documents, waiting) for each in office.required]
    codes = {each.code for each in office.required}
    others = {paper.document_code: paper.name for paper in office.papers if paper.document_code not in codes}
    others |= {file.document_code: "Giấy tờ khác" for file in documents if file.document_code not in codes | set(others)}
    return known + [_line(None, code, name, office.papers, documents, waiting) for code, name in others.items()]


def _waiting(office: OfficeDossier) -> dict[str, SupplementItem]:
    suspension = office.open_suspension
    return {item.document_code: item for item in suspension.items.all() if item.document_code} if suspension else {}


def _line(
    required: DocumentRequirement | None,
    code: str,
    name: str,
    papers: Sequence[ReceivedPaper],
    documents: Sequence[DossierFile],
    waiting: dict[str, SupplementItem],
) -> PaperLine:
    mine = [paper for paper in papers if paper.document_code == code]
    files = [file for file in documents if file.document_code == code]
    pages = sum(file.pages or 0 for file in files)
    kinds = ", ".join(f"{paper.get_kind_display()} ×{paper.quantity}" for paper in mine) or ("Bản điện tử" if files else "–")
    status, tone = _status(required, waiting.get(code), has_any=bool(mine or files))
    return PaperLine(code, name, kinds, f"{pages} trang" if pages else "–", status, tone, files)


def _status(required: DocumentRequirement | None, item: SupplementItem | None, *, has_any: bool) -> tuple[str, str]:
    if item is not None:
        return f"Chờ công dân: {item.reason}", "paused"
    if has_any:
        return "Đã nhận", "ok"
    if required is None or required.counter_only:
        return "Xuất trình tại quầy", ""
    if required.blocks:
        return "Còn thiếu", "overdue"
    return f"Chỉ khi {required.required_when}" if required.required_when else "Không bắt buộc", ""


def missing_lines(lines: Sequence[PaperLine]) -> list[str]:
    """Return the names of papers without which the dossier cannot be received."""
    return [line.name for line in lines if line.tone == "overdue"]
