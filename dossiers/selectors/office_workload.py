"""What falls due at one office, by division and holder, as far as the person who asks may see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F

from accounts.models import Membership, User
from accounts.permissions import Post
from core.clock import ZONE
from core.text import sort_key
from dossiers.selectors.inbox_filters import NOBODY
from dossiers.selectors.workload import Horizon, Load, columns_for, load_by_holder, sum_of

SEE_ALL = frozenset({Post.DIVISION_HEAD, Post.COMMUNE_LEADER})
ALWAYS_SHOWN = frozenset({Post.SPECIALIST, Post.DIVISION_HEAD})  # others have a row only while they hold something
NO_DIVISION, LEFT = "Không thuộc phòng", "Không còn ở đơn vị"

Loads = Mapping[int | None, Load]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with what he holds. `value` is the holder filter of the inbox, `note` his post in words."""

    value: str
    name: str
    note: str
    load: Load


@dataclass(frozen=True, slots=True)
class Section:
    """The people of a division and their sum; without a name, rows that have none. `value` names all holders in the sum."""

    name: str
    holders: list[Holder]
    load: Load
    value: str
    specialists: int = 0

    def of_one(self, holder: Holder) -> "Section":
        """Return what this person sees of it: his own row, and the sum if it is that of a division."""
        if self.name == NO_DIVISION:
            return Section("", [holder], holder.load, holder.value)
        return replace(self, holders=[holder])


@dataclass(frozen=True, slots=True)
class OfficeWorkload:
    """What the page shows: `whole` is the sum of the sections, `specialists` the people whose work it is."""

    horizon: Horizon
    sections: list[Section]
    sees_all: bool

    @property
    def whole(self) -> Load:
        return sum_of(section.load for section in self.sections)

    @property
    def columns(self) -> list[date]:
        return columns_for(self.horizon, self.whole)

    @property
    def specialists(self) -> int:
        return sum(section.specialists for section in self.sections)


def office_workload(asker: Membership, unit_id: int, horizon: Horizon) -> OfficeWorkload:
    """Return the load of the dossiers an office decides.

    Heads of divisions and leaders see everybody; others their own row and the sum of their division.

    Queries: loads, posts of today, names of holders without a post here if there are such.
    """
    loads = load_by_holder(unit_id, horizon)
    posts = _posts_on(horizon.now.astimezone(ZONE).date(), unit_id)
    divisions = _divisions(posts, loads, asker.user_id)
    if asker.post in SEE_ALL:
        return OfficeWorkload(horizon, [*divisions, *_without_post(posts, loads)], sees_all=True)
    own = [(section, holder) for section in divisions for holder in section.holders if holder.value == str(asker.user_id)]
    return OfficeWorkload(horizon, [section.of_one(holder) for section, holder in own], sees_all=False)


def _posts_on(day: date, unit_id: int) -> dict[int, Membership]:
    """Return one post of each person at work in the commune: one in a division if there is such."""
    held = (
        Membership.objects.valid_on(day)
        .filter(commune=unit_id, user__is_active=True)
        .select_related("user", "division")
        .order_by(F("division").desc(nulls_last=True), "-pk")
    )
    return {post.user_id: post for post in reversed(held)}


def _divisions(posts: Mapping[int, Membership], loads: Loads, asker_id: int) -> list[Section]:
    """Return the divisions in their order, people without one last; each person in one of them."""
    shown = [post for user, post in posts.items() if post.post in ALWAYS_SHOWN or user in loads or user == asker_id]
    by_division: dict[tuple[int, str], list[Membership]] = {}
    for post in sorted(shown, key=lambda post: (post.division_id is None, post.division_id or 0, sort_key(post.user.full_name), post.pk)):
        by_division.setdefault((post.division_id or 0, post.division.name if post.division else NO_DIVISION), []).append(post)
    return [_section(name, people, loads) for (_, name), people in by_division.items()]


def _section(name: str, people: Collection[Membership], loads: Loads) -> Section:
    holders = [Holder(str(post.user_id), str(post.user), post.get_post_display(), loads.get(post.user_id, Load())) for post in people]
    return _summed(name, holders, sum(post.post == Post.SPECIALIST for post in people))


def _without_post(posts: Mapping[int, Membership], loads: Loads) -> list[Section]:
    """Return those who hold dossiers and have no post here any more, and the dossiers nobody holds."""
    gone = [user_id for user_id in loads if user_id is not None and user_id not in posts]
    people = User.objects.filter(pk__in=gone).order_by("full_name", "pk") if gone else []
    left = [Holder(str(user.pk), str(user), "giao lại cho người khác", loads[user.pk]) for user in people]
    nobody = Holder(NOBODY, "Chưa giao", "", loads.get(None, Load()))
    return [*([_summed(LEFT, left)] if left else []), _summed("", [nobody])]


def _summed(name: str, holders: list[Holder], specialists: int = 0) -> Section:
    load = sum_of(holder.load for holder in holders)
    return Section(name, holders, load, ",".join(holder.value for holder in holders), specialists)
