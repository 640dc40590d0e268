"""Hand-overs inside the office: who holds the dossier, which step comes next, within which budget."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from accounts.models import User
from accounts.permissions import Post
from accounts.selectors import people_at
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from dossiers.actors import ActCall
from dossiers.errors import RecipientHoldsNoPost, StepNotNext
from dossiers.models import Dossier, DossierStep
from procedures.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of the internal process."""

    position: int
    name: str
    post: Post
    budget_minutes: int | None


# Where a version lists no steps of its own. Source: docs/legal/one-stop.md#reception (practice).
USUAL_STEPS = (
    StepPlan(1, "Tiếp nhận", Post.DESK_OFFICER, None),
    StepPlan(2, "Thụ lý", Post.SPECIALIST, None),
    StepPlan(3, "Ký", Post.COMMUNE_LEADER, None),
    StepPlan(4, "Văn thư", Post.CLERK, None),
)


def plan_of(version: ProcedureVersion) -> tuple[StepPlan, ...]:
    """Return the steps of a version in order. One query."""
    rows = tuple(StepPlan(row.position, row.name, Post(row.post), row.budget_minutes) for row in version.steps.order_by("position"))
    return rows or USUAL_STEPS


def begin_first_step(dossier: Dossier, call: ActCall) -> None:
    """Open the step of the receiving officer, who holds the dossier from now on."""
    first = plan_of(dossier.procedure_version)[0]
    dossier.assignee = call.actor.user
    _open_step(dossier, 1, first, call.actor.user, call.at)


def current_step(dossier: Dossier) -> DossierStep | None:
    """Return the step that is open."""
    return dossier.steps.filter(finished_at__isnull=True).first()


def next_plan(dossier: Dossier, step_position: int | None = None) -> StepPlan:
    """Return the step that follows the open one, or the one at `step_position`: the next, the same, or one back.

    Raises StepNotNext for any other.

    Source: docs/legal/one-stop.md#acts
    """
    plan = plan_of(dossier.procedure_version)
    step = current_step(dossier)
    here = step.step_position if step else plan[0].position
    following = next((each for each in plan if each.position > here), plan[-1])
    if step_position is None:
        return following
    before = [each for each in plan if each.position < here][-1:]
    same = [each for each in plan if each.position == here]
    for each in (following, *same, *before):
        if each.position == step_position:
            return each
    raise StepNotNext


def last_plan(dossier: Dossier) -> StepPlan:
    """Return the last step of the version: where a result made at once goes."""
    return plan_of(dossier.procedure_version)[-1]


def recipient_for(dossier: Dossier, step: StepPlan, user_id: int | None, at: datetime) -> User:
    """Return who takes the step: the person named, else the one with the fewest open dossiers among those who hold the post.

    Raises RecipientHoldsNoPost if the person named, or anybody at all, holds no fitting post there today.
    """
    people = people_at(dossier.competent_unit_id, [step.post], at.astimezone(ZONE).date())
    person = least_loaded(dossier.competent_unit_id, step, at) if user_id is None else people.filter(pk=user_id).first()
    if person is None:
        raise RecipientHoldsNoPost
    return person


def least_loaded(unit_id: int, step: StepPlan, at: datetime) -> User | None:
    """Return the holder of the step's post with the fewest open dossiers of the unit. Two queries."""
    people = list(people_at(unit_id, [step.post], at.astimezone(ZONE).date()))
    rows = (
        Dossier.objects.filter(assignee__in=people, finished_at__isnull=True)
        .values("assignee")
        .annotate(open=Count("pk", filter=Q(competent_unit=unit_id)))
        .order_by("assignee")
    )
    load = {row["assignee"]: row["open"] for row in rows}
    return min(people, key=lambda person: (load.get(person.pk, 0), person.pk), default=None)


def hand_over(dossier: Dossier, step: StepPlan, person: User, at: datetime) -> DossierStep:
    """Close the open step and open the next one with its new holder."""
    finish_step(dossier, current_step(dossier), at)
    last = dossier.steps.aggregate(last=Max("position"))["last"] or 0
    dossier.assignee = person
    return _open_step(dossier, last + 1, step, person, at)


def finish_step(dossier: Dossier, step: DossierStep | None, at: datetime) -> None:
    """Close a step and note the working minutes it took."""
    if step is None:
        return
    step.finished_at = at
    if dossier.calendar_revision_id is not None:
        step.spent_minutes = max(0, calendar_of_revision(dossier.calendar_revision_id).working_minutes(step.started_at, at))
    step.save(update_fields=["finished_at", "spent_minutes"])


def _open_step(dossier: Dossier, position: int, step: StepPlan, person: User | None, at: datetime) -> DossierStep:
    due_at = None
    if step.budget_minutes and dossier.calendar_revision_id is not None:
        due_at = calendar_of_revision(dossier.calendar_revision_id).add_working_minutes(at, step.budget_minutes)
    return DossierStep.objects.create(
        dossier_id=dossier.pk,
        position=position,
        step_position=step.position,
        name=step.name,
        post=step.post,
        assignee=person,
        budget_minutes=step.budget_minutes,
        started_at=at,
        due_at=due_at,
    )
