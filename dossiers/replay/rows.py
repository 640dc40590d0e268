"""The rows of one played life: the dossier in its last state, its chained events, its people and papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.conf import settings
from django.db import models

from accounts.permissions import Post
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from dossiers.actors import ActCall, Actor
from dossiers.acts._shared import new_event, place_in
from dossiers.chain import EMPTY_PAYLOAD
from dossiers.codes import dossier_code, new_link_key, new_track_key
from dossiers.models import (
    Declaration,
    Dossier,
    DossierEvent,
    DossierParty,
    DossierStep,
    EventNote,
    Result,
    SupplementItem,
    Suspension,
)
from dossiers.replay.arrivals import Arrival
from dossiers.replay.life import Happening, Life, Stay
from dossiers.replay.numbers import Numbers
from dossiers.replay.office import Office
from dossiers.replay.people import applicant
from dossiers.states import Act, DossierState

TRAINING_WORDS = "Dữ liệu tập huấn"
EXPLAINED = frozenset({Act.DECLINE, Act.STOP, Act.REQUEST_SUPPLEMENT})


@dataclass(slots=True)
class Rows:
    """Rows of a block of lives, table by table in the order in which they may be written."""

    dossiers: list[Dossier] = field(default_factory=list)
    parties: list[DossierParty] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    steps: list[DossierStep] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)
    items: list[SupplementItem] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    events: list[DossierEvent] = field(default_factory=list)
    notes: list[EventNote] = field(default_factory=list)

    def tables(self) -> Iterator[list[models.Model]]:
        for name in self.__slots__:
            yield getattr(self, name)


def blank_dossier(arrival: Arrival, batch: str) -> Dossier:
    """Return the dossier as it is filed; id, code and state come when it is written."""
    return Dossier(
        cohort=arrival.at.astimezone(ZONE).year,
        batch=batch,
        procedure_version_id=arrival.offer.version.pk,
        receiving_unit_id=arrival.receiving.commune.pk,
        competent_unit_id=arrival.competent.commune.pk,
        channel=arrival.channel,
        delivery=arrival.delivery,
        listed_at=arrival.at,
        track_key=new_track_key(),
        link_key=new_link_key(),
    )


def add_rows(rows: Rows, life: Life, numbers: Numbers, office: Office, *, sealed_nothing: bytes, dice: Random) -> None:
    """Add what one life leaves behind. The dossier, its events and its suspensions have their ids from now or before."""
    dossier = life.dossier
    life.remember_told()
    serial = numbers.code_of(life)
    dossier.code = dossier_code(
        settings.UNIT_PREFIX, life.arrival.receiving.commune.unit_code, life.arrival.at.astimezone(ZONE).date(), serial
    )
    result_number = f"{serial}/KQ-TH"
    for happening in life.happenings:
        paper = _paper(life, happening, numbers)
        if happening.act is Act.RELEASE_RESULT:
            paper = result_number = paper or result_number
        _add_event(rows, dossier, happening, paper)
    person = applicant(dossier, life.arrival.competent.commune.full_name, dice)
    rows.dossiers.append(dossier)
    rows.parties.append(person)
    rows.declarations.append(Declaration(dossier_id=dossier.pk, answers_sealed=sealed_nothing, statement_at=dossier.submitted_at))
    _add_suspensions(rows, life)
    _add_steps(rows, life, office, dice)
    if life.released_at is not None:
        rows.results.append(_result(dossier, life.released_at, result_number, person.full_name))


def _paper(life: Life, happening: Happening, numbers: Numbers) -> str:
    """Return the paper of an act as the acts write it: `01:412/TNHS`, `7/CT`."""
    if not happening.series:
        return ""
    number = f"{numbers.of(life, happening)}/{happening.series}"
    return f"{happening.form}:{number}" if happening.form else number


def _add_event(rows: Rows, dossier: Dossier, happening: Happening, paper: str) -> None:
    place_in(dossier, happening.after, happening.at)
    call = ActCall(actor=Actor(None, happening.post, happening.unit_id), at=happening.at)
    rows.events.append(new_event(dossier, happening.act, call, happening.before, EMPTY_PAYLOAD, artefact=paper))


def _add_suspensions(rows: Rows, life: Life) -> None:
    for suspension in life.suspensions:
        suspension.dossier_id = life.dossier.pk
        rows.suspensions.append(suspension)


def _add_steps(rows: Rows, life: Life, office: Office, dice: Random) -> None:
    dossier = life.dossier
    is_open = dossier.finished_at is None
    for position, stay in enumerate(life.stays, start=1):
        holder = None
        if is_open and position == len(life.stays):
            holder = dossier.assignee_id = _holder(life, stay, office, dice)
        rows.steps.append(_step(life, position, stay, holder))


def _holder(life: Life, stay: Stay, office: Office, dice: Random) -> int | None:
    """Return somebody who can go on with an open dossier today, if the commune has such a person."""
    unit = life.arrival.receiving if stay.step.post is Post.DESK_OFFICER else life.arrival.competent
    people = office.holders.get((unit.commune.pk, stay.step.post))
    return dice.choice(people) if people else None


def _step(life: Life, position: int, stay: Stay, holder: int | None) -> DossierStep:
    dossier, due_at = life.dossier, life.step_due(stay)
    calendar = calendar_of_revision(dossier.calendar_revision_id or 0)
    finished_at = stay.until or dossier.finished_at
    return DossierStep(
        dossier_id=dossier.pk,
        position=position,
        step_position=stay.step.position,
        name=stay.step.name,
        post=stay.step.post,
        assignee_id=holder,
        budget_minutes=stay.step.budget_minutes,
        started_at=stay.since,
        due_at=due_at,
        overdue_noted_at=due_at if due_at is not None and due_at < (finished_at or life.present) else None,
        finished_at=finished_at,
        spent_minutes=max(0, calendar.working_minutes(stay.since, finished_at)) if finished_at else None,
    )


def _result(dossier: Dossier, released_at: datetime, number: str, name: str) -> Result:
    returned = dossier.state == DossierState.RETURNED
    return Result(
        dossier_id=dossier.pk,
        version=1,
        number=number,
        issued_on=released_at.astimezone(ZONE).date(),
        signer_name=TRAINING_WORDS,
        signer_title="Lãnh đạo UBND",
        released_at=released_at,
        receiver_name=name if returned else "",
        receiver_evidence="Ký nhận trên phiếu 01" if returned else "",
    )


def add_ids(rows: Rows, event_ids: list[int], suspension_ids: list[int]) -> None:
    """Give events and suspensions their ids, then write down what hangs on them: notes, and what was asked for."""
    for event, event_id in zip(rows.events, event_ids, strict=True):
        event.pk = event_id
        if event.act in EXPLAINED:
            rows.notes.append(EventNote(event_id=event_id, reason=TRAINING_WORDS, data="{}"))
    for suspension, suspension_id in zip(rows.suspensions, suspension_ids, strict=True):
        suspension.pk = suspension_id
        if suspension.answer_by is not None:
            rows.items.append(
                SupplementItem(
                    suspension_id=suspension_id, position=1, what="Tờ khai", reason=TRAINING_WORDS, answered_at=suspension.ended_at
                )
            )
