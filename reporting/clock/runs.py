"""The daily jobs as the city reads them: when each ran last, and whether today's did."""

from dataclasses import dataclass
from datetime import datetime

from core.clock import ZONE
from core.money import number
from core.vietnamese_dates import clock_time, local_date
from dossiers.daily import JOBS, DailyJob, attempts, has_failed, is_given_up
from dossiers.models import DailyRun

COMPARISON = "check_clocks"


@dataclass(frozen=True, slots=True)
class JobRow:
    """A daily job: `standing` says how today's run stands, `tone` colours it as a badge, `last` when it last ended well."""

    label: str
    due_from: str
    standing: str
    tone: str
    last: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The last comparison that ended: how many clocks, when ("02:31 hôm nay"), and how many could not be counted."""

    compared: str
    not_countable: int
    when: str
    is_of_today: bool


def last_comparison(now: datetime) -> Comparison | None:
    """Return the last comparison that ended; None before the first."""
    run = DailyRun.objects.filter(kind=COMPARISON, finished_at__isnull=False).order_by("-day").first()
    if run is None or run.finished_at is None:
        return None
    compared, not_countable = int(run.result.get("compared", 0)), int(run.result.get("not_countable", 0))
    return Comparison(number(compared), not_countable, when(run.finished_at, now), run.day == local_date(now))


def job_rows(now: datetime) -> list[JobRow]:
    """Return the daily jobs in their order. Two queries."""
    today = {run.kind: run for run in DailyRun.objects.filter(day=local_date(now)).order_by("kind")}
    ended = DailyRun.objects.filter(finished_at__isnull=False).order_by("kind", "-day").distinct("kind")
    last = {run.kind: when(run.finished_at, now) for run in ended if run.finished_at is not None}
    return [_row(job, today.get(job.kind), last.get(job.kind, "chưa lần nào"), now) for job in JOBS]


def _row(job: DailyJob, run: DailyRun | None, last: str, now: datetime) -> JobRow:
    standing, tone = _standing(job, run, now)
    return JobRow(job.label, f"{job.due_from:%H:%M}", standing, tone, last)


def _standing(job: DailyJob, run: DailyRun | None, now: datetime) -> tuple[str, str]:
    if run is None:
        is_due = now.astimezone(ZONE).time() >= job.due_from
        return ("Đến giờ, chưa chạy", "soon") if is_due else (f"Chờ đến {job.due_from:%H:%M}", "neutral")
    if run.finished_at is not None:
        return "Xong", "ok"
    if is_given_up(run, now):
        return f"Không xong sau {attempts(run)} lần: {_error(run)}", "overdue"
    if has_failed(run):
        return f"Lỗi, sẽ thử lại: {_error(run)}", "soon"
    return f"Đang chạy từ {clock_time(run.started_at)}", "neutral"


def _error(run: DailyRun) -> str:
    return str(run.result.get("error", "mất liên lạc"))


def when(moment: datetime, now: datetime) -> str:
    """Return "02:31 hôm nay", "02:31 hôm qua" or "02:31 ngày 20/11/2026"."""
    days = (local_date(now) - local_date(moment)).days
    day = {0: "hôm nay", 1: "hôm qua"}.get(days, f"ngày {local_date(moment):%d/%m/%Y}")
    return f"{clock_time(moment)} {day}"
