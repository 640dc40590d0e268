"""Why this date: the engine's own working for one dossier, its stops and its new appointment included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.errors import DomainError
from core.lookup import get_or_none
from core.time_limits import Change, Derivation, Pause, TimeLimit, derive
from core.time_limits import Extension as NewAppointment
from dossiers.models import Dossier, Extension, Suspension
from dossiers.states import PAUSED, Stage

DESK_REASONS = {Stage.RECEPTION: "chờ bổ sung", Stage.APPRAISAL: "chờ bổ sung", Stage.WITHDRAWAL: "người dân xin rút"}
CITIZEN_REASONS = {Stage.RECEPTION: "chờ bạn bổ sung", Stage.APPRAISAL: "chờ bạn bổ sung", Stage.WITHDRAWAL: "chờ xét việc rút"}


@dataclass(frozen=True, slots=True)
class WhyThisDate:
    """A derivation with its headings: "Vì sao ngày 24/02?"."""

    derivation: Derivation
    title: str
    caption: str


def why_this_date(dossier: Dossier, suspensions: Iterable[Suspension], extension: Extension | None) -> WhyThisDate | None:
    """Return in the citizen's words how the due moment came about.

    None before reception, and where the stored moment does not follow from the rule and the log: a wrong explanation is
    worse than none.
    """
    try:
        derivation = derivation_of(dossier, suspensions, extension, CITIZEN_REASONS)
    except DomainError:
        return None
    if derivation is None or derivation.due_at != dossier.due_at:
        return None
    day = derivation.due_at.astimezone(ZONE)
    title = "Thời hạn đang tạm dừng" if dossier.state in PAUSED else f"Vì sao ngày {day:%d/%m}?"
    return WhyThisDate(derivation, title, f"Cách tính ngày {day:%d/%m/%Y}")


def derivation_of(
    dossier: Dossier, suspensions: Iterable[Suspension], extension: Extension | None, reasons: Mapping[Stage, str] = DESK_REASONS
) -> Derivation | None:
    """Return how the due moment comes about, recomputed over the pinned calendar with every change; None before reception.

    `reasons` says for each stage why the clock stood.

    Raises:
        InvalidPause, InvalidExtension, CalendarMissing: the log holds changes that cannot have happened.

    Source: docs/legal/time-limits.md#derivation
    """
    if not dossier.time_limit_rule or dossier.received_at is None or dossier.calendar_revision_id is None:
        return None
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    changes = changes_of(dossier, suspensions, extension, reasons)
    return derive(TimeLimit.parse(dossier.time_limit_rule), dossier.received_at, calendar, changes)


def changes_of(
    dossier: Dossier, suspensions: Iterable[Suspension], extension: Extension | None, reasons: Mapping[Stage, str] = DESK_REASONS
) -> list[Change]:
    """Return what happened to a dossier's clock, in order of time, as the engine takes it.

    Stops that took nothing from the clock are left out, and an extension that is only drafted. Where a stop began in the
    moment of the extension, the extension came first: it needs a clock that runs.
    """
    timed = [(stop.started_at, 1, _pause(stop, dossier, reasons)) for stop in suspensions if stop.remaining_minutes]
    if extension is not None and extension.issued_at is not None and extension.until is not None:
        letter = f"thư xin lỗi số {extension.number}" if extension.number else "thư xin lỗi"
        timed.append((extension.issued_at, 0, NewAppointment(extension.issued_at, extension.until, letter)))
    return [change for _, _, change in sorted(timed, key=lambda each: each[:2])]


def extension_of(dossier: Dossier) -> Extension | None:
    """Return the letter of apology of a dossier, drafted or issued; None without one. One query."""
    return get_or_none(Extension.objects.select_related("issued_by").filter(dossier=dossier))


def _pause(stop: Suspension, dossier: Dossier, reasons: Mapping[Stage, str]) -> Change:
    """Return a stop as the engine counts it; one that ended together with the dossier gave nothing back, so it lasts."""
    resumed_at = None if stop.ended_at == dossier.finished_at else stop.ended_at
    return Pause(stop.started_at, resumed_at, reasons[Stage(stop.stage)])
