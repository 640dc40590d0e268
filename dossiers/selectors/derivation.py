"""Why this date: the engine's own working for one dossier, its stops included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.time_limits import Derivation, Pause, TimeLimit, derive
from dossiers.models import Dossier, Suspension
from dossiers.states import PAUSED, Stage

DESK_REASONS = {Stage.RECEPTION: "chờ bổ sung", Stage.APPRAISAL: "chờ bổ sung", Stage.WITHDRAWAL: "người dân xin rút"}
CITIZEN_REASONS = {Stage.RECEPTION: "chờ bạn bổ sung", Stage.APPRAISAL: "chờ bạn bổ sung", Stage.WITHDRAWAL: "chờ xét việc rút"}


@dataclass(frozen=True, slots=True)
class WhyThisDate:
    """A derivation with its headings: "Vì sao ngày 24/02?"."""

    derivation: Derivation
    title: str
    caption: str


def why_this_date(dossier: Dossier, suspensions: Iterable[Suspension]) -> WhyThisDate | None:
    """Return in the citizen's words how the due moment came about.

    None before reception, and where the stored moment does not follow from the rule (imported rows): a wrong explanation
    is worse than none.
    """
    derivation = derivation_of(dossier, suspensions, CITIZEN_REASONS)
    if derivation is None or derivation.due_at != dossier.due_at:
        return None
    day = derivation.due_at.astimezone(ZONE)
    title = "Thời hạn đang tạm dừng" if dossier.state in PAUSED else f"Vì sao ngày {day:%d/%m}?"
    return WhyThisDate(derivation, title, f"Cách tính ngày {day:%d/%m/%Y}")


def derivation_of(dossier: Dossier, suspensions: Iterable[Suspension], reasons: Mapping[Stage, str] = DESK_REASONS) -> Derivation | None:
    """Return how the due moment comes about, recomputed over the pinned calendar with every stop; None before reception.

    `reasons` says for each stage why the clock stood.

    Source: docs/legal/time-limits.md#derivation
    """
    if not dossier.time_limit_rule or dossier.received_at is None or dossier.calendar_revision_id is None:
        return None
    pauses = [_pause(stop, dossier, reasons) for stop in suspensions if stop.remaining_minutes]
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    return derive(TimeLimit.parse(dossier.time_limit_rule), dossier.received_at, calendar, pauses)


def _pause(stop: Suspension, dossier: Dossier, reasons: Mapping[Stage, str]) -> Pause:
    """Return a stop as the engine counts it; one that ended together with the dossier gave nothing back, so it lasts."""
    resumed_at = None if stop.ended_at == dossier.finished_at else stop.ended_at
    return Pause(stop.started_at, resumed_at, reasons[Stage(stop.stage)])
