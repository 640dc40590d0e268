"""The internal steps of one dossier: who had it, how much of each budget is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from communes.selectors import calendar_of_revision
from core.working_calendar import CalendarMissing, WorkingCalendar
from dossiers.models import Dossier, DossierStep, Suspension


class PlannedStep(Protocol):
    """One step of the internal process, as the catalogue has it."""

    @property
    def position(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def budget_minutes(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. `state` is "done", "now", "paused" or "next"; `used` a share of the budget in percent."""

    number: int
    name: str
    holder: str
    state: str
    time: str
    word: str
    tone: str
    used: int


def step_lines(
    dossier: Dossier, plan: Sequence[PlannedStep], rows: Sequence[DossierStep], suspensions: Sequence[Suspension], now: datetime
) -> list[StepLine]:
    """Return the planned steps with what happened in them; a step handed back and taken again adds up."""
    calendar = calendar_of_revision(dossier.calendar_revision_id) if dossier.calendar_revision_id else None
    return [_line(step, [row for row in rows if row.step_position == step.position], suspensions, calendar, now) for step in plan]


def _line(
    step: PlannedStep, rows: Sequence[DossierStep], suspensions: Sequence[Suspension], calendar: WorkingCalendar | None, now: datetime
) -> StepLine:
    if not rows:
        return StepLine(step.position, step.name, "", "next", hours(step.budget_minutes), "Chưa đến", "", 0)
    budget = step.budget_minutes
    holder = rows[-1].assignee.full_name if rows[-1].assignee else "chưa giao"
    is_open, is_paused = rows[-1].finished_at is None, any(each.ended_at is None for each in suspensions)
    state = "done" if not is_open else "paused" if is_paused else "now"
    try:
        spent = sum(spent_minutes(row, suspensions, calendar, now) for row in rows)
    except CalendarMissing:
        return StepLine(step.position, step.name, holder, state, f"– / {hours(budget)}", "Chưa đếm được", "", 0)
    word, tone = _word(state, spent, budget)
    used = min(100, round(100 * spent / budget)) if budget else (100 if state == "done" else 0)
    return StepLine(
        step.position, step.name, holder, state, f"{hours(spent)} / {hours(budget)}" if budget else hours(spent), word, tone, used
    )


def spent_minutes(row: DossierStep, suspensions: Sequence[Suspension], calendar: WorkingCalendar | None, now: datetime) -> int:
    """Return the working minutes a step has taken, those in which the office waited for the citizen left out."""
    if calendar is None:
        return row.spent_minutes or 0
    end = row.finished_at or now
    waited = sum(
        max(0, calendar.working_minutes(max(each.started_at, row.started_at), min(each.ended_at or now, end)))
        for each in suspensions
        if each.started_at < end and (each.ended_at or now) > row.started_at
    )
    return max(0, calendar.working_minutes(row.started_at, end) - waited)


def _word(state: str, spent: int, budget: int | None) -> tuple[str, str]:
    """Return how a step stands against its budget. Source: docs/legal/one-stop.md#form-06."""
    if state == "paused":
        return "Tạm dừng", "paused"
    if not budget:
        return ("Đã xong", "ok") if state == "done" else ("Đang làm", "")
    if spent > budget:
        return "Quá hạn", "overdue"
    if state == "done":
        return ("Đúng hạn" if spent == budget else "Trước hạn"), "ok"
    return "Đang làm", "ok"


def hours(minutes: int | None) -> str:
    """Return minutes as a stopwatch shows them: 775 → "12:55"; "–" where no budget is fixed."""
    return "–" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"
