"""Who hears of an act: the citizen by every address he left, officers on the portal."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings

from accounts.delegation import days_of
from accounts.models import Delegation, User
from accounts.permissions import Post
from accounts.selectors import people_at, with_deputies
from core.clock import ZONE
from dossiers.access import units_of
from dossiers.models import Delivery, Dossier
from notifications.service import Address, NoticeKind, Telling, queue_notices

SHORT_LINK = "/t/"  # followed by the link key; sweeps build the same address in SQL


def tell_citizen(dossier: Dossier, kind: NoticeKind, at: datetime, **data: str) -> None:
    """Queue notices to the people of the dossier. One query for them, one write."""
    addresses = [
        Address(user=party.user, phone=party.phone, email=party.email) for party in dossier.parties.select_related("user").order_by("role")
    ]
    queue_notices(_telling(dossier, kind, at, data), addresses)


def tell_people(dossier: Dossier, kind: NoticeKind, at: datetime, people: Iterable[User], **data: str) -> None:
    """Queue in-app notices to officers, and to whoever stands in for one of them on that day. One query, one write.

    Source: docs/legal/one-stop.md#delegation
    """
    everybody = with_deputies(people, units_of(dossier), at.astimezone(ZONE).date())
    queue_notices(_telling(dossier, kind, at, data), [Address(user=person) for person in everybody])


def tell_deputy(delegation: Delegation, at: datetime) -> None:
    """Tell whoever stands in: for whom and when, and that it ends early."""
    ended = " (kết thúc sớm)" if delegation.ended_on else ""
    if delegation.last_day < delegation.from_day:
        ended = " (đã hủy)"
    facts = {"who": delegation.user.full_name, "days": f"ngày {days_of(delegation)}{ended}"}
    once = f"leave-{delegation.pk}-{delegation.ended_on or ''}"
    kind = NoticeKind.DELEGATION_ENDED if delegation.ended_on else NoticeKind.DELEGATED
    queue_notices(Telling(kind, None, "", once, at, facts), [Address(user=delegation.deputy)])


def holder_or_desk(dossier: Dossier, at: datetime) -> list[User]:
    """Return who in the office is to be told: the owner, or the receiving desk where nobody is assigned yet."""
    if dossier.assignee is not None:
        return [dossier.assignee]
    return list(people_at(dossier.receiving_unit_id, [Post.DESK_OFFICER], at.astimezone(ZONE).date()))


def desk_elsewhere(dossier: Dossier, at: datetime) -> list[User]:
    """Return the desk that received the dossier where another commune decides it; nobody where it is the same one."""
    if dossier.receiving_unit_id == dossier.competent_unit_id:
        return []
    return list(people_at(dossier.receiving_unit_id, [Post.DESK_OFFICER], at.astimezone(ZONE).date()))


def leaders(dossier: Dossier, at: datetime) -> list[User]:
    """Return the leaders of the competent commune."""
    return list(people_at(dossier.competent_unit_id, [Post.COMMUNE_LEADER], at.astimezone(ZONE).date()))


def short_link(dossier: Dossier) -> str:
    """Return the address for messages: it finds the dossier and still asks for the second factor."""
    return f"{settings.SITE_ADDRESS}{SHORT_LINK}{dossier.link_key}/"


def moment_words(at: datetime | None) -> str:
    """Return "17:00 24/02/2026" as messages say it; empty without a moment."""
    return f"{at.astimezone(ZONE):%H:%M %d/%m/%Y}" if at else ""


def where_to_get(dossier: Dossier) -> str:
    """Return in one sentence how the citizen gets the result, by the way he chose."""
    ways = {
        Delivery.POST: "Phường, xã gửi qua bưu chính.",
        Delivery.ELECTRONIC: "Phường, xã gửi bản điện tử.",
    }
    counter = f"Nhận tại quầy {dossier.receiving_unit.full_name}, mang giấy tờ tùy thân."
    return ways.get(Delivery(dossier.delivery), counter)


def _telling(dossier: Dossier, kind: NoticeKind, at: datetime, data: Mapping[str, str]) -> Telling:
    facts = {
        "code": dossier.code,
        "unit": dossier.receiving_unit.full_name,
        "link": short_link(dossier),
        "due": moment_words(dossier.due_at),
        **data,
    }
    return Telling(kind, dossier.pk, dossier.code, f"{dossier.version}", at, facts)
