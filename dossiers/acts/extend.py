"""Extend: a leader apologises and makes one new appointment; form 04."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from core.clock import ZONE
from core.errors import FieldErrors
from core.text import fold, visible_lines
from core.time_limits import Extension as NewAppointment
from core.time_limits import InvalidExtension, require_order
from core.working_calendar import CalendarMissing
from dossiers.actors import ActCall
from dossiers.acts._clock import CLOCK_COLUMNS, extend_clock
from dossiers.acts._shared import close_act, open_act
from dossiers.codes import take_numbers
from dossiers.errors import AlreadyExtended
from dossiers.models import Dossier, Extension
from dossiers.selectors.derivation import extension_of
from dossiers.selectors.new_appointment import new_due_of
from dossiers.states import Act
from dossiers.telling import desk_elsewhere, holder_or_desk, moment_words, tell_citizen, tell_people
from notifications.service import NoticeKind

SLIP = "PXL"
FEWEST_LETTERS = 10  # of a reason: fewer say nothing a citizen could understand
SAYS_NOTHING = frozenset({"ly do khach quan", "vi ly do khach quan", "chua kip giai quyet", "chua giai quyet xong", "khong kip thoi han"})
REASON_REFUSED = "Ghi rõ vì sao chưa kịp, để người dân hiểu; câu chung chung như “lý do khách quan” không đủ"


@transaction.atomic
def extend_dossier(dossier_id: int, *, call: ActCall, reason: str, until: date) -> Dossier:
    """Apologise for an appointment that cannot be kept and make a new one, once.

    1. Lock, guard: no letter was issued before; the reason says something.
    2. Move the due moment to the closing of `until`; `original_due_at` stays, what was noted of the old moment is forgotten.
    3. Issue the letter (the one the clock drafted, if it did), write the event with the number of form 04, tell the people.

    A letter after the due moment is allowed: it is late, and is counted so. Raises:
        FieldErrors: a reason that says nothing; `until` no working day, not after the appointment and today, too far, or
            outside the calendar; a decision before reception or before the clock last went on: a machine's clock went backwards.
        AlreadyExtended, MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#apology, docs/legal/time-limits.md#extension
    """
    reason = visible_lines(reason).strip()
    require_reason(reason)
    opened = open_act(dossier_id, Act.EXTEND, call, {"reason": reason, "until": until})
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    letter = extension_of(dossier) or Extension(dossier=dossier, drafted_at=call.at)
    if letter.issued_at is not None:
        raise AlreadyExtended(letter.number)
    before = dossier.due_at
    _move(dossier, until, call.at)
    number = take_numbers(SLIP, dossier.competent_unit_id, f"{call.at.astimezone(ZONE):%Y}")[0]
    letter.reason, letter.until, letter.number = reason, until, f"{number}/{SLIP}"
    letter.issued_at, letter.issued_by = call.at, call.actor.user
    letter.due_before, letter.due_after = before, dossier.due_at
    letter.save()
    close_act(opened, changed=CLOCK_COLUMNS, reason=reason, note=_note(letter), artefact=f"04:{letter.number}")
    old_due = moment_words(before)
    tell_citizen(dossier, NoticeKind.EXTENDED, call.at, old_due=old_due)
    tell_people(dossier, NoticeKind.EXTENDED_OFFICER, call.at, _office(dossier, call), old_due=old_due)
    return dossier


def require_reason(reason: str) -> None:
    """Check that a reason says something to the citizen.

    Raises FieldErrors.
    """
    if sum(letter.isalpha() for letter in reason) < FEWEST_LETTERS or fold(reason).strip(" .,") in SAYS_NOTHING:
        raise FieldErrors({"reason": REASON_REFUSED})


def _move(dossier: Dossier, until: date, at: datetime) -> None:
    """Set the new due moment; what the calendar or the log say against it becomes the error of the field."""
    try:
        _require_running(dossier, NewAppointment(at, until))
        new_due_of(dossier, until, at)
        extend_clock(dossier, until, at)
    except InvalidExtension as error:
        raise FieldErrors({"until": error.message}) from error
    except CalendarMissing as error:
        raise FieldErrors({"until": f"{error.message} Chọn ngày sớm hơn."}) from error


def _require_running(dossier: Dossier, decision: NewAppointment) -> None:
    """Check that the decision follows reception and the end of every stop. One query.

    Raises InvalidExtension.
    """
    ends = dossier.suspensions.filter(ended_at__isnull=False).order_by("pk").values_list("ended_at", flat=True)
    since = [moment for moment in (dossier.received_at, *ends) if moment is not None]
    if since:
        require_order([decision], max(since))


def _office(dossier: Dossier, call: ActCall) -> list[User]:
    """Return who else must know: the holder, and the desk that received it for another commune."""
    people = dict.fromkeys([*holder_or_desk(dossier, call.at), *desk_elsewhere(dossier, call.at)])
    return [person for person in people if person != call.actor.user]


def _note(letter: Extension) -> Mapping[str, str | bool]:
    """Return the facts of the letter as the log keeps them; `late`: written after the appointment had passed."""
    moments = {"old_due": letter.due_before, "due": letter.due_after}
    said = {name: moment.astimezone(ZONE).isoformat() for name, moment in moments.items() if moment is not None}
    return {**said, "late": letter.is_late}
