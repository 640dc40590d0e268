"""Publish a working calendar of the city or of one commune."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from communes.calendar_content import content_hash, read_calendar
from communes.models import CalendarRevision


@dataclass(frozen=True)
class Publication:
    """The newest revision, and whether it was made by this act."""

    revision: CalendarRevision
    is_new: bool


@transaction.atomic
def publish_calendar(
    content: Mapping[str, Any],
    *,
    at: datetime,
    commune_id: int | None = None,
    source: str = "",
    note: str = "",
    approved_by: str = "",
) -> Publication:
    """Make a new revision if `content` differs from the newest one of that commune (None: of the city).

    Dossiers keep the revision they were received under; due moments do not move here.

    Raises:
        InvalidCalendar: the content cannot be used; nothing is written.

    Source: docs/legal/calendar.md#provisional
    """
    read_calendar(content)
    digest = content_hash(content)
    of_office = Q(commune__isnull=True) if commune_id is None else Q(commune_id=commune_id)
    newest = CalendarRevision.objects.filter(of_office).order_by("-number").first()
    if newest is not None and newest.content_hash == digest:
        return Publication(newest, is_new=False)
    revision = CalendarRevision.objects.create(
        commune_id=commune_id,
        number=newest.number + 1 if newest else 1,
        content=content,
        content_hash=digest,
        source=source,
        note=note,
        approved_by=approved_by,
        created_at=at,
    )
    return Publication(revision, is_new=True)
