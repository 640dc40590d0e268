"""One message a person for all dossiers that reached his level, written once and linked to what it tells.

Source: docs/legal/time-limits.md#escalation
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Post
from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.money import number
from core.working_calendar import CalendarMissing
from dossiers.escalation.recipients import Office
from dossiers.escalation.rules import Ladders, ladders
from notifications.service import Digest, NoticeKind, queue_digests

SHOWN_CODES = 5  # a message names; its link opens the list of all


@dataclass(frozen=True, slots=True)
class Untold:
    """Dossiers of one commune that reached one level and were not told of, by the division of who holds them, oldest first.

    `oldest` are the due moments and codes of the first few; the calendar is that of `revision_id`.
    """

    unit_id: int
    level: int
    post: Post
    division_id: int | None
    revision_id: int
    escalation_ids: Sequence[int]
    dossier_ids: Sequence[int]
    oldest: Sequence[tuple[datetime, str]]


@dataclass(slots=True)
class Message:
    """What one person hears of one commune, or of the whole city (`unit_id` None)."""

    person: User
    unit_id: int | None
    notes: set[str] = field(default_factory=set)
    parts: list[Untold] = field(default_factory=list)


@transaction.atomic
def send_digests(*, now: datetime) -> int:
    """Tell everybody of the escalations of today that nobody was told of; return how many messages were written.

    Messages and what they tell of commit together, and a second run at the same time leaves it to the first: nothing is told
    twice or half. What was finished or appointed anew meanwhile is told to nobody. What reaches nobody, because nobody holds a post that hears, stays untold until somebody does that day; the
    page of the dossier says so.
    """
    today = now.astimezone(ZONE).date()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('escalation digests', 0))")
        if not cursor.fetchone()[0]:
            return 0
    parts = _untold(today)
    if not parts:
        return 0
    messages = _messages(parts, ladders(), today)
    digests = [_digest(message, now) for message in messages]
    notices = queue_digests(digests, lambda pk: settings.SITE_ADDRESS + reverse("desk_notice", args=[pk]))
    with connection.cursor() as cursor:
        for message, notice in zip(messages, notices, strict=True):
            cursor.execute(_TOLD, {"notice": notice.pk, "escalations": [pk for part in message.parts for pk in part.escalation_ids]})
    return len(messages)


def _untold(today: date) -> list[Untold]:
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, {"today": today, "head": Post.DIVISION_HEAD, "shown": SHOWN_CODES})
        rows = cursor.fetchall()
    return [_untold_from(*row) for row in rows]


def _untold_from(
    unit: int,
    level: int,
    post: str,
    division: int | None,
    revision: int,
    escalations: list[int],
    dossiers: list[int],
    dues: list[datetime],
    codes: list[str],
) -> Untold:
    return Untold(unit, level, Post(post), division, revision, escalations, dossiers, list(zip(dues, codes, strict=True)))


def _messages(parts: Sequence[Untold], rules: Ladders, today: date) -> list[Message]:
    """Return the messages, each person's parts together, each part once."""
    office = Office({part.unit_id for part in parts}, today)
    found: dict[tuple[int, int | None], Message] = {}
    for part in parts:
        higher = [rung.post for rung in rules.of(part.unit_id) if rung.level > part.level]
        for hearer in office.hearers(part.unit_id, [part.post, *higher], part.division_id):
            message = found.setdefault((hearer.person.pk, hearer.unit_id), Message(hearer.person, hearer.unit_id))
            message.parts.append(part)
            message.notes |= hearer.notes
    return list(found.values())


def _digest(message: Message, now: datetime) -> Digest:
    first = min(pk for part in message.parts for pk in part.escalation_ids)
    return Digest(NoticeKind.ESCALATED, message.person, str(first), now, _facts(message, now.astimezone(ZONE).date()))


def _facts(message: Message, today: date) -> dict[str, str]:
    count = len({pk for part in message.parts for pk in part.dossier_ids})
    codes = list(dict.fromkeys(code for _, code in sorted(pair for part in message.parts for pair in part.oldest)))[:SHOWN_CODES]
    inbox = f"{reverse('desk_inbox')}?nhom=qua-han"
    return {
        "count": number(count),
        "codes": ", ".join(codes) + (f" và {number(count - len(codes))} hồ sơ khác" if count > len(codes) else ""),
        "days": _days_late(message.parts, today),
        "link": settings.SITE_ADDRESS + (f"{reverse('city_dossiers')}?loc=qua-han" if message.unit_id is None else inbox),
        "note": " ".join(sorted(message.notes)),
    }


def _days_late(parts: Sequence[Untold], today: date) -> str:
    """Return the longest lateness in working days, each dossier by its own calendar."""
    longest: defaultdict[int, date] = defaultdict(lambda: today)
    for part in parts:
        longest[part.revision_id] = min(longest[part.revision_id], part.oldest[0][0].astimezone(ZONE).date())
    days = 0
    for revision_id, due_on in longest.items():
        try:
            days = max(days, calendar_of_revision(revision_id).working_days_between(due_on, today))
        except CalendarMissing:  # a newer calendar may no longer reach back to the due date
            continue
    return number(days) if days else "chưa đến 1"


_UNTOLD = """
WITH untold AS (
    SELECT e.id, e.dossier_id, e.level, e.post, e.due_at, d.code, d.competent_unit_id, d.calendar_revision_id,
        CASE WHEN e.post = %(head)s THEN (
            SELECT m.division_id FROM accounts_membership m
            WHERE m.user_id = d.assignee_id AND m.commune_id = d.competent_unit_id AND m.division_id IS NOT NULL
                AND m.valid_from <= %(today)s AND (m.valid_to IS NULL OR m.valid_to >= %(today)s)
            ORDER BY m.id LIMIT 1
        ) END AS division_id
    FROM dossiers_escalation e JOIN dossiers_dossier d ON d.id = e.dossier_id
    WHERE e."on" = %(today)s AND d.state IN (2, 4) AND d.overdue_noted_at IS NOT NULL AND d.due_at = e.due_at
        AND NOT EXISTS (SELECT 1 FROM dossiers_escalationtold t WHERE t.escalation_id = e.id)
)
SELECT competent_unit_id, level, post, division_id, calendar_revision_id, array_agg(id ORDER BY due_at, id),
    array_agg(dossier_id ORDER BY due_at, id), (array_agg(due_at ORDER BY due_at, id))[1:%(shown)s],
    (array_agg(code ORDER BY due_at, id))[1:%(shown)s]
FROM untold GROUP BY competent_unit_id, level, post, division_id, calendar_revision_id
ORDER BY competent_unit_id, level, post, division_id, calendar_revision_id
"""

_TOLD = """
INSERT INTO dossiers_escalationtold (escalation_id, notice_id) SELECT unnest(%(escalations)s::bigint[]), %(notice)s
ON CONFLICT (escalation_id, notice_id) DO NOTHING
"""
