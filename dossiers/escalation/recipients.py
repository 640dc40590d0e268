"""Who holds the post a level reports to, who stands in, and who hears where nobody holds it.

Source: docs/legal/time-limits.md#escalation, docs/legal/one-stop.md#delegation
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Membership, User
from accounts.permissions import CITY_POSTS, COMMUNE_POSTS, Post
from accounts.selectors import standing_in


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody who hears of overdue dossiers of a commune; `unit_id` None: for the whole city. `notes` say why, if not by post."""

    person: User
    unit_id: int | None
    notes: frozenset[str] = frozenset()


class Office:
    """Who holds which post today in some communes and in the city, and who stands in. Two queries, then none."""

    def __init__(self, unit_ids: Collection[int], on: date) -> None:
        here = Q(commune__in=unit_ids, post__in=COMMUNE_POSTS) | Q(commune__isnull=True, post__in=CITY_POSTS)
        held = Membership.objects.valid_on(on).filter(here, user__is_active=True).select_related("user")
        self._held: defaultdict[tuple[int | None, str], list[Membership]] = defaultdict(list)
        for membership in held.order_by("user__full_name", "user", "pk"):
            self._held[membership.commune_id, membership.post].append(membership)
        self._deputies: defaultdict[tuple[int, int], list[User]] = defaultdict(list)
        for leave in standing_in(on).filter(commune__in=unit_ids).select_related("deputy").order_by("pk"):
            self._deputies[leave.user_id, leave.commune_id].append(leave.deputy)

    def hearers(self, unit_id: int, posts: Sequence[Post], division_id: int | None) -> list[Hearer]:
        """Return who hears of dossiers of a commune, each once: the first of `posts` that somebody holds, and whoever stands in.

        `division_id` is that of the holder of the dossiers; heads of other divisions hear only where it has none.
        """
        for post in posts:
            if people := self._people(unit_id, post, division_id):
                note = "" if post is posts[0] else f"Có hồ sơ báo đến bạn vì chưa có ai giữ vị trí {posts[0].label}."
                return self._with_deputies(unit_id, post, people, note)
        return []

    def _people(self, unit_id: int, post: Post, division_id: int | None) -> list[User]:
        held = self._held[_place(unit_id, post), post]
        if post is Post.DIVISION_HEAD and division_id is not None:
            held = [each for each in held if each.division_id == division_id] or held
        return list({each.user_id: each.user for each in held}.values())

    def _with_deputies(self, unit_id: int, post: Post, people: Sequence[User], note: str) -> list[Hearer]:
        place = _place(unit_id, post)
        notes = {person: {note} - {""} for person in people}
        for person in people if place is not None else ():
            for deputy in self._deputies[person.pk, unit_id]:
                if deputy not in people:
                    notes.setdefault(deputy, set()).add(f"Bạn làm thay {person.full_name}.")
        return [Hearer(person, place, frozenset(why)) for person, why in notes.items()]


def _place(unit_id: int, post: Post) -> int | None:
    return None if post in CITY_POSTS else unit_id
