"""Request a supplement: what is missing, each with its reason, once and completely; form 02."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from communes.selectors import calendar_for, calendar_of_revision
from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._clock import stop_clock
from dossiers.acts._shared import OpenAct, close_act, open_act
from dossiers.codes import take_numbers
from dossiers.deadlines import SUPPLEMENT_DAYS, supplement_window
from dossiers.errors import SecondSupplementNeedsLeader
from dossiers.models import Dossier, SupplementItem
from dossiers.offered import needs_leader, times_asked
from dossiers.states import Act, Stage
from dossiers.telling import moment_words, tell_citizen
from notifications.service import NoticeKind

SLIP = "HDHS"
MOST_ITEMS = 30
DAYS_REFUSED = f"Hạn bổ sung từ {SUPPLEMENT_DAYS[0]} đến {SUPPLEMENT_DAYS[-1]} ngày làm việc"


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
        FieldErrors: no item, one without what or why, a paper the procedure does not ask for, or a window outside SUPPLEMENT_DAYS.
        SecondSupplementNeedsLeader, MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#supplement
    """
    window = settings.SUPPLEMENT_WORKING_DAYS if working_days is None else working_days
    _require_items(items, window)
    payload = {"items": [asdict(item) for item in items], "basis": legal_basis, "days": window}
    opened = open_act(dossier_id, Act.REQUEST_SUPPLEMENT, call, payload)
    if opened.repeated:
        return opened.dossier
    _require_first_or_leader(opened)
    dossier = opened.dossier
    _require_own_papers(dossier, items)
    dossier.supplement_due_at, dossier.supplement_noted_at = answer_until(dossier, call.at, window), None
    _ask(opened, items, legal_basis)
    number = take_numbers(SLIP, dossier.receiving_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    close_act(
        opened, changed=["supplement_due_at", "supplement_noted_at", "remaining_minutes"], artefact=f"02:{number}/{SLIP}", note=payload
    )
    answer_by = moment_words(dossier.supplement_due_at)
    tell_citizen(dossier, NoticeKind.SUPPLEMENT_REQUESTED, call.at, count=str(len(items)), answer_by=answer_by)
    return dossier


def answer_until(dossier: Dossier, at: datetime, working_days: int) -> datetime:
    """Return the end of the window opened at `at`, by the calendar the dossier was received under, else by today's.

    Raises:
        ValueError: not one of SUPPLEMENT_DAYS. CalendarMissing.
    """
    revision = dossier.calendar_revision_id
    calendar = calendar_of_revision(revision) if revision is not None else calendar_for(dossier.competent_unit_id)[1]
    return supplement_window(at, working_days, calendar)


def _ask(opened: OpenAct, items: Sequence[Asked], legal_basis: str) -> None:
    """Stop the clock and write what is waited for."""
    dossier, stage = opened.dossier, opened.move.stage or Stage.RECEPTION
    suspension = stop_clock(dossier, stage, opened.call.at, answer_by=dossier.supplement_due_at, legal_basis=legal_basis)
    SupplementItem.objects.bulk_create(
        SupplementItem(suspension=suspension, position=position, what=item.what, reason=item.reason, document_code=item.document_code)
        for position, item in enumerate(items, start=1)
    )


def _require_items(items: Sequence[Asked], window: int) -> None:
    errors = {}
    if not items:
        errors["items"] = "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung"
    if len(items) > MOST_ITEMS:
        errors["items"] = f"Tối đa {MOST_ITEMS} nội dung trong một phiếu"
    for position, item in enumerate(items, start=1):
        if not item.what.strip() or not item.reason.strip():
            errors[f"items.{position}"] = "Ghi rõ cần gì và vì sao, để người dân làm đúng một lần"
    if window not in SUPPLEMENT_DAYS:
        errors["working_days"] = DAYS_REFUSED
    if errors:
        raise FieldErrors(errors)


def _require_own_papers(dossier: Dossier, items: Sequence[Asked]) -> None:
    known = {"", *(paper.code for paper in dossier.procedure_version.ordered_documents)}
    errors = {
        f"items.{position}": f"Thủ tục này không có giấy tờ mã “{item.document_code}”"
        for position, item in enumerate(items, start=1)
        if item.document_code not in known
    }
    if errors:
        raise FieldErrors(errors)


def _require_first_or_leader(opened: OpenAct) -> None:
    before = list(opened.dossier.suspensions.all())
    if needs_leader(opened.call.actor.post, before):
        raise SecondSupplementNeedsLeader(times_asked(before) + 1)
