"""Hand-overs inside the office: who holds the dossier, which step comes next, within which budget."""

from datetime import datetime

from django.db.models import Max

from accounts.models import User
from accounts.selectors import people_at
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.time_limits import minutes_left, resumed_due
from dossiers.actors import ActCall
from dossiers.errors import RecipientHoldsNoPost, StepNotNext
from dossiers.models import Dossier, DossierStep, Suspension
from dossiers.selectors.steps import StepPlan, current_step, holders_by_load, plan_of, steps_around


def begin_first_step(dossier: Dossier, call: ActCall) -> None:
    """Open the step of the receiving officer, who holds the dossier from now on."""
    first = plan_of(dossier.procedure_version)[0]
    dossier.assignee = call.actor.user
    _open_step(dossier, 1, first, call.actor.user, call.at)


def next_plan(dossier: Dossier, open_step: DossierStep | None, step_position: int | None = None) -> StepPlan:
    """Return the step that follows the open one, or the one at `step_position`: the next, the same, or one back.

    Raises StepNotNext for any other.

    Source: docs/legal/one-stop.md#acts
    """
    plan = plan_of(dossier.procedure_version)
    before, same, after = steps_around(plan, open_step)
    following = after or plan[-1]
    if step_position is None:
        return following
    for each in (following, same, before):
        if each is not None and each.position == step_position:
            return each
    raise StepNotNext


def last_plan(dossier: Dossier) -> StepPlan:
    """Return the last step of the version: where a result made at once goes."""
    return plan_of(dossier.procedure_version)[-1]


def recipient_for(dossier: Dossier, step: StepPlan, user_id: int | None, at: datetime) -> User:
    """Return who takes the step: the person named, else the one with the fewest open dossiers among those who hold the post.

    Somebody on leave takes it unnamed only where everybody is: then his deputy acts.

    Raises RecipientHoldsNoPost if the person named, or anybody at all, holds no fitting post there today.
    """
    unit_id, today = dossier.competent_unit_id, at.astimezone(ZONE).date()
    if user_id is None:
        person = next((held.person for held in holders_by_load(unit_id, step.post, today)), None)
    else:
        person = people_at(unit_id, [step.post], today).filter(pk=user_id).first()
    if person is None:
        raise RecipientHoldsNoPost
    return person


def hand_over(dossier: Dossier, open_step: DossierStep | None, step: StepPlan, person: User, at: datetime) -> DossierStep:
    """Close the open step, always the last one where there is any, and open the next with its new holder."""
    if open_step is not None:
        _finish(dossier, open_step, at)
        last = open_step.position
    else:
        last = dossier.steps.aggregate(last=Max("position"))["last"] or 0
    dossier.assignee = person
    return _open_step(dossier, last + 1, step, person, at)


def finish_step(dossier: Dossier, at: datetime) -> None:
    """Close the open step, if there is one, and note the working minutes it took."""
    step = current_step(dossier)
    if step is not None:
        _finish(dossier, step, at)


def _finish(dossier: Dossier, step: DossierStep, at: datetime) -> None:
    step.finished_at = at
    if dossier.calendar_revision_id is not None:
        step.spent_minutes = max(0, calendar_of_revision(dossier.calendar_revision_id).working_minutes(step.started_at, at))
    step.save(update_fields=["finished_at", "spent_minutes"])


def resume_step(dossier: Dossier, suspension: Suspension, at: datetime) -> None:
    """Give the open step back the working minutes its budget had left when the clock stopped; a step over it stays over it.

    Source: docs/legal/time-limits.md#suspension
    """
    step = current_step(dossier)
    if step is None or step.due_at is None or dossier.calendar_revision_id is None:
        return
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    step.due_at = resumed_due(step.due_at, minutes_left(step.due_at, suspension.started_at, calendar), at, calendar)
    step.save(update_fields=["due_at"])


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
