"""Everything an office knows of one dossier, read once for its page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from core.lookup import get_or_none
from core.sealing import unseal
from dossiers.fees import Charge, charges_of
from dossiers.models import (
    Declaration,
    Dossier,
    DossierEvent,
    DossierFile,
    DossierParty,
    DossierStep,
    Extension,
    PartyRole,
    ReceivedPaper,
    Result,
    SupplementItem,
    Suspension,
)
from dossiers.opening import papers_of
from dossiers.selectors.derivation import extension_of
from procedures.declarations import AnswerBlock, answer_blocks, sections_of
from procedures.models import DocumentRequirement

ROLE_ORDER = {PartyRole.APPLICANT: 0, PartyRole.FILER: 1, PartyRole.REPRESENTATIVE: 2}


@dataclass(frozen=True, slots=True)
class DeclaredSection:
    """What was declared in one section, in the words of the form; identity numbers masked."""

    title: str
    blocks: Sequence[AnswerBlock]


@dataclass(frozen=True, slots=True)
class OfficeDossier:
    """One dossier with its rows, in the order in which people read them. `case_code` is empty where there is one case only."""

    dossier: Dossier
    parties: Sequence[DossierParty]
    required: Sequence[DocumentRequirement]
    papers: Sequence[ReceivedPaper]
    files: Sequence[DossierFile]
    suspensions: Sequence[Suspension]
    extension: Extension | None
    steps: Sequence[DossierStep]
    events: Sequence[DossierEvent]
    results: Sequence[Result]
    fees: Sequence[Charge]
    answers: Sequence[DeclaredSection]
    case_code: str
    readings: int

    @property
    def applicant(self) -> DossierParty | None:
        return self.parties[0] if self.parties else None

    @property
    def open_suspension(self) -> Suspension | None:
        return next((each for each in self.suspensions if each.ended_at is None), None)

    @property
    def open_step(self) -> DossierStep | None:
        return next((each for each in self.steps if each.finished_at is None), None)


def office_dossier(dossier: Dossier) -> OfficeDossier:
    """Return a dossier with all its rows. Thirteen queries whatever it holds; the caller has passed `dossiers.access`."""
    declaration = get_or_none(Declaration.objects.filter(pk=dossier.pk))
    case_code = declaration.case_code if declaration else ""
    items = Prefetch("items", SupplementItem.objects.order_by("position"))
    return OfficeDossier(
        dossier=dossier,
        parties=people_of(dossier),
        required=papers_of(dossier.procedure_version, case_code),
        papers=list(dossier.papers.order_by("position")),
        files=list(dossier.files.filter(replaced_by__isnull=True).order_by("pk")),
        suspensions=list(dossier.suspensions.order_by("started_at", "pk").prefetch_related(items)),
        extension=extension_of(dossier),
        steps=list(dossier.steps.select_related("assignee").order_by("position")),
        events=list(dossier.events.select_related("actor", "note").order_by("-seq")),
        results=list(dossier.results.select_related("file").order_by("-version")),
        fees=charges_of(dossier),
        answers=_answers(dossier, declaration),
        case_code=case_code,
        readings=dossier.readings.count(),
    )


def people_of(dossier: Dossier) -> list[DossierParty]:
    """Return the people of a dossier, the applicant first. One query."""
    return sorted(dossier.parties.order_by("pk"), key=lambda party: ROLE_ORDER[PartyRole(party.role)])


def _answers(dossier: Dossier, declaration: Declaration | None) -> list[DeclaredSection]:
    """Return what was declared; sections and questions that were not answered are left out."""
    if declaration is None or not declaration.answers_sealed:
        return []
    answers = json.loads(unseal(bytes(declaration.answers_sealed)))
    return [
        DeclaredSection(section.title, blocks)
        for section in sections_of(dossier.procedure_version.declaration)
        if (blocks := answer_blocks(section, answers.get(section.code) or {}, masked=True))
    ]
