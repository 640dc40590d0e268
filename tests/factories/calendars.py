"""Changes of the city's calendar for tests: prepared by one person, approved by another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from communes.acts.calendar_drafts import approve_draft, begin_draft, draft_stand, hand_in_draft, save_draft
from communes.models import CalendarDraft
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H

WEDNESDAY_OFF = {"date": "2026-11-04", "kind": "off", "name": "Nghỉ bão", "status": "announced", "source": "Công điện thử"}


def with_day(content: Mapping[str, Any], *days: Mapping[str, Any]) -> dict[str, Any]:
    """Return a content with further days."""
    return {**content, "days": sorted([*content["days"], *days], key=lambda day: str(day["date"]))}


def waiting_draft(*days: Mapping[str, Any], commune_id: int | None = None, at: datetime = MONDAY_9H) -> CalendarDraft:
    """Return a change that adds these days (a storm on Wednesday, if none is named) and waits for approval."""
    person = UserFactory().pk
    draft = begin_draft(commune_id, person_id=person, at=at)
    content = with_day(draft.content, *(days or (WEDNESDAY_OFF,)))
    draft = save_draft(draft.pk, content, seen=draft_stand(draft), person_id=person, at=at)
    return hand_in_draft(draft.pk, seen=draft_stand(draft), source="Công điện thử", note="", person_id=person, at=at)


def approved_draft(*days: Mapping[str, Any], commune_id: int | None = None, at: datetime = MONDAY_9H) -> CalendarDraft:
    """Return such a change, approved by somebody else and ready to be applied."""
    draft = waiting_draft(*days, commune_id=commune_id, at=at)
    return approve_draft(draft.pk, seen=draft_stand(draft), person_id=UserFactory().pk, approver="Người duyệt thử", at=at)
