"""The inbox of an office: open dossiers, what must be done next first, one keyset page at a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from communes.selectors import calendar_of_revision
from core.vietnamese_dates import short_date
from dossiers.deadlines import ClockReading, Punctuality, hours_label, read_clock
from dossiers.models import Channel, Dossier, DossierParty, DossierStep, PartyRole
from dossiers.selectors.inbox_filters import Asker, InboxFilters, filter_condition
from dossiers.states import DossierState

UNIT_COLUMNS = ("competent_unit", "receiving_unit", "support_unit")  # one partial index each: a union of scans, never an OR
PAGE_SIZES = (10, 25, 50)
CHANNEL_ICONS = {Channel.DIRECT: "desk", Channel.ONLINE: "globe", Channel.POST: "mail", Channel.VNEID: "mobile"}
_CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the keys of a row, and on which side of it the page lies."""

    at: datetime
    pk: int
    before: bool = False

    @classmethod
    def read(cls, text: str, *, before: bool) -> "Cursor | None":
        """Return the place an address names; None where it names none."""
        match = _CURSOR.fullmatch(text)
        if match is None or int(match[1]) > 10**17 // 2:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]), before)

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    def condition(self, column: str) -> Q:
        """Return the rows beyond this place in the form an index answers with one range."""
        if self.before:
            return Q(**{f"{column}__lte": self.at}) & ~Q(**{column: self.at, "pk__gte": self.pk})
        return Q(**{f"{column}__gte": self.at}) & ~Q(**{column: self.at, "pk__lte": self.pk})


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox, everything decided. `moment` is printed under the clock, `moment_text` instead of it."""

    code: str
    clock: ClockReading
    moment: datetime | None
    moment_text: str
    procedure: str
    person: str
    tag: str
    channel: str
    channel_icon: str
    step: str
    holder: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Rows of one page and the places before and after it; None where the list ends."""

    rows: Sequence[InboxRow]
    previous: Cursor | None
    following: Cursor | None


def open_of_unit(unit_id: int) -> list[QuerySet[Dossier]]:
    """Return the open dossiers of a unit as one query set a unit column; a dossier may be in two of them."""
    return [Dossier.objects.filter(finished_at__isnull=True, **{column: unit_id}) for column in UNIT_COLUMNS]


def inbox_page(asker: Asker, filters: InboxFilters, cursor: Cursor | None, *, size: int = PAGE_SIZES[0]) -> InboxPage:
    """Return a page of the inbox in the order of what must be done next. One query, whatever the number of rows.

    Each branch is an index scan that stops after a page; the union is sorted and cut once more.
    """
    order = ("-next_act_by", "-pk") if cursor and cursor.before else ("next_act_by", "pk")
    condition = filter_condition(filters, asker) & (cursor.condition("next_act_by") if cursor else Q())
    branches = [rows.filter(condition).order_by(*order).values("pk")[: size + 1] for rows in open_of_unit(asker.unit_id)]
    found = list(_with_words(Dossier.objects.filter(pk__in=branches[0].union(*branches[1:]))).order_by(*order)[: size + 1])
    rows, has_more = found[:size], len(found) > size
    if cursor and cursor.before:
        rows.reverse()
    return InboxPage([_row(row, asker) for row in rows], *_edges(rows, cursor, has_more=has_more))


def _edges(rows: Sequence[dict[str, Any]], cursor: Cursor | None, *, has_more: bool) -> tuple[Cursor | None, Cursor | None]:
    if not rows:
        return None, None
    first = Cursor(rows[0]["next_act_by"], rows[0]["pk"], before=True)
    last = Cursor(rows[-1]["next_act_by"], rows[-1]["pk"])
    if cursor and cursor.before:
        return (first if has_more else None), last
    return (first if cursor else None), (last if has_more else None)


