"""Answers that say when they change: the catalogue moves by revisions, and what is in force moves at midnight."""

import hashlib
from datetime import datetime, time
from typing import Any

from rest_framework.request import Request

from core import clock
from core.clock import ZONE
from procedures.selectors import catalogue_moved


def etag(request: Request, *args: Any, **kwargs: Any) -> str:
    """Return the mark of an answer: the same for the same address, revision of the catalogue and day."""
    number, _ = catalogue_moved()
    told = f"{request.get_full_path()}|{request.headers.get('Accept', '')}|{number}|{clock.today()}"
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def last_modified(request: Request, *args: Any, **kwargs: Any) -> datetime:
    """Return when the catalogue last moved, or midnight if that was later."""
    _, moved = catalogue_moved()
    midnight = datetime.combine(clock.today(), time(), ZONE)
    return max(moved, midnight) if moved else midnight
