"""Reopen: a leader takes a result back before it was handed over, because it holds an error."""

from django.db import transaction

from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import hand_over, recipient_for
from dossiers.models import Dossier
from dossiers.selectors.steps import plan_of
from dossiers.states import Act
from dossiers.telling import tell_citizen
from notifications.service import NoticeKind


@transaction.atomic
def reopen_dossier(dossier_id: int, *, call: ActCall, reason: str) -> Dossier:
    """Void the released result and give the dossier back to whoever appraises it; its due moment stays as it was.

    Raises:
        FieldErrors: no reason. RecipientHoldsNoPost: nobody holds the appraising post.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#acts
    """
    reason = reason.strip()
    if not reason:
        raise FieldErrors({"reason": "Ghi lỗi cần sửa trong kết quả"})
    opened = open_act(dossier_id, Act.REOPEN, call, {"reason": reason})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    dossier.results.filter(voided_at__isnull=True).update(voided_at=call.at)
    plan = plan_of(dossier.procedure_version)
    step = plan[min(1, len(plan) - 1)]
    hand_over(dossier, None, step, recipient_for(dossier, step, None, call.at), call.at)
    close_act(opened, changed=["assignee"], reason=reason)
    tell_citizen(dossier, NoticeKind.REOPENED, call.at)
    return dossier
