"""Why this date, as the desk reads it: numbered steps, each with its source, and whether what is stored follows from the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.errors import DomainError
from core.time_limits import Derivation, LimitUnit, Pause, Step, TimeLimit
from core.time_limits.words import capitalise, hours
from core.vietnamese_dates import clock_time, desk_moment, long_date, moment
from core.working_calendar import WorkingCalendar
from dossiers.models import Dossier, DossierEvent, Extension, Suspension
from dossiers.selectors.derivation import derivation_of
from dossiers.selectors.index_standing import IndexStanding, index_standing
from dossiers.selectors.office_dossier import OfficeDossier
from dossiers.selectors.office_timeline import form_of, note_of
from dossiers.states import Act

DAYS_SOURCE = "Bộ luật Dân sự 2015, Điều 147 và 148"


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of the computation: what, its value, further lines, and where that is written."""

    title: str
    value: str
    lines: Sequence[str] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedDue:
    """The due moment of a dossier explained.

    `derivation` is None where it cannot be computed: `problem` then says why. `agrees`: the stored moment is the computed
    one. `cause` says in one sentence why the date moved, `sum_of_hours` what ran day by day after a stop; both may be empty.
    """

    derivation: Derivation | None
    steps: Sequence[DueStep]
    agrees: bool
    problem: str = ""
    cause: str = ""
    sum_of_hours: str = ""
    index: IndexStanding | None = None


def agrees_with_log(dossier: Dossier, suspensions: Sequence[Suspension], extension: Extension | None) -> bool:
    """Tell whether the stored due moment is the one the rule, the calendar and the log give; True where nothing was promised."""
    try:
        derivation = derivation_of(dossier, suspensions, extension)
    except DomainError:
        return False
    return derivation is None or derivation.due_at == dossier.due_at


def explained_due(office: OfficeDossier, now: datetime) -> ExplainedDue | None:
    """Return why a dossier is due when it is, at `now`; None before reception. Source: docs/legal/time-limits.md#derivation."""
    dossier = office.dossier
    try:
        derivation = derivation_of(dossier, office.suspensions, office.extension)
    except DomainError as error:
        return ExplainedDue(None, (), agrees=False, problem=error.message)
    if derivation is None or dossier.calendar_revision_id is None:
        return None
    calendar = calendar_of_revision(dossier.calendar_revision_id)
    return ExplainedDue(
        derivation,
        [*_first_steps(office, derivation), *_changes(office, derivation, calendar)],
        agrees=derivation.due_at == dossier.due_at,
        cause=_cause(derivation),
        sum_of_hours=_sum_of_hours(derivation),
        index=index_standing(dossier, office.suspensions, office.extension, at=now),
    )


def _first_steps(office: OfficeDossier, derivation: Derivation) -> list[DueStep]:
    """Return the way from reception to the first appointment."""
    dossier, limit = office.dossier, TimeLimit.parse(office.dossier.time_limit_rule)
    version, revision = dossier.procedure_version, dossier.calendar_revision
    reception, *counting = derivation.counting
    in_force = f"Thủ tục {version.procedure.code}, bản hiệu lực từ {version.in_force_from:%d/%m/%Y}"
    published = f"Lịch làm việc bản số {revision.number}{f', {revision.source}' if revision.source else ''}" if revision else ""
    is_hours = limit.unit in {LimitUnit.HOURS, LimitUnit.SAME_DAY}
    return [
        DueStep(
            "Nhận đủ hồ sơ",
            _moment(derivation.received_at),
            [f"Ngày nhận: {reception.partition(', ')[2]}"],
            "" if is_hours else DAYS_SOURCE,
        ),
        DueStep("Thời hạn của thủ tục", limit.label(), [in_force], _basis(office.events) or "Danh mục thủ tục"),
        DueStep(f"Đếm {limit.label()}", "", counting, published),
        DueStep(
            "Hẹn trả ban đầu", _moment(derivation.original_due_at), ["Hết phút cuối" if is_hours else "Hết giờ làm việc của ngày cuối"]
        ),
    ]


def _basis(events: Sequence[DossierEvent]) -> str:
    """Return the document an officer named at reception, where the catalogue holds no limit."""
    received = next((event for event in events if event.act == Act.RECEIVE), None)
    return str(note_of(received).get("basis", "")) if received else ""


def _changes(office: OfficeDossier, derivation: Derivation, calendar: WorkingCalendar) -> list[DueStep]:
    steps: list[DueStep] = []
    for step in derivation.steps:
        if isinstance(step.change, Pause):
            steps += _pause(office, step, step.change, calendar)
        elif office.extension is not None:
            steps.append(_letter(office.extension, step))
    return steps


def _pause(office: OfficeDossier, step: Step, pause: Pause, calendar: WorkingCalendar) -> list[DueStep]:
    left = calendar.working_minutes(pause.stopped_at, step.due_before)
    slip = next((form_of(event) for event in office.events if event.at == pause.stopped_at and event.artefact), "")
    until = f"đến {desk_moment(pause.resumed_at)}" if pause.resumed_at else "chưa tính tiếp"
    line = f"{capitalise(pause.reason)}; còn lại {hours(left)} làm việc khi dừng"
    written = [DueStep("Tạm dừng", f"{desk_moment(pause.stopped_at)} {until}", [line], capitalise(slip))]
    if pause.resumed_at is not None:
        sessions = ", ".join(
            f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in calendar.sessions_on(step.due_at.astimezone(ZONE).date())
        )
        value = f"từ {desk_moment(pause.resumed_at)}"
        written.append(DueStep(f"Cộng lại {hours(left)} còn lại", value, [f"Hẹn trả {_moment(step.due_at)}"], f"Giờ làm việc {sessions}"))
    return written


def _letter(letter: Extension, step: Step) -> DueStep:
    source = f"Mẫu 04 số {letter.number}, {moment(letter.issued_at)}" if letter.issued_at else ""
    return DueStep("Xin lỗi và hẹn lại", _moment(step.due_at), [letter.reason], f"{source}{', xin lỗi sau hạn' if letter.is_late else ''}")


def _cause(derivation: Derivation) -> str:
    """Return why the date is no longer the first one: "Hẹn trả dời từ … vì …."."""
    if derivation.due_at == derivation.original_due_at:
        return ""
    causes = []
    for step in derivation.steps:
        if isinstance(step.change, Pause) and step.change.resumed_at is not None:
            causes.append(f"{step.change.reason} từ {desk_moment(step.change.stopped_at)} đến {desk_moment(step.change.resumed_at)}")
        elif not isinstance(step.change, Pause):
            causes.append("phường, xã xin lỗi và hẹn lại")
    return f"Hẹn trả dời từ {moment(derivation.original_due_at)} vì {'; '.join(causes)}."


def _sum_of_hours(derivation: Derivation) -> str:
    """Return what ran on each day and in all: "5 giờ + 2 × 8 giờ = 21 giờ"; empty where days are numbered instead."""
    if not derivation.steps:
        return ""
    ran = [day.minutes for day in derivation.days if day.minutes]
    runs = [(minutes, len(list(run))) for minutes, run in groupby(ran)]
    parts = [f"{length} × {hours(minutes)}" if length > 1 else hours(minutes) for minutes, length in runs]
    return f"{' + '.join(parts)} = {hours(sum(ran))}"


def _moment(at: datetime) -> str:
    return f"{clock_time(at)} {long_date(at)}"