_COLUMNS = (
    "pk", "code", "state", "channel", "next_act_by", "due_at", "due_soon_at", "finished_at", "remaining_minutes", "response_due_at",
    "supplement_due_at", "calendar_revision", "receiving_unit", "competent_unit",
)  # fmt: skip


def _with_words(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier, Any]:
    """Add the names a line shows; both subqueries are one look into a unique index."""
    applicant = DossierParty.objects.filter(dossier=OuterRef("pk"), role=PartyRole.APPLICANT).values("full_name")
    step = DossierStep.objects.filter(dossier=OuterRef("pk"), finished_at__isnull=True).values("name")
    worded: QuerySet[Dossier, Any] = dossiers.values(
        *_COLUMNS,
        procedure=F("procedure_version__plain_name"),
        holder=F("assignee__full_name"),
        receiving=F("receiving_unit__name"),
        competent=F("competent_unit__name"),
        person=Subquery(applicant[:1]),
        step=Subquery(step[:1]),
    )
    return worded


def _row(row: dict[str, Any], asker: Asker) -> InboxRow:
    clock, moment, moment_text = _clock(row, asker.now)
    step, holder = _place(row)
    return InboxRow(
        code=row["code"],
        clock=clock,
        moment=moment,
        moment_text=moment_text,
        procedure=row["procedure"],
        person=row["person"] or "Chưa có tên",
        tag=_tag(row, asker.unit_id),
        channel=Channel(row["channel"]).label,
        channel_icon=CHANNEL_ICONS[Channel(row["channel"])],
        step=step,
        holder=holder,
    )


def _clock(row: dict[str, Any], now: datetime) -> tuple[ClockReading, datetime | None, str]:
    """Return what the clock says, with the moment or the words under it."""
    if row["state"] == DossierState.SUBMITTED:
        return waiting_clock(row["response_due_at"], now), row["response_due_at"], ""
    revision = row["calendar_revision"]
    clock = read_clock(
        state=row["state"],
        due_at=row["due_at"],
        due_soon_at=row["due_soon_at"],
        finished_at=row["finished_at"],
        remaining_minutes=row["remaining_minutes"],
        now=now,
        calendar=calendar_of_revision(revision) if revision else None,
    )
    if clock.kind is Punctuality.PAUSED:
        return clock, None, remaining_label(row["remaining_minutes"])
    return clock, row["due_at"], ""


def waiting_clock(answer_by: datetime | None, now: datetime) -> ClockReading:
    """Return how an online filing stands that nobody has answered yet."""
    if answer_by is not None and now > answer_by:
        return ClockReading(Punctuality.OVERDUE, "Quá hạn trả lời")
    return ClockReading(Punctuality.WAITING, "Chờ tiếp nhận")


def remaining_label(minutes: int | None) -> str:
    """Return what is left of a stopped clock: "còn 11 giờ làm việc"; before reception no clock has begun."""
    if minutes is None:
        return "chưa tính hạn"
    return f"còn {hours_label(minutes)} làm việc" if minutes else "đã hết hạn khi dừng"


def _place(row: dict[str, Any]) -> tuple[str, str]:
    """Return the step and who holds the dossier now, in the desk's words."""
    state = row["state"]
    if state == DossierState.SUBMITTED:
        return "Tiếp nhận", row["holder"] or "quầy một cửa"
    if state == DossierState.AWAITING_SUPPLEMENT:
        until = row["supplement_due_at"]
        return "Chờ công dân", f"hạn bổ sung {short_date(until)}" if until else "chờ bổ sung"
    if state == DossierState.WITHDRAWAL_REQUESTED:
        return "Chờ lãnh đạo", "xin rút hồ sơ"
    return row["step"] or "Chưa giao", row["holder"] or "–"


def _tag(row: dict[str, Any], unit_id: int) -> str:
    if row["receiving_unit"] == row["competent_unit"]:
        return ""
    if row["competent_unit"] == unit_id:
        return f"{row['receiving']} nhận hộ"
    return f"Nhận hộ {row['competent']}"
