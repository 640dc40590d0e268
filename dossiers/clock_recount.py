"""The clock of one dossier counted again: what its stored moments must be by its rule, its calendar and its log."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from communes.models import CalendarRevision
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.errors import DomainError
from core.time_limits import Change, Pause, TimeLimit, clock_for, due_moment, minutes_left, present_due
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.models import FAR_FUTURE, Dossier, Extension, Suspension
from dossiers.selectors.derivation import changes_of
from dossiers.states import PAUSED, Act, DossierState, Stage

STOPS = frozenset({Act.REQUEST_SUPPLEMENT, Act.WITHDRAW, Act.REQUEST_PAYMENT})
GOES_ON = frozenset(
    {Act.SUPPLEMENT, Act.CANCEL_WITHDRAWAL, Act.CONFIRM_PAYMENT, Act.APPROVE_WITHDRAWAL, Act.STOP, Act.DECLINE},
)
CLOCK_ACTS = STOPS | GOES_ON | {Act.SUBMIT, Act.RECEIVE, Act.EXTEND, Act.APPLY_CALENDAR}
_NEXT: Mapping[int, str] = {
    DossierState.SUBMITTED: "response_due_at",
    DossierState.RECEIVED: "due_at",
    DossierState.PROCESSING: "due_at",
    DossierState.AWAITING_SUPPLEMENT: "supplement_due_at",
}
LONGEST = 300  # characters of ClockDifference.what


@dataclass(frozen=True, slots=True)
class Facts:
    """A dossier with all that its clock hangs on; `log` holds the moments of the acts of CLOCK_ACTS."""

    dossier: Dossier
    stops: Sequence[Suspension]
    extension: Extension | None
    log: Mapping[Act, Collection[datetime]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold. `computed_due_at` is None before reception, and where nothing can be counted."""

    computed_due_at: datetime | None
    what: str


class Published:
    """Which calendar revisions there are: for each commune its own, newest first, then the city's. One query."""

    def __init__(self) -> None:
        self._of: dict[int | None, list[int]] = {}
        for commune_id, pk in CalendarRevision.objects.order_by("-number", "-pk").values_list("commune_id", "pk"):
            self._of.setdefault(commune_id, []).append(pk)

    def of(self, commune_id: int) -> list[int]:
        return self._of.get(commune_id, []) + self._of.get(None, [])


def is_countable(dossier: Dossier) -> bool:
    """Tell whether the moments of a dossier follow from anything: imported rows come without rule, calendar or filing."""
    if dossier.received_at is not None:
        return bool(dossier.time_limit_rule) and dossier.calendar_revision_id is not None
    return dossier.submitted_at is not None


def recount(facts: Facts, published: Published) -> Finding | None:
    """Return how the stored clock differs from what the rule, the pinned calendar and the log give; None if it does not.

    Source: docs/legal/time-limits.md#derivation
    """
    try:
        expected = _expected(facts, published)
    except DomainError as error:
        return Finding(None, error.message[:LONGEST])
    wrong = [*_unequal(facts.dossier, expected), *_unlogged(facts)]
    if not wrong:
        return None
    return Finding(expected.get("due_at"), "; ".join(wrong)[:LONGEST])


def _expected(facts: Facts, published: Published) -> dict[str, Any]:
    """Return column → value for the columns that are in force in this state.

    Raises:
        DomainError: the rule cannot be read, the calendar ends too early, or the changes cannot have happened.
    """
    dossier = facts.dossier
    expected: dict[str, Any] = {"due_at": None, "remaining_minutes": None}
    if dossier.received_at is not None and dossier.calendar_revision_id is not None:
        expected = _running(facts, dossier.received_at, dossier.calendar_revision_id, published)
    if dossier.state == DossierState.SUBMITTED:
        expected["response_due_at"] = _answer_by(facts, published)
    if dossier.state == DossierState.AWAITING_SUPPLEMENT:
        expected["supplement_due_at"] = next((stop.answer_by for stop in facts.stops if stop.ended_at is None), None)
    return expected | {"next_act_by": expected.get(_NEXT.get(dossier.state, "")) or FAR_FUTURE}


def _running(facts: Facts, received_at: datetime, revision_id: int, published: Published) -> dict[str, Any]:
    """Return the columns of a clock that has begun."""
    dossier, calendar = facts.dossier, calendar_of_revision(revision_id)
    limit = TimeLimit.parse(dossier.time_limit_rule)
    changes = changes_of(dossier, facts.stops, facts.extension)
    due_at = present_due(limit, received_at, calendar, changes)
    clock = clock_for(due_at, _counts_from(received_at, changes), calendar, soon_days=settings.DUE_SOON_WORKING_DAYS)
    stop = _lasting_stop(facts)
    return {
        "due_at": due_at,
        "original_due_at": _original(facts, limit, received_at, revision_id, published),
        "due_soon_at": clock.due_soon_at,
        "apology_due_at": clock.apology_due_at,
        "remaining_minutes": None if stop is None else minutes_left(due_at, stop.started_at, calendar),
    }


