"""A dossier while it is played: what happened to it, with whom it lay, how its clock stood."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from accounts.permissions import Post
from core.time_limits import Clock, minutes_left, resumed_due
from dossiers.models import Dossier, Suspension
from dossiers.replay.arrivals import Arrival
from dossiers.selectors.steps import StepPlan
from dossiers.states import CLOCK_RUNNING, Act, DossierState, Role, Stage

SECONDS_TILL_NOTED = 15  # the beat of the sweep
NOTED = {  # moments of the clock and the columns that remember that somebody was told
    "due_soon_at": "due_soon_noted_at",
    "apology_due_at": "apology_noted_at",
    "response_due_at": "response_noted_at",
    "supplement_due_at": "supplement_noted_at",
}


class StillToCome(Exception):
    """The next thing lies after the present: no error, the life has been told."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One act: by which post of which unit, to which state. `series` names the register its paper is numbered in."""

    act: Act
    at: datetime
    post: str
    unit_id: int | None
    before: DossierState | None
    after: DossierState
    form: str = ""
    series: str = ""


@dataclass(slots=True)
class Stay:
    """One hand-over of the process slip: with whom the dossier lay, from when to when."""

    step: StepPlan
    since: datetime
    until: datetime | None = None


@dataclass(slots=True)
class Life:
    """A dossier that is played. `dossier` has its clock columns set; state, version and hashes follow when it is written."""

    arrival: Arrival
    present: datetime
    dice: Random
    dossier: Dossier
    happenings: list[Happening] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    suspensions: list[Suspension] = field(default_factory=list)
    released_at: datetime | None = None
    state: DossierState | None = None

    def happen(self, act: Act, at: datetime, post: str, to: DossierState | None = None, *, form: str = "", series: str = "") -> None:
        """Note an act at `at`, and before it the overdue note of the clock if its moment lies between.

        Raises:
            StillToCome: `at` is not past yet.
        """
        self.note_overdue(min(at, self.present))
        if at >= self.present:
            raise StillToCome
        before, self.state = self.state, to or self.state
        if self.state is None:
            raise ValueError("the first act needs a state")
        self.happenings.append(Happening(act, at, post, self._unit_id(post), before, self.state, form, series))

    def _unit_id(self, post: str) -> int | None:
        if post in {Role.CITIZEN, Role.SYSTEM}:
            return None
        unit = self.arrival.receiving if post == Post.DESK_OFFICER else self.arrival.competent
        return unit.commune.pk

    def note_overdue(self, until: datetime) -> None:
        """Let the sweep find the dossier if its due moment passed before `until` while the clock ran."""
        due_at = self.dossier.due_at
        if self.state not in CLOCK_RUNNING or due_at is None or self.dossier.overdue_noted_at is not None or due_at >= until:
            return
        at = min(due_at + timedelta(seconds=self.dice.randrange(1, SECONDS_TILL_NOTED)), until - timedelta(microseconds=1))
        at = max(at, self.happenings[-1].at)
        self.dossier.overdue_noted_at = at
        self.happenings.append(Happening(Act.NOTE_OVERDUE, at, Role.SYSTEM, None, self.state, DossierState(self.state)))

    def remember_told(self) -> None:
        """Mark every moment that came before the present as told of, so that a past sets off no notices."""
        for moment_column, noted_column in NOTED.items():
            moment = getattr(self.dossier, moment_column)
            if moment is not None and moment <= self.present:
                setattr(self.dossier, noted_column, moment)

    def step_due(self, stay: Stay) -> datetime | None:
        """Return by when a hand-over was to be done, the stops of the clock given back; None without a budget."""
        if not stay.step.budget_minutes:
            return None
        calendar = self.arrival.competent.calendar
        due_at = calendar.add_working_minutes(stay.since, stay.step.budget_minutes)
        for stop in self.suspensions:
            lies_in_it = stay.since <= stop.started_at <= (stay.until or self.present)
            if lies_in_it and stop.ended_at is not None and stop.stage != Stage.WITHDRAWAL:
                due_at = resumed_due(due_at, minutes_left(due_at, stop.started_at, calendar), stop.ended_at, calendar)
        return due_at

    def after(self, at: datetime, minutes: int) -> datetime:
        """Return a moment `minutes` of the competent commune's office hours later, at least one, with seconds of its own."""
        moment = self.arrival.competent.calendar.add_working_minutes(at, max(1, minutes))
        return moment + timedelta(seconds=self.dice.randrange(60))

    def set_clock(self, clock: Clock) -> None:
        dossier = self.dossier
        dossier.due_at, dossier.due_soon_at, dossier.apology_due_at = clock.due_at, clock.due_soon_at, clock.apology_due_at
        dossier.overdue_noted_at = dossier.remaining_minutes = None

    def suspend(self, stage: Stage, at: datetime, *, answer_by: datetime | None = None) -> None:
        """Stop the clock as `dossiers.acts._clock.stop_clock` does."""
        remaining = minutes_left(self.dossier.due_at, at, self.arrival.competent.calendar) if self.dossier.due_at else None
        self.dossier.remaining_minutes = remaining
        number = 1 + sum(each.stage != Stage.WITHDRAWAL for each in self.suspensions)
        self.suspensions.append(
            Suspension(
                dossier=self.dossier,
                stage=stage,
                number=number,
                resume_state=self.happenings[-1].before or self.happenings[-1].after,
                started_at=at,
                remaining_minutes=remaining,
                answer_by=answer_by,
            )
        )

    def hand_over(self, step: StepPlan, at: datetime) -> None:
        self.leave(at)
        self.stays.append(Stay(step, at))

    def leave(self, at: datetime) -> None:
        if self.stays:
            self.stays[-1].until = self.stays[-1].until or at
