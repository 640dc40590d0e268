"""Celery doors of the sums."""

import logging

from celery import shared_task

from reporting import tallies

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def roll_tallies() -> None:
    """Beat, every 30 s: count what happened since; a run that is lost is made up by the next."""
    if rolled := tallies.roll_tallies():
        log.info("Counted %s events.", rolled)
