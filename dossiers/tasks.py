"""Celery doors of the clock."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import call_command

from core import clock
from dossiers import janitor
from dossiers.acts.note_overdue import note_overdue_dossiers
from notifications.service import kick_outbox

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def sweep_overdue() -> None:
    """Beat, every 15 s: note dossiers whose time limit ran out, then have the notices sent."""
    if note_overdue_dossiers(now=clock.now()):
        kick_outbox()


@shared_task(ignore_result=True, soft_time_limit=3_300, time_limit=3_600)
def tidy_up() -> None:
    """Beat, every night: sessions that ran out, old drafts, then objects without a row. Nothing is lost by a second run."""
    try:
        call_command("clearsessions")
        janitor.remove_old_drafts(now=clock.now())
        janitor.remove_strays(now=clock.now())
    except SoftTimeLimitExceeded:
        log.info("The night was too short for all stored objects; the next one goes on from there.")
