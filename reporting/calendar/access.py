"""Which calendars an office may change: the city all, a commune its own."""

from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest

from accounts.current_office import OfficeRequest
from accounts.models import Membership
from accounts.permissions import Post
from communes.acts.calendar_drafts import prepared_by
from communes.models import CalendarDraft, Commune, DraftStatus
from communes.selectors import drafts
from core.lookup import get_or_none


@dataclass(frozen=True, slots=True)
class Editor:
    """Who looks, in which post. `commune` is None for the whole city."""

    person_id: int
    name: str
    commune: Commune | None

    def may_edit(self, commune_id: int | None) -> bool:
        """Return whether a calendar is this office's to change; None is the city's."""
        return self.commune is None or self.commune.pk == commune_id

    def may_approve(self, draft: CalendarDraft) -> bool:
        """Return whether this person is the second one of a draft that waits."""
        return draft.status == DraftStatus.WAITING and self.person_id not in prepared_by(draft)


def editor_of(request: HttpRequest) -> Editor:
    """Return who edits. The door has let in only posts that may."""
    membership = cast(Membership, cast(OfficeRequest, request).membership)
    post = Post(membership.post).label
    where = f", {membership.commune.full_name}" if membership.commune else ""
    return Editor(membership.user_id, f"{membership.user.full_name} ({post[:1].lower()}{post[1:]}{where})", membership.commune)


def draft_for(editor: Editor, draft_id: int) -> CalendarDraft:
    """Return a draft this office may see.

    Raises Http404.
    """
    draft = get_or_none(drafts().filter(pk=draft_id))
    if draft is None or not editor.may_edit(draft.commune_id):
        raise Http404
    return draft
