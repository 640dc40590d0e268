"""Celery doors of the catalogue."""

import logging
from uuid import UUID

from celery import shared_task
from kombu.exceptions import OperationalError

from core import clock
from procedures.acts import write_list as writing
from procedures.importing.progress import told

log = logging.getLogger(__name__)


@shared_task(ignore_result=True, soft_time_limit=240, time_limit=300)
def write_list(import_id: str) -> None:
    """After approval: write the list. Twice at once writes once; what a crash interrupted is written by the next call.

    A write that fails leaves nothing behind, and the list waits for approval again.
    """
    key = UUID(import_id)
    try:
        writing.write_list(key, at=clock.now(), progress=told(key))
    except Exception:  # whatever it was: it goes on to the log of the worker
        writing.let_go(key)
        raise


def start_writing(import_id: UUID) -> None:
    """Have an approved list written. Where the queue is away it stays approved, and its page offers to start again."""
    try:
        write_list.delay(str(import_id))
    except OperationalError:
        log.warning("The queue is away; list %s waits to be started again.", import_id)
