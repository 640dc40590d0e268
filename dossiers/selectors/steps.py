"""The internal process of a dossier: its planned steps, the one that is open, who could take one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Delegation, User
from accounts.permissions import Post
from accounts.selectors import away, people_at
from core.lookup import get_or_none
from dossiers.models import Dossier, DossierStep
from dossiers.selectors.inbox_groups import open_load
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
    """Return the steps of a version in order, never none. One query."""
    rows = tuple(StepPlan(row.position, row.name, Post(row.post), row.budget_minutes) for row in version.steps.order_by("position"))
    return rows or USUAL_STEPS


def current_step(dossier: Dossier) -> DossierStep | None:
    """Return the step that is open. One query."""
    return get_or_none(dossier.steps.filter(finished_at__isnull=True))


def steps_around(plan: Sequence[StepPlan], step: DossierStep | None) -> tuple[StepPlan | None, StepPlan | None, StepPlan | None]:
    """Return the step before, the same and the step after the open one, where the dossier may go; without one it is at the first.

    Source: docs/legal/one-stop.md#acts
    """
    here = step.step_position if step else plan[0].position
    before = [each for each in plan if each.position < here]
    after = [each for each in plan if each.position > here]
    same = next((each for each in plan if each.position == here), None)
    return before[-1] if before else None, same, after[0] if after else None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who could take a step, with the open dossiers he has; `leave` while a deputy stands in for him."""

    person: User
    load: int
    leave: Delegation | None


def holders_by_load(unit_id: int, post: Post, on: date) -> list[Holder]:
    """Return who holds a post in a unit that day: least loaded first, people on leave behind all others. Three queries."""
    people = list(people_at(unit_id, [post], on))
    user_ids = [person.pk for person in people]
    load, leaves = open_load(unit_id, user_ids), away(user_ids, unit_id, on)
    holders = [Holder(person, load.get(person.pk, 0), leaves.get(person.pk)) for person in people]
    return sorted(holders, key=lambda held: (held.leave is not None, held.load, held.person.pk))
