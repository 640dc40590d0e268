"""Daily jobs: once a day whoever asks, taken over from the dead, tried again after a failure."""

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from accounts.models import Membership
from core.clock import ZONE
from dossiers import daily
from dossiers.daily import LEASE, RETRIES, DailyJob, once_a_day, run_daily_jobs
from dossiers.models import DailyRun
from notifications.models import Notice

NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=ZONE)
TODAY = NIGHT.date()
BEAT = timedelta(minutes=10)


class Counted:
    """A job that counts its runs, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.runs, self.failures = 0, failures

    def __call__(self, now: datetime) -> dict[str, int]:
        self.runs += 1
        if self.runs <= self.failures:
            raise ConnectionError("001185000123 is nobody's business")
        return {"found": self.runs}


def run_of_today() -> DailyRun:
    return DailyRun.objects.get(kind="check", day=TODAY)


@pytest.mark.django_db
def test_a_job_runs_once_a_day_and_again_the_next_day() -> None:
    job = Counted()
    assert [once_a_day("check", TODAY, job, NIGHT + n * BEAT) for n in range(3)] == [True, False, False]
    assert once_a_day("check", TODAY + timedelta(days=1), job, NIGHT + timedelta(days=1))
    assert (job.runs, run_of_today().result) == (2, {"attempts": 1, "found": 1})
    assert run_of_today().finished_at is not None


@pytest.mark.django_db
def test_a_failure_is_noted_without_its_words_and_tried_again() -> None:
    job = Counted(failures=2)
    assert not once_a_day("check", TODAY, job, NIGHT)
    assert (run_of_today().result, run_of_today().finished_at) == ({"attempts": 1, "error": "ConnectionError"}, None)
    assert [once_a_day("check", TODAY, job, NIGHT + n * BEAT) for n in (1, 2, 3)] == [False, True, False]
    assert run_of_today().result == {"attempts": 3, "found": 3}


@pytest.mark.django_db
def test_after_three_retries_the_day_is_given_up() -> None:
    job = Counted(failures=99)
    for n in range(9):
        once_a_day("check", TODAY, job, NIGHT + n * BEAT)
    assert (job.runs, run_of_today().finished_at) == (1 + RETRIES, None)
    assert not once_a_day("check", TODAY, job, NIGHT + 9 * BEAT + LEASE)
    assert not once_a_day("check", TODAY + timedelta(days=1), job, NIGHT + timedelta(days=1))  # the next day is a new one
    assert job.runs == 2 + RETRIES


@pytest.fixture
def two_jobs(monkeypatch: pytest.MonkeyPatch) -> tuple[Counted, Counted]:
    night, morning = Counted(), Counted()
    jobs = (DailyJob("night", "Đêm", NIGHT.time(), night), DailyJob("morning", "Sáng", NIGHT.replace(hour=9, minute=0).time(), morning))
    monkeypatch.setattr(daily, "JOBS", jobs)
    return night, morning


@pytest.mark.django_db
def test_nothing_runs_before_its_hour_and_a_missed_hour_is_made_up_for(two_jobs: tuple[Counted, Counted]) -> None:
    night, morning = two_jobs
    ran = [run_daily_jobs(at) for at in (NIGHT - timedelta(seconds=1), NIGHT, NIGHT.replace(hour=8), NIGHT.replace(hour=23))]
    assert (ran, night.runs, morning.runs) == ([0, 1, 0, 1], 1, 1)


@pytest.mark.django_db
def test_days_on_which_the_portal_was_off_are_not_run_one_by_one(two_jobs: tuple[Counted, Counted]) -> None:
    run_daily_jobs(NIGHT)
    assert run_daily_jobs(NIGHT.replace(day=30, hour=12)) == 2
    assert sorted(DailyRun.objects.values_list("kind", "day__day")) == [("morning", 30), ("night", 23), ("night", 30)]


@pytest.mark.django_db
def test_a_job_that_fails_does_not_keep_the_others_from_running(two_jobs: tuple[Counted, Counted]) -> None:
    two_jobs[0].failures = 1
    assert run_daily_jobs(NIGHT.replace(hour=12)) == 1
    assert two_jobs[1].runs == 1


@pytest.mark.django_db
def test_the_city_hears_once_a_week_that_the_next_year_has_no_calendar(city: Membership) -> None:
    monday = NIGHT.replace(hour=8)
    for days in (0, 1, 6, 7):
        run_daily_jobs(monday + timedelta(days=days))
    told = Notice.objects.filter(kind="calendar_missing", channel="in_app").order_by("pk")
    assert [(notice.recipient, notice.data["year"], notice.created_at) for notice in told] == [
        (city.user, "2027", monday),
        (city.user, "2027", monday + timedelta(days=7)),
    ]
    assert DailyRun.objects.filter(finished_at__isnull=False).count() == 4 * 2  # with the comparison; drafts wait for nine


def in_threads(count: int, call: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(count)

    def one(_: int) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=30)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_workers_that_ask_at_once_run_it_once() -> None:
    job = Counted()
    assert sorted(in_threads(6, lambda: once_a_day("check", TODAY, job, NIGHT))) == [False] * 5 + [True]
    assert job.runs == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_worker_killed_in_the_middle_is_succeeded_after_the_lease() -> None:
    connections.close_all()
    child = os.fork()
    if child == 0:  # a worker of its own, which does not come back from its job
        once_a_day("check", TODAY, lambda now: os.kill(os.getpid(), signal.SIGKILL) or {}, NIGHT)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    job = Counted()
    moments = (NIGHT + BEAT, NIGHT + LEASE - timedelta(seconds=1), NIGHT + LEASE)
    assert [once_a_day("check", TODAY, job, at) for at in moments] == [False, False, True]
    assert run_of_today().result == {"attempts": 2, "found": 1}


@pytest.mark.django_db
def test_whoever_was_given_up_for_dead_does_not_overwrite_the_result_of_his_successor() -> None:
    successor = Counted()

    def slow(now: datetime) -> dict[str, int]:
        assert once_a_day("check", TODAY, successor, NIGHT + LEASE)
        return {"found": 99}

    once_a_day("check", TODAY, slow, NIGHT)
    assert run_of_today().result == {"attempts": 2, "found": 1}
