"""Celery doors of the outbox."""

from celery import shared_task

from core import clock
from notifications.sending import give_up_on_lost, send_pending


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def drain_outbox() -> None:
    """Beat, every 15 s, and after acts: send what waits in the outbox, and look after what a dead worker left behind."""
    now = clock.now()
    give_up_on_lost(now=now)
    send_pending(now=now)
