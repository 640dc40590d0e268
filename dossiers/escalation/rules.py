"""The ladder as data: after how many office minutes late which post hears. Source: docs/legal/time-limits.md#escalation."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from accounts.permissions import COMMUNE_POSTS, Post
from dossiers.models import EscalationRule

LADDER_FILE = Path(__file__).parent.parent / "data" / "escalation.json"
MOST_LEVELS = 6
POSTS_OF_LADDERS = (*sorted(COMMUNE_POSTS), Post.CITY_STAFF)  # whoever hears must be able to open the dossier


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: its post hears of a dossier that is `after_minutes` of office time late, or later."""

    level: int
    post: Post
    after_minutes: int


Ladder = tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Ladders:
    """The ladders in force: that of the city, and those of communes with one of their own, by id of the commune."""

    city: Ladder
    own: Mapping[int, Ladder]

    def of(self, commune_id: int | None) -> Ladder:
        """Return the ladder of a commune; None: the city's."""
        return self.city if commune_id is None else self.own.get(commune_id, self.city)

    @property
    def delays(self) -> frozenset[int]:
        """Every number of minutes after which some level hears."""
        return frozenset(rung.after_minutes for ladder in (self.city, *self.own.values()) for rung in ladder)


def ladders() -> Ladders:
    """Return all ladders in force; where the city has none, the one that ships with the portal. One query."""
    found: dict[int | None, list[Rung]] = {}
    for rule in EscalationRule.objects.order_by("commune", "level"):
        found.setdefault(rule.commune_id, []).append(Rung(rule.level, Post(rule.post), rule.after_minutes))
    city = tuple(found.pop(None, ())) or shipped_ladder()
    return Ladders(city, {unit: tuple(rungs) for unit, rungs in found.items() if unit is not None})


@cache
def shipped_ladder() -> Ladder:
    """Return the ladder of the bundled data, which no law confirms."""
    content = json.loads(LADDER_FILE.read_text(encoding="utf-8"))
    return tuple(Rung(rung["level"], Post(rung["post"]), rung["after_minutes"]) for rung in content["ladder"])


def faults_of(rungs: Iterable[Rung]) -> list[str]:
    """Return what is wrong with a ladder, in words; nothing for one that holds.

    Levels run from 1 without a gap, each hears later than the one before, posts can open a dossier.
    """
    ladder: Sequence[Rung] = sorted(rungs, key=lambda rung: rung.level)
    faults = []
    if [rung.level for rung in ladder] != list(range(1, len(ladder) + 1)):
        faults.append("Các cấp phải đánh số liền nhau từ 1")
    if len(ladder) > MOST_LEVELS:
        faults.append(f"Thang có nhiều nhất {MOST_LEVELS} cấp")
    if any(higher.after_minutes <= lower.after_minutes for lower, higher in pairwise(ladder)):
        faults.append("Cấp trên phải được báo muộn hơn cấp dưới")
    if any(rung.post not in POSTS_OF_LADDERS for rung in ladder):
        faults.append("Vị trí này không mở được hồ sơ nên không báo được")
    return faults
