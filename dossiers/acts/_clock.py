"""Starting, stopping, resuming and extending a dossier's clock inside an act."""

from datetime import date, datetime

from django.conf import settings

from communes.selectors import calendar_for, calendar_of_revision
from core.time_limits import (
    Clock,
    Extension,
    Pause,
    TimeLimit,
    clock_for,
    extended_due,
    minutes_left,
    require_forward,
    require_order,
    resumed_due,
    start_clock,
)
from dossiers.models import Dossier, Suspension
from dossiers.models import Extension as Letter
from dossiers.offered import times_asked
from dossiers.states import Stage

NOTED_COLUMNS = ("due_soon_noted_at", "apology_noted_at", "overdue_noted_at", "escalated_level", "escalated_on")
CLOCK_COLUMNS = ("due_at", "due_soon_at", "apology_due_at", "remaining_minutes", *NOTED_COLUMNS)


def begin_clock(dossier: Dossier, limit: TimeLimit, at: datetime) -> None:
    """Pin the competent commune's calendar and store the moments of the time limit that starts at `at`.

    Source: docs/legal/time-limits.md#start
    """
    revision_id, calendar = calendar_for(dossier.competent_unit_id)
    dossier.calendar_revision_id = revision_id
    dossier.time_limit_rule = limit.rule
    dossier.received_at = at
    _store(dossier, start_clock(limit, at, calendar, soon_days=settings.DUE_SOON_WORKING_DAYS))
    dossier.original_due_at = dossier.due_at


STARTED_COLUMNS = (*CLOCK_COLUMNS, "calendar_revision", "time_limit_rule", "received_at", "original_due_at")


def stop_clock(dossier: Dossier, stage: Stage, at: datetime, *, answer_by: datetime | None = None, legal_basis: str = "") -> Suspension:
    """Open a suspension that remembers the present state and, where a clock runs, the working minutes left.

    Raises:
        InvalidPause: the clock stands already, or that of the machine went backwards since it last ran.

    Source: docs/legal/time-limits.md#suspension
    """
    remaining, stops = None, list(dossier.suspensions.order_by("started_at", "pk"))
    if dossier.due_at is not None and dossier.received_at is not None and dossier.calendar_revision_id is not None:
        earlier = [Pause(each.started_at, each.ended_at) for each in stops if each.remaining_minutes is not None]
        require_order([*earlier, Pause(at, None)], dossier.received_at)
        remaining = minutes_left(dossier.due_at, at, calendar_of_revision(dossier.calendar_revision_id))
    dossier.remaining_minutes = remaining
    return Suspension.objects.create(
        dossier=dossier,
        stage=stage,
        number=times_asked(stops) + 1,
        resume_state=dossier.state,
        started_at=at,
        remaining_minutes=remaining,
        answer_by=answer_by,
        legal_basis=legal_basis,
    )


def resume_clock(dossier: Dossier, suspension: Suspension, at: datetime) -> None:
    """Close the suspension and give back the working minutes that were left; a due moment already missed stays missed.

    Raises:
        InvalidPause: the clock of the machine went backwards since the suspension began.

    Source: docs/legal/time-limits.md#suspension
    """
    require_forward(Pause(suspension.started_at, at))
    suspension.ended_at = at
    suspension.save(update_fields=["ended_at"])
    dossier.remaining_minutes = None
    dossier.supplement_due_at = None
    if not suspension.remaining_minutes or dossier.due_at is None or dossier.calendar_revision_id is None:
        return
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    due_at = resumed_due(dossier.due_at, suspension.remaining_minutes, at, calendar)
    _store(dossier, clock_for(due_at, at, calendar, soon_days=settings.DUE_SOON_WORKING_DAYS))
    dossier.apology_noted_at = apologised_at(dossier)


def extend_clock(dossier: Dossier, until: date, at: datetime) -> None:
    """Move the due moment of a running clock to the closing of `until`; no second letter will be drafted.

    Raises:
        InvalidExtension, CalendarMissing: see `core.time_limits.extended_due`.

    Source: docs/legal/time-limits.md#extension
    """
    if dossier.due_at is None or dossier.calendar_revision_id is None:
        raise ValueError(f"{dossier.code} has no clock")
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    due_at = extended_due(dossier.due_at, Extension(at, until), calendar)
    _store(dossier, clock_for(due_at, at, calendar, soon_days=settings.DUE_SOON_WORKING_DAYS))
    dossier.apology_noted_at = at


def apologised_at(dossier: Dossier) -> datetime | None:
    """Return when the letter of apology was issued: there is one in the life of a dossier. One query."""
    issued = Letter.objects.filter(dossier=dossier, issued_at__isnull=False).order_by("pk")
    return issued.values_list("issued_at", flat=True).first()


RESUMED_COLUMNS = (*CLOCK_COLUMNS, "supplement_due_at")


def end_suspension(suspension: Suspension | None, at: datetime) -> None:
    """Close a suspension that nothing follows."""
    if suspension is not None:
        suspension.ended_at = at
        suspension.save(update_fields=["ended_at"])


def answer_moment(dossier: Dossier, at: datetime) -> datetime:
    """Return until when a desk must answer an online filing sent at `at`. Source: docs/legal/time-limits.md#start."""
    _, calendar = calendar_for(dossier.receiving_unit_id)
    return calendar.add_working_minutes(at, settings.RESPONSE_WORKING_MINUTES)


def _store(dossier: Dossier, moments: Clock) -> None:
    dossier.due_at = moments.due_at
    dossier.due_soon_at = moments.due_soon_at
    dossier.apology_due_at = moments.apology_due_at
    dossier.remaining_minutes = None
    forget_noted(dossier)


def forget_noted(dossier: Dossier) -> None:
    """Let what is noted once for each due moment be noted for a new one."""
    dossier.due_soon_noted_at = dossier.apology_noted_at = dossier.overdue_noted_at = dossier.escalated_on = None
    dossier.escalated_level = 0
