"""The preview of a draft: counted when first looked at, kept for some minutes, counted anew when asked."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from communes.calendar_content import content_hash, read_calendar
from communes.models import CalendarDraft
from communes.selectors import units_of_calendar
from dossiers.selectors.calendar_effect import CalendarEffect, calendar_effect

KEPT_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would do, and when that was counted."""

    effect: CalendarEffect
    at: datetime


def preview_of(draft: CalendarDraft, now: datetime, *, anew: bool = False) -> Preview:
    """Return what a draft would do to the open dossiers of its calendar.

    Raises:
        InvalidCalendar: the draft cannot be used yet.
    """
    key = f"calendar-effect:{draft.pk}:{content_hash(draft.content)[:32]}"
    kept = None if anew else cache.get(key)
    if isinstance(kept, Preview):
        return kept
    units = units_of_calendar(draft.commune_id)
    preview = Preview(calendar_effect(read_calendar(draft.content), units, read_calendar(draft.base.content)), now)
    cache.set(key, preview, KEPT_SECONDS)
    return preview
