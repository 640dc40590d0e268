"""What a citizen's page of one dossier adds to tracking: reasons, papers, what was declared, the result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.lookup import get_or_none
from core.sealing import unseal
from dossiers.models import Declaration, Dossier, DossierEvent, DossierFile, EventNote, PartyRole, Result, SupplementItem, Suspension
from dossiers.selectors.files import files_open_to
from dossiers.states import Act, DossierState
from procedures.declarations import answer_blocks, sections_of

_TOLD = {DossierState.DECLINED: (Act.DECLINE,), DossierState.STOPPED: (Act.STOP, Act.APPROVE_WITHDRAWAL)}


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """The files of one paper, in the words of the catalogue."""

    title: str
    files: list[DossierFile]


def reason_told(dossier: Dossier) -> str:
    """Return the reason the office gave for refusing or stopping; empty in every other state. One query at most."""
    acts = _TOLD.get(DossierState(dossier.state), ())
    if not acts:
        return ""
    note = EventNote.objects.filter(event__dossier=dossier, event__act__in=acts).order_by("-event__seq").first()
    return note.reason if note else ""


def filed_for(dossier: Dossier, user: User) -> str:
    """Return the applicant's name where this person filed for him; empty where it is his own dossier. One query."""
    people = {party.role: party for party in dossier.parties.order_by("role")}
    filer, applicant = people.get(PartyRole.FILER), people.get(PartyRole.APPLICANT)
    return applicant.full_name if filer and applicant and filer.user_id == user.pk else ""


def papers_of_dossier(dossier: Dossier) -> list[PaperFiles]:
    """Return the files its citizen may open, paper by paper; replaced ones are left out. Two queries."""
    names = {paper.code: paper.plain_name for paper in dossier.procedure_version.ordered_documents}
    papers: dict[str, PaperFiles] = {}
    for file in files_open_to(dossier, is_office=False).filter(replaced_by__isnull=True):
        title = "Kết quả" if file.purpose == DossierFile.Purpose.RESULT else names.get(file.document_code, "Giấy tờ khác")
        papers.setdefault(title, PaperFiles(title, [])).files.append(file)
    return list(papers.values())


def declared_sections(dossier: Dossier) -> list[dict[str, Any]]:
    """Return what was declared, section by section; empty where a desk received the papers. One query."""
    declaration = get_or_none(Declaration.objects.filter(dossier=dossier))
    answers = _answers(declaration) if declaration else {}
    sections = sections_of(dossier.procedure_version.declaration)
    return [{"title": one.title, "blocks": blocks} for one in sections if (blocks := answer_blocks(one, answers.get(one.code, {})))]


def _answers(declaration: Declaration) -> Mapping[str, Mapping[str, Any]]:
    sealed = bytes(declaration.answers_sealed)
    return dict(json.loads(unseal(sealed))) if sealed else {}


def valid_result(dossier: Dossier) -> Result | None:
    """Return the result that was handed over; None in every state but that. One query at most."""
    if dossier.state != DossierState.RETURNED:
        return None
    return get_or_none(dossier.results.filter(voided_at__isnull=True))


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing the office asks for, with the files sent before."""

    item: SupplementItem
    old_files: list[DossierFile]


def open_request(dossier: Dossier) -> Suspension | None:
    """Return the open supplement request; None while nothing is asked for."""
    if dossier.state != DossierState.AWAITING_SUPPLEMENT:
        return None
    return get_or_none(dossier.suspensions.filter(ended_at__isnull=True))


def asked_items(dossier: Dossier, request: Suspension) -> list[AskedItem]:
    """Return what is asked for, in order. Two queries."""
    files = list(files_open_to(dossier, is_office=False).filter(replaced_by__isnull=True))
    return [
        AskedItem(item, [file for file in files if item.document_code and file.document_code == item.document_code])
        for item in request.items.order_by("position")
    ]


def supplement_event(dossier: Dossier) -> DossierEvent | None:
    """Return the event of the last supplement request, which names the number of form 02."""
    return dossier.events.filter(act=Act.REQUEST_SUPPLEMENT).order_by("-seq").first()
