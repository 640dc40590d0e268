"""Celery doors of the clock."""

from celery import shared_task

from core import clock
from dossiers.acts.note_overdue import note_overdue_dossiers
from notifications.service import kick_outbox


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def sweep_overdue() -> None:
    """Beat, every 15 s: note dossiers whose time limit ran out, then have the notices sent."""
    if note_overdue_dossiers(now=clock.now()):
        kick_outbox()
