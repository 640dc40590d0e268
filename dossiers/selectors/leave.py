"""Who of an office is on leave, now and soon, and who stands in: as the desk's page tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.delegation import days_of
from accounts.models import Delegation, Membership
from accounts.selectors import delegations_between, people_under
from core.clock import ZONE
from dossiers.access import units_of
from dossiers.models import Dossier
from dossiers.selectors.inbox_filters import Asker


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave that is not over. `ends_today`: nothing is left to end from tomorrow on."""

    pk: int
    person: str
    deputy: str
    days: str
    note: str
    is_now: bool
    ends_today: bool


@dataclass(frozen=True, slots=True)
class Leaves:
    """The leaves that concern somebody: one's own, those one stands in for, those of the people under one's post."""

    own: Sequence[LeaveLine]
    stands_in: Sequence[LeaveLine]
    unit: Sequence[LeaveLine]


def leaves_of(office: Membership, on: date) -> Leaves:
    """Return the leaves of a day and later, the earliest first. Two queries."""
    rows = list(
        delegations_between(on, date.max)
        .filter(commune=office.commune_id)
        .select_related("user", "deputy")
        .order_by("from_day", "user__full_name", "pk")
    )
    under = set(people_under(office, on).values_list("user", flat=True)) - {office.user_id}
    return Leaves(
        own=[_line(row, on) for row in rows if row.user_id == office.user_id],
        stands_in=[_line(row, on) for row in rows if row.deputy_id == office.user_id],
        unit=[_line(row, on) for row in rows if row.user_id in under],
    )


def holder_away(dossier: Dossier, asker: Asker) -> str:
    """Return until when the holder of a dossier is on leave and who stands in; empty where he is there. One query, none without holder."""
    if dossier.assignee_id is None:
        return ""
    today = asker.now.astimezone(ZONE).date()
    leaves = delegations_between(today, today).filter(user=dossier.assignee_id, commune__in=units_of(dossier))
    return away_words(leaves.select_related("deputy").order_by("pk").first())


def away_words(leave: Delegation | None) -> str:
    """Return "nghỉ tới 28/11, Bùi Yến làm thay"; empty without leave."""
    return f"nghỉ tới {leave.last_day:%d/%m}, {leave.deputy.full_name} làm thay" if leave else ""


def _line(row: Delegation, on: date) -> LeaveLine:
    return LeaveLine(
        pk=row.pk,
        person=row.user.full_name,
        deputy=row.deputy.full_name,
        days=days_of(row),
        note=row.note,
        is_now=row.from_day <= on,
        ends_today=row.last_day == on,
    )
