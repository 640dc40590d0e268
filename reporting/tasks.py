"""Celery doors of the sums and of calendars that are applied."""

import logging
from collections.abc import Sequence
from time import monotonic

from celery import shared_task
from kombu.exceptions import OperationalError

from core import clock
from core.locks import LONG_WORK, alone
from dossiers.acts.apply_calendar import RUN_SECONDS, unfinished_drafts
from dossiers.acts.apply_calendar import apply_calendar as apply_to_dossiers
from reporting import tallies

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def roll_tallies() -> None:
    """Beat, every 30 s: count what happened since; a run that is lost is made up by the next."""
    if rolled := tallies.roll_tallies():
        log.info("Counted %s events.", rolled)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def apply_calendar(draft_id: int) -> None:
    """After approval: apply a calendar to its open dossiers. Two at once, or one again, write each dossier once."""
    _apply([draft_id])


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def apply_calendars() -> None:
    """Beat, every minute: go on with approved calendars that a crash, other long work or a lost message left unfinished."""
    _apply(unfinished_drafts())


def _apply(draft_ids: Sequence[int]) -> None:
    """Apply drafts in order, RUN_SECONDS for all of them; nothing while other long work runs: beat comes again."""
    with alone(LONG_WORK) as is_alone:
        stop_at = monotonic() + RUN_SECONDS
        for draft_id in draft_ids if is_alone else ():
            if (left := stop_at - monotonic()) > 0:
                apply_to_dossiers(draft_id, now=clock.now(), seconds=left)


def start_applying(draft_id: int) -> None:
    """Have an approved calendar applied. Where the queue is away beat, or a person on its page, starts it."""
    try:
        apply_calendar.delay(draft_id)
    except OperationalError:
        log.warning("The queue is away; calendar draft %s waits to be started.", draft_id)
