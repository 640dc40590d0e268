"""Forward: hand the dossier to the next step, or back one; one owner at any time."""

from django.db import transaction

from dossiers.actors import ActCall
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import hand_over, last_plan, next_plan, recipient_for
from dossiers.models import Dossier
from dossiers.selectors.steps import current_step
from dossiers.states import Act
from dossiers.telling import moment_words, tell_people
from notifications.service import NoticeKind


@transaction.atomic
def forward_dossier(
    dossier_id: int, *, call: ActCall, to_user_id: int | None = None, step_position: int | None = None, remark: str = ""
) -> Dossier:
    """Give the dossier to whoever takes the next step.

    `step_position` None = the next step of the version; `to_user_id` None = the holder of its post with the fewest dossiers.

    Raises:
        StepNotNext: neither the next step nor one back.
        RecipientHoldsNoPost: nobody, or not this person, holds the post of the step at the competent commune today.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    opened = open_act(dossier_id, Act.FORWARD, call, {"to": to_user_id, "step": step_position, "remark": remark})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    open_step = current_step(dossier)
    step = last_plan(dossier) if call.within is Act.COMPLETE_AT_DESK else next_plan(dossier, open_step, step_position)
    person = recipient_for(dossier, step, to_user_id, call.at)
    hand_over(dossier, open_step, step, person, call.at)
    close_act(opened, changed=["assignee"], reason=remark.strip(), note={"step": step.name, "to": person.full_name})
    if person.pk != call.actor.user_id and call.within is None:
        tell_people(dossier, NoticeKind.FORWARDED, call.at, [person], due=moment_words(dossier.due_at))
    return dossier
