"""What to bring in one case: needed, needed sometimes, shown at the counter only."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from procedures.models import DocumentRequirement, ProcedureVersion


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the list: "Giấy chứng sinh, bản chính", what it must show, when it is asked for."""

    name: str
    hint: str
    only_when: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers of one case."""

    needed: list[PaperLine] = field(default_factory=list)
    sometimes: list[PaperLine] = field(default_factory=list)
    at_counter: list[PaperLine] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.needed or self.sometimes or self.at_counter)


def chosen_case(version: ProcedureVersion, asked: str) -> str:
    """Return the code of the case asked for if the version has it, else of its first one; empty where there are none."""
    codes = [str(case["code"]) for case in version.cases]
    return asked if asked in codes else next(iter(codes), "")


def case_label(version: ProcedureVersion, code: str) -> str:
    """Return the words of a case; empty if the version has none of this code."""
    return next((str(case["label"]) for case in version.cases if case["code"] == code), "")


def checklist(papers: Iterable[DocumentRequirement], case_code: str) -> Checklist:
    """Sort the papers of a case into the three lists of the page, each in the order of the catalogue."""
    sorted_papers = Checklist()
    for paper in papers:
        if not paper.belongs_to(case_code):
            continue
        line = PaperLine(_name(paper), paper.hint, paper.required_when)
        if paper.counter_only:
            sorted_papers.at_counter.append(line)
        elif paper.required_when:
            sorted_papers.sometimes.append(line)
        else:
            sorted_papers.needed.append(line)
    return sorted_papers


def papers_are_known(version: ProcedureVersion) -> bool:
    """Tell whether somebody wrote down what to bring; a version with steps for citizens and no papers asks for none."""
    return bool(version.citizen_steps) or bool(version.documents.all())


def _name(paper: DocumentRequirement) -> str:
    if paper.originals:
        return f"{paper.plain_name}, bản chính" if paper.originals == 1 else f"{paper.plain_name}, {paper.originals} bản chính"
    if paper.copies:
        return f"{paper.plain_name}, {paper.copies} bản sao"
    return paper.plain_name
