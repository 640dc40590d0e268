"""Celery doors of the clock."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command

from core import clock
from core.locks import LONG_WORK, alone
from dossiers import janitor
from dossiers.daily import run_daily_jobs
from dossiers.escalation import run_ladder
from dossiers.sweeps import note_all
from notifications.service import kick_outbox

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def sweep_clock() -> None:
    """Beat, every 15 s: note whatever moment has come, then have the notices sent. Any number of runs at once does no harm."""
    if note_all(now=clock.now()):
        kick_outbox()


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def climb_ladder() -> None:
    """Beat, every minute: bring overdue dossiers before the levels they have reached, then have the messages sent."""
    if run_ladder(clock.now()):
        kick_outbox()


@shared_task(ignore_result=True, soft_time_limit=1_500, time_limit=1_700)  # below the lease of dossiers.daily
def daily_jobs() -> None:
    """Beat, every ten minutes: run what is due today and not done. While another long job runs, the next beat does it."""
    with alone(LONG_WORK) as is_alone:
        if is_alone:
            run_daily_jobs(clock.now())


@shared_task(ignore_result=True, soft_time_limit=3_300, time_limit=3_600)
def tidy_up() -> None:
    """Beat, every night: sessions that ran out, drafts nobody goes on with, then objects without a row. Nothing is lost by a second run."""
    with alone(LONG_WORK) as is_alone:
        if is_alone:
            _tidy_up()


def _tidy_up() -> None:
    try:
        call_command("clearsessions")
        janitor.remove_old_drafts(now=clock.now())
        janitor.remove_strays(now=clock.now())
    except SoftTimeLimitExceeded:
        log.info("The night was too short for all stored objects; the next one goes on from there.")
