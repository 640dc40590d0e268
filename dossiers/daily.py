"""Daily jobs: each runs once on its day, a restart never skips it, one that failed is tried again.

Days on which the portal was off are not made up for: every job looks at what is there now, so today's run does the work of
the missed ones. Source: docs/adr/0005-stored-due-moments-and-set-based-sweeps.md
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.permissions import Post
from communes.selectors import year_without_calendar
from core.clock import ZONE
from core.errors import DomainError
from dossiers.city_digests import tell_the_city
from dossiers.clock_check import check_and_tell
from dossiers.janitor import warn_old_drafts
from dossiers.models import DailyRun
from notifications.service import NoticeKind

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)  # a run without an end is taken over after it; longer than the task that carries the jobs may last
RETRIES = 3  # a day, ten minutes apart; then a person has to look

Work = Callable[[datetime], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class DailyJob:
    """A job of every day, due from an hour of the office's clock on. `work` does no harm when it runs twice."""

    kind: str
    label: str
    due_from: time
    work: Work


def _tell_of_missing_calendar(now: datetime) -> Mapping[str, Any]:
    """Tell the city's staff once a week that the next year has no calendar. Source: docs/legal/calendar.md#next-year."""
    gap = year_without_calendar(now.astimezone(ZONE).date())
    if gap is None or not gap.is_missing:
        return {"told": 0}
    year, week, _ = now.astimezone(ZONE).isocalendar()
    data, once = {"year": f"{gap.year}"}, f"{gap.year}:{year}-W{week:02d}"
    told = tell_the_city(NoticeKind.CALENDAR_MISSING, [Post.CITY_STAFF], once=once, now=now, data=data, path=reverse("calendar_home"))
    return {"told": told}


def _warn_old_drafts(now: datetime) -> Mapping[str, Any]:
    return {"warned": warn_old_drafts(now=now)}


JOBS = (
    DailyJob("check_clocks", "So hẹn trả", time(2, 30), check_and_tell),
    DailyJob("calendar_missing", "Xem đã có lịch năm tới", time(8), _tell_of_missing_calendar),  # the desk has opened: somebody can act
    DailyJob("warn_old_drafts", "Báo bài viết dở sắp xóa", time(9), _warn_old_drafts),  # outside the quiet hours
)


def run_daily_jobs(now: datetime) -> int:
    """Do what is due at `now` and not done today; return how many jobs ended well. Any number of workers may do so at once."""
    local = now.astimezone(ZONE)
    due = [job for job in JOBS if local.time() >= job.due_from]
    return sum(once_a_day(job.kind, local.date(), job.work, now) for job in due)


def once_a_day(kind: str, day: date, work: Work, now: datetime) -> bool:
    """Do a job unless somebody did it, does it, or gave up on it on that day; return whether it ended well here.

    1. Claim the row of the day; one begun over LEASE ago belongs to a worker that died, and is taken over.
    2. Do the work outside any transaction.
    3. Write its result, or that it failed: then it is tried again, RETRIES times that day.
    """
    run = _claim(kind, day, now)
    if run is None:
        return False
    began = monotonic()
    try:
        result = work(now)
    except Exception as error:
        log.exception("The daily job %s failed.", kind)
        _end(run, result=run.result | {"error": str(error) if isinstance(error, DomainError) else type(error).__name__})
        return False
    _end(run, result=run.result | dict(result), finished_at=now + timedelta(seconds=monotonic() - began))
    return True


@transaction.atomic
def _claim(kind: str, day: date, now: datetime) -> DailyRun | None:
    DailyRun.objects.bulk_create([DailyRun(kind=kind, day=day, started_at=now)], ignore_conflicts=True)
    run = DailyRun.objects.select_for_update(no_key=True).get(kind=kind, day=day)
    if not _is_free(run, now):
        return None
    run.started_at, run.result = now, {"attempts": attempts(run) + 1}
    run.save(update_fields=["started_at", "result"])
    return run


def _is_free(run: DailyRun, now: datetime) -> bool:
    return not attempts(run) or (_is_over(run, now) and attempts(run) <= RETRIES)


def _is_over(run: DailyRun, now: datetime) -> bool:
    """Tell whether a run ended without a result: with an error, or with its worker."""
    return has_failed(run) or (run.finished_at is None and run.started_at <= now - LEASE)


def _end(run: DailyRun, **columns: Any) -> None:
    """Write how a run ended, unless somebody else has taken it over meanwhile."""
    DailyRun.objects.filter(pk=run.pk, started_at=run.started_at, finished_at__isnull=True).update(**columns)


def attempts(run: DailyRun) -> int:
    """Return how often the job of that day was begun."""
    return int(run.result.get("attempts", 0))


def has_failed(run: DailyRun) -> bool:
    """Tell whether the last attempt ended with an error."""
    return run.finished_at is None and "error" in run.result


def is_given_up(run: DailyRun, now: datetime) -> bool:
    """Tell whether the job of that day is tried no more: a person has to look."""
    return _is_over(run, now) and attempts(run) > RETRIES