def _counts_from(received_at: datetime, changes: Sequence[Change]) -> datetime:
    """Return the moment of the last change that moved the due moment: no warning lies before it."""
    moments = [change.resumed_at if isinstance(change, Pause) else change.decided_at for change in changes]
    return max([received_at, *(moment for moment in moments if moment is not None)])


def _lasting_stop(facts: Facts) -> Suspension | None:
    """Return the stop that lasts, or that lasted until the dossier ended without a result."""
    dossier = facts.dossier
    ended_with_it = dossier.finished_at if dossier.state in {DossierState.STOPPED, DossierState.DECLINED} else None
    return next((stop for stop in facts.stops if stop.ended_at is None or stop.ended_at == ended_with_it), None)


def _original(facts: Facts, limit: TimeLimit, received_at: datetime, revision_id: int, published: Published) -> datetime:
    """Return the first due moment. It stays when another calendar is applied: then that of any calendar holds."""
    first = due_moment(limit, received_at, calendar_of_revision(revision_id))
    stored = facts.dossier.original_due_at
    if first == stored or not facts.log.get(Act.APPLY_CALENDAR):
        return first
    others = published.of(facts.dossier.competent_unit_id)
    return _as_stored(stored, others, lambda calendar: due_moment(limit, received_at, calendar)) or first


def _answer_by(facts: Facts, published: Published) -> datetime | None:
    """Return until when the desk must answer. No calendar is pinned before reception: that of any calendar holds."""
    dossier = facts.dossier
    if dossier.submitted_at is None:
        return dossier.response_due_at
    again = [stop.ended_at for stop in facts.stops if stop.stage == Stage.RECEPTION and stop.ended_at is not None]
    sent_at = max([dossier.submitted_at, *again])
    revisions = published.of(dossier.receiving_unit_id)
    return _as_stored(
        dossier.response_due_at, revisions, lambda calendar: calendar.add_working_minutes(sent_at, settings.RESPONSE_WORKING_MINUTES)
    )


def _as_stored(stored: datetime | None, revision_ids: Sequence[int], count: Callable[[WorkingCalendar], datetime]) -> datetime | None:
    """Return the stored moment if one of the calendars gives it, else that of the first; None if none reaches so far."""
    first = None
    for pk in revision_ids:
        with suppress(CalendarMissing):
            moment = count(calendar_of_revision(pk))
            first = first or moment
            if moment == stored:
                return moment
    return first


def _unequal(dossier: Dossier, expected: Mapping[str, Any]) -> Iterator[str]:
    """Say which columns hold something else; the due moment has columns of its own in what is noted."""
    for column, value in expected.items():
        stored = getattr(dossier, column)
        if stored == value:
            continue
        label = str(getattr(Dossier, column).field.verbose_name)
        yield label if column == "due_at" else f"{label}: lưu {_words(stored)}, tính lại {_words(value)}"


def _unlogged(facts: Facts) -> Iterator[str]:
    """Say which moments of the clock no act in the log gave, and which stops do not fit the state."""
    dossier, extension = facts.dossier, facts.extension
    given: list[tuple[str, datetime | None, Collection[Act]]] = [
        ("nộp", dossier.submitted_at, {Act.SUBMIT}),
        ("tiếp nhận", dossier.received_at, {Act.RECEIVE}),
    ]
    given += [("gia hạn", extension.issued_at if extension else None, {Act.EXTEND})]
    given += [("dừng", stop.started_at, STOPS) for stop in facts.stops]
    given += [("hết dừng", stop.ended_at, GOES_ON) for stop in facts.stops]
    for what, moment, acts in given:
        if moment is not None and not any(moment in facts.log.get(act, ()) for act in acts):
            yield f"{what} lúc {_words(moment)} không có trong nhật ký"
    if len(facts.log.get(Act.REQUEST_SUPPLEMENT, ())) != sum(stop.stage != Stage.WITHDRAWAL for stop in facts.stops):
        yield "số lần yêu cầu bổ sung khác nhật ký"
    open_stops = [stop for stop in facts.stops if stop.ended_at is None]
    if (dossier.state in PAUSED) != bool(open_stops):
        yield "lần tạm dừng không khớp trạng thái"
    if any(stop.remaining_minutes != dossier.remaining_minutes for stop in open_stops):
        yield "phút còn lại của lần tạm dừng khác của hồ sơ"


def _words(value: datetime | int | None) -> str:
    """Return a value as the list of differences says it, to the second where the minute does not tell."""
    if value is None:
        return "trống"
    if not isinstance(value, datetime):
        return f"{value} phút"
    local = value.astimezone(ZONE)
    return f"{local:%H:%M:%S %d/%m/%Y}" if local.second or local.microsecond else f"{local:%H:%M %d/%m/%Y}"
