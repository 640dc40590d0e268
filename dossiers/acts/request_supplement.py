"""Request a supplement: what is missing, each with its reason, once and completely; form 02."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from accounts.permissions import Post
from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._clock import stop_clock, supplement_moment
from dossiers.acts._shared import OpenAct, close_act, open_act
from dossiers.codes import take_numbers
from dossiers.errors import SecondSupplementNeedsLeader
from dossiers.models import Dossier, SupplementItem
from dossiers.states import Act, Stage
from dossiers.telling import moment_words, tell_citizen
from notifications.service import NoticeKind

SLIP = "HDHS"
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to be sent or put right. `document_code` empty: a place in the declaration, or a paper not in the list."""

    what: str
    reason: str
    document_code: str = ""


@transaction.atomic
def request_supplement(
    dossier_id: int, *, call: ActCall, items: Sequence[Asked], legal_basis: str = "", working_days: int | None = None
) -> Dossier:
    """Ask the citizen for what is missing; while the office waits, the clock stands.

    1. Lock, guard; a second request needs a leader and counts as late for the index.
    2. Stop the clock (appraisal), open the window for the answer.
    3. Write the items, the event with the number of form 02, the notice.

    `working_days` of the window; None takes the setting. Raises:
        FieldErrors: no item, or one without what or why.
        SecondSupplementNeedsLeader, MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#supplement
    """
    window = working_days or settings.SUPPLEMENT_WORKING_DAYS
    _require_items(items, window)
    payload = {"items": [asdict(item) for item in items], "basis": legal_basis, "days": window}
    opened = open_act(dossier_id, Act.REQUEST_SUPPLEMENT, call, payload)
    if opened.repeated:
        return opened.dossier
    _require_first_or_leader(opened)
    dossier = opened.dossier
    dossier.supplement_due_at = supplement_moment(dossier, call.at, window)
    stage = opened.move.stage or Stage.RECEPTION
    suspension = stop_clock(dossier, stage, call.at, answer_by=dossier.supplement_due_at, legal_basis=legal_basis)
    SupplementItem.objects.bulk_create(
        SupplementItem(suspension=suspension, position=position, what=item.what, reason=item.reason, document_code=item.document_code)
        for position, item in enumerate(items, start=1)
    )
    number = take_numbers(SLIP, dossier.receiving_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    close_act(opened, changed=["supplement_due_at", "remaining_minutes"], artefact=f"02:{number}/{SLIP}", note=payload)
    tell_citizen(
        dossier,
        NoticeKind.SUPPLEMENT_REQUESTED,
        call.at,
        count=str(len(items)),
        answer_by=moment_words(dossier.supplement_due_at),
    )
    return dossier


def _require_items(items: Sequence[Asked], window: int) -> None:
    errors = {}
    if not items:
        errors["items"] = "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung"
    if len(items) > MOST_ITEMS:
        errors["items"] = f"Tối đa {MOST_ITEMS} nội dung trong một phiếu"
    for position, item in enumerate(items, start=1):
        if not item.what.strip() or not item.reason.strip():
            errors[f"items.{position}"] = "Ghi rõ cần gì và vì sao, để người dân làm đúng một lần"
    if not 1 <= window <= 90:
        errors["working_days"] = "Hạn bổ sung từ 1 đến 90 ngày làm việc"
    if errors:
        raise FieldErrors(errors)


def _require_first_or_leader(opened: OpenAct) -> None:
    asked_before = opened.dossier.suspensions.exclude(stage=Stage.WITHDRAWAL).count()
    if asked_before and opened.call.actor.post != Post.COMMUNE_LEADER:
        raise SecondSupplementNeedsLeader(asked_before + 1)
