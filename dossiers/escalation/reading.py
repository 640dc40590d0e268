"""Proof of reading: who was told of an overdue dossier, and whether he opened the message.

Source: docs/legal/time-limits.md#escalation
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Prefetch

from accounts.permissions import COMMUNE_POSTS, Post
from communes.models import Commune
from core.clock import ZONE
from dossiers.models import Dossier, Escalation, EscalationTold

MOST_LINES = 12  # on the page of one dossier
MOST_UNREAD = 20  # on the list of notices


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One person told of one dossier; `name` is empty where nobody held a post that hears, `note` as on the notice."""

    post: str
    name: str
    told_at: datetime
    read_at: datetime | None = None
    note: str = ""

    @property
    def day(self) -> date:
        return self.told_at.astimezone(ZONE).date()

    @property
    def read_on_same_day(self) -> bool:
        return self.read_at is not None and self.read_at.astimezone(ZONE).date() == self.day


def escalations_of(dossier: Dossier) -> list[ToldLine]:
    """Return who was told that a dossier is overdue, newest first, the highest level before the lower ones. Two queries."""
    told = EscalationTold.objects.select_related("notice__recipient").order_by("notice__recipient__full_name", "pk")
    rows = Escalation.objects.filter(dossier=dossier).order_by("-on", "-level", "-pk")
    lines = [line for row in rows.prefetch_related(Prefetch("told", told))[:MOST_LINES] for line in _lines(row)]
    return lines[:MOST_LINES]


def _lines(escalation: Escalation) -> list[ToldLine]:
    post = Post(escalation.post).label
    notices = [told.notice for told in escalation.told.all()]
    people = [(notice, notice.recipient) for notice in notices if notice.recipient is not None]
    lines = [ToldLine(post, person.full_name, told.created_at, told.read_at, told.data.get("note", "")) for told, person in people]
    return lines or [ToldLine(post, "", escalation.at)]


@dataclass(frozen=True, slots=True)
class Unread:
    """Dossiers of a commune brought before a post today of which nobody has opened the message; no `names`: nobody holds it."""

    unit: str
    unit_code: str
    post: str
    count: int
    since: datetime
    names: str


def unread_today(viewer_id: int, unit_id: int | None, today: date) -> list[Unread]:
    """Return what nobody has read of today's escalations, most dossiers first; `unit_id` None: of the whole city.

    Left out is what the viewer himself was told, what only the city hears, and dossiers that are done by now. Two queries.
    """
    values = {"viewer": viewer_id, "unit": unit_id, "today": today, "posts": sorted(COMMUNE_POSTS), "most": MOST_UNREAD}
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, values)
        rows = cursor.fetchall()
    units = Commune.objects.in_bulk([row[0] for row in rows])
    return [
        Unread(units[unit].full_name, units[unit].code, Post(post).label, count, since, ", ".join(names))
        for unit, post, count, since, names in rows
    ]


_UNREAD = """
WITH unread AS (
    SELECT e.id, e.dossier_id, e.post, e.at, d.competent_unit_id AS unit_id, array_agg(n.recipient_id) AS people
    FROM dossiers_escalation e JOIN dossiers_dossier d ON d.id = e.dossier_id
    LEFT JOIN dossiers_escalationtold t ON t.escalation_id = e.id
    LEFT JOIN notifications_notice n ON n.id = t.notice_id
    WHERE e."on" = %(today)s
        AND e.post = ANY(%(posts)s) AND d.overdue_noted_at IS NOT NULL AND d.state IN (2, 4)
        AND (%(unit)s::bigint IS NULL OR d.competent_unit_id = %(unit)s)
    GROUP BY e.id, d.competent_unit_id
    HAVING NOT coalesce(bool_or(n.read_at IS NOT NULL OR n.recipient_id = %(viewer)s), false)
)
SELECT unit_id, post, count(DISTINCT dossier_id), min(at), coalesce(array_agg(DISTINCT u.full_name) FILTER (WHERE u.id IS NOT NULL), '{}')
FROM unread LEFT JOIN LATERAL unnest(people) AS person ON true LEFT JOIN accounts_user u ON u.id = person
GROUP BY unit_id, post ORDER BY 3 DESC, unit_id, post LIMIT %(most)s
"""
