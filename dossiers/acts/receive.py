"""Receive: the desk accepts a complete dossier; code, appointment, form 01."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from communes.models import Commune
from core.clock import ZONE
from core.lookup import get_or_none
from core.sealing import seal
from core.time_limits import TimeLimit
from dossiers.access import may_open, not_yours, opening
from dossiers.actors import ActCall
from dossiers.acts._clock import STARTED_COLUMNS, begin_clock
from dossiers.acts._new import new_dossier, store_new
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import begin_first_step
from dossiers.chain import payload_digest
from dossiers.codes import take_numbers
from dossiers.errors import IdempotencyKeyReused, TimeLimitUnknown
from dossiers.models import Channel, Declaration, Delivery, Dossier, DossierFile, PartyRole, ReceivedPaper
from dossiers.opening import opened_with, papers_of, require_handled, require_open, require_papers
from dossiers.parties import Person, as_one, write_party
from dossiers.states import Act, DossierState
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind
from procedures.models import ProcedureVersion

SLIP = "TNHS"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper handed over at the counter: which, as what, how many."""

    document_code: str
    kind: str = DossierFile.Kind.ORIGINAL
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class CounterFiling:
    """What an officer takes in from a person at the counter. `competent` decides; the receiving unit is the officer's own."""

    version: ProcedureVersion
    competent: Commune
    applicant: Person
    filer: Person | None = None
    applicant_user: User | None = None
    case_code: str = ""
    papers: Sequence[Paper] = ()
    delivery: Delivery = Delivery.COUNTER
    channel: Channel = Channel.DIRECT
    answers: Mapping[str, Any] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """Return what a repetition with the same key must equal."""
        return {
            "version": self.version.pk,
            "competent": self.competent.pk,
            "applicant": self.applicant.as_dict(),
            "filer": self.filer.as_dict() if self.filer else None,
            "case": self.case_code,
            "papers": [asdict(paper) for paper in self.papers],
            "delivery": self.delivery,
            "channel": self.channel,
            "answers": dict(self.answers),
        }


@transaction.atomic
def receive_dossier(dossier_id: int, *, call: ActCall, stated_limit: TimeLimit | None = None, basis: str = "") -> Dossier:
    """Accept a submitted dossier at the desk and start its time limit.

    1. Lock it, check that it may be received and that no paper that blocks is missing.
    2. Store the due moments over the competent commune's calendar, which stays pinned; begin the first step.
    3. Write the event with the number of form 01 and tell the citizen the appointment.

    `stated_limit` with its legal `basis` is needed where the catalogue holds no time limit, and ignored elsewhere.

    Raises:
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused, DocumentsMissing, TimeLimitUnknown.

    Source: docs/legal/one-stop.md#reception
    """
    opened = open_act(dossier_id, Act.RECEIVE, call, {"limit": stated_limit and stated_limit.rule, "basis": basis})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    files = list(dossier.files.filter(replaced_by__isnull=True).order_by("pk"))
    case_code = get_or_none(Declaration.objects.filter(pk=dossier.pk).values_list("case_code", flat=True)) or ""
    require_papers(dossier.procedure_version, case_code, {file.document_code for file in files})
    _list_papers(dossier, case_code, [Paper(code, DossierFile.Kind.ELECTRONIC, count) for code, count in _counted(files)])
    _start(dossier, call, stated_limit, basis)
    close_act(
        opened,
        to=DossierState.RECEIVED,
        changed=[*STARTED_COLUMNS, "assignee"],
        artefact=_slip(dossier, call),
        note={"basis": basis} if basis else None,
    )
    _tell(dossier, call)
    return dossier


@transaction.atomic
def receive_at_counter(filing: CounterFiling, *, call: ActCall, stated_limit: TimeLimit | None = None, basis: str = "") -> Dossier:
    """Take a dossier in from a person at the counter: it exists from here on, already received.

    Raises:
        ActNotYours: the actor is no desk officer. DocumentsMissing, ProcedureNotAvailable, TimeLimitUnknown.

    Source: docs/legal/one-stop.md#reception
    """
    payload = payload_digest(filing.payload())
    if (before := opened_with(call.key)) is not None:
        return _same_filing(before, call, payload)
    receiving = _require_desk(call)
    require_open(filing.version, call.at.astimezone(ZONE).date())
    require_handled(filing.version, filing.competent, receiving)
    require_papers(filing.version, filing.case_code, {paper.document_code for paper in filing.papers})
    dossier = new_dossier(
        filing.version, receiving, filing.competent, channel=filing.channel, delivery=filing.delivery, at=call.at, key=call.key
    )
    _start(dossier, call, stated_limit, basis)
    same = as_one(filing.applicant, filing.filer) if filing.filer else None
    write_party(dossier, PartyRole.APPLICANT, same or filing.applicant, filing.applicant_user)
    if filing.filer is not None and same is None:
        write_party(dossier, PartyRole.FILER, filing.filer, None)
    Declaration.objects.create(
        dossier_id=dossier.pk, case_code=filing.case_code, answers_sealed=seal(json.dumps(dict(filing.answers), ensure_ascii=False))
    )
    _list_papers(dossier, filing.case_code, filing.papers)
    store_new(
        dossier, Act.RECEIVE, DossierState.RECEIVED, call, payload, artefact=_slip(dossier, call), note={"basis": basis} if basis else None
    )
    _tell(dossier, call)
    return dossier


def _tell(dossier: Dossier, call: ActCall) -> None:
    """Tell the appointment, unless the result is made while the person waits."""
    if call.within is None:
        tell_citizen(dossier, NoticeKind.RECEIVED, call.at)


def _same_filing(before: Dossier, call: ActCall, payload: bytes) -> Dossier:
    first = before.events.order_by("seq").first()
    if first is None or bytes(first.payload_sha256) != payload or first.actor_id != call.actor.user_id:
        raise IdempotencyKeyReused
    return before


def _require_desk(call: ActCall) -> Commune:
    if not may_open(call.actor.post, Act.RECEIVE) or call.actor.unit_id is None:
        raise not_yours(opening(Act.RECEIVE))
    return Commune.objects.get(pk=call.actor.unit_id)


def _start(dossier: Dossier, call: ActCall, stated_limit: TimeLimit | None, basis: str) -> None:
    limit = dossier.procedure_version.time_limit or (stated_limit if basis.strip() else None)
    if limit is None:
        raise TimeLimitUnknown
    begin_clock(dossier, limit, call.at)
    begin_first_step(dossier, call)


def _counted(files: Sequence[DossierFile]) -> list[tuple[str, int]]:
    codes = [file.document_code for file in files]
    return [(code, codes.count(code)) for code in dict.fromkeys(codes)]


def _list_papers(dossier: Dossier, case_code: str, papers: Sequence[Paper]) -> None:
    names = {paper.code: paper.plain_name for paper in papers_of(dossier.procedure_version, case_code)}
    dossier.papers.all().delete()
    ReceivedPaper.objects.bulk_create(
        ReceivedPaper(
            dossier_id=dossier.pk,
            position=position,
            document_code=paper.document_code,
            name=names.get(paper.document_code, "Giấy tờ khác"),
            kind=paper.kind,
            quantity=paper.quantity,
        )
        for position, paper in enumerate(papers, start=1)
    )


def _slip(dossier: Dossier, call: ActCall) -> str:
    """Return form and number of the slip, `01:412/TNHS`; numbers run by unit and year."""
    number = take_numbers(SLIP, dossier.receiving_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    return f"01:{number}/{SLIP}"
