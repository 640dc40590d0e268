"""The preview of a draft: counted when first looked at, kept for some minutes, counted anew when asked."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from communes.calendar_content import content_hash, read_calendar
from communes.models import CalendarDraft
from communes.selectors import units_of_calendar
from dossiers.selectors.calendar_effect import CalendarEffect, calendar_effect, open_dossiers

KEPT_SECONDS = 15 * 60
QUICK = 2_000  # open dossiers counted while a page is made: half a second


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would do, and when that was counted."""

    effect: CalendarEffect
    at: datetime


def kept_preview(draft: CalendarDraft) -> Preview | None:
    """Return what was counted for the draft as it stands in the last minutes."""
    kept = cache.get(_key(draft))
    return kept if isinstance(kept, Preview) else None


def takes_long(draft: CalendarDraft) -> bool:
    """Tell whether whoever asks for the preview has to be asked to wait. One query."""
    return open_dossiers(units_of_calendar(draft.commune_id))[QUICK:].exists()


def count_preview(draft: CalendarDraft, now: datetime) -> Preview:
    """Return what a draft would do to the open dossiers of its calendar: 5,000 dossiers a second.

    Raises:
        InvalidCalendar: the draft cannot be used yet.
    """
    units = units_of_calendar(draft.commune_id)
    preview = Preview(calendar_effect(read_calendar(draft.content), units, read_calendar(draft.base.content)), now)
    cache.set(_key(draft), preview, KEPT_SECONDS)
    return preview


def _key(draft: CalendarDraft) -> str:
    return f"calendar-effect:{draft.pk}:{content_hash(draft.content)[:32]}"
