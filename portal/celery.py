"""The Celery application; its settings stand in portal/queueing.py."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from portal.embedded.children import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
os.environ.setdefault("CELERY_SKIP_CHECKS", "yes")  # they load every page into every worker: 21 MB, and half a second of its start

app = Celery("portal")
app.config_from_object("portal.queueing")
app.autodiscover_tasks()


@worker_process_init.connect
def _leave_with_the_worker(**_: Any) -> None:
    """Let a pool process end with its worker even when that was killed: its claim is taken again by the next sweep."""
    die_with_parent(os.getppid(), signal.SIGKILL)
