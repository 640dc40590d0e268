"""The inbox of an office: open dossiers, what must be done next first, one keyset page at a time."""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery

from core.keyset import Cursor, Page
from core.vietnamese_dates import short_date
from dossiers.deadlines import ClockReading, Punctuality
from dossiers.models import Channel, Dossier, DossierParty, DossierStep, PartyRole
from dossiers.selectors.clock import DESK_COLUMNS, desk_clock, remaining_label
from dossiers.selectors.inbox_filters import Asker, InboxFilters, filter_condition, held_for
from dossiers.selectors.orders import BY_URGENCY
from dossiers.states import DossierState

UNIT_COLUMNS = ("competent_unit", "receiving_unit", "support_unit")  # one partial index each: a union of scans, never an OR
PAGE_SIZES = (10, 25, 50)
CHANNEL_ICONS = {Channel.DIRECT: "desk", Channel.ONLINE: "globe", Channel.POST: "mail", Channel.VNEID: "mobile"}


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


def open_of_unit(unit_id: int) -> list[QuerySet[Dossier]]:
    """Return the open dossiers of a unit as one query set a unit column; a dossier may be in two of them."""
    return [Dossier.objects.filter(finished_at__isnull=True, **{column: unit_id}) for column in UNIT_COLUMNS]


def inbox_page(asker: Asker, filters: InboxFilters, cursor: Cursor | None, *, size: int = PAGE_SIZES[0]) -> Page[InboxRow]:
    """Return a page of the inbox in the order of what must be done next. One query, whatever the number of rows.

    Each branch is an index scan that stops after a page; the union is sorted and cut once more.
    """
    window = BY_URGENCY.window(cursor, size)
    condition = filter_condition(filters, asker) & window.beyond
    branches = [rows.filter(condition).order_by(*window.keys).values("pk")[: window.limit] for rows in open_of_unit(asker.unit_id)]
    found = _with_words(Dossier.objects.filter(pk__in=branches[0].union(*branches[1:])), asker).order_by(*window.keys)[: window.limit]
    page = window.page(list(found), itemgetter(BY_URGENCY.column, "pk"))
    return page.of([_row(row, asker) for row in page.rows])


def _with_words(dossiers: QuerySet[Dossier], asker: Asker) -> QuerySet[Dossier, Any]:
    """Add the names a line shows, and whether the asker stands in for the holder; the subqueries are one look into an index."""
    applicant = DossierParty.objects.filter(dossier=OuterRef("pk"), role=PartyRole.APPLICANT).values("full_name")
    step = DossierStep.objects.filter(dossier=OuterRef("pk"), finished_at__isnull=True).values("name")
    worded: QuerySet[Dossier, Any] = dossiers.values(
        *DESK_COLUMNS,
        "pk",
        "code",
        "channel",
        "next_act_by",
        "supplement_due_at",
        "receiving_unit",
        "competent_unit",
        procedure=F("procedure_version__plain_name"),
        holder=F("assignee__full_name"),
        stands_in=ExpressionWrapper(held_for(asker), output_field=BooleanField()),
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
    clock, moment = desk_clock(row, now)
    if clock.kind is Punctuality.PAUSED:
        return clock, None, remaining_label(row["remaining_minutes"])
    return clock, moment, ""


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
    return row["step"] or "Chưa giao", f"thay {row['holder']}" if row["stands_in"] else row["holder"] or "–"


def _tag(row: dict[str, Any], unit_id: int) -> str:
    if row["receiving_unit"] == row["competent_unit"]:
        return ""
    if row["competent_unit"] == unit_id:
        return f"{row['receiving']} nhận hộ"
    return f"Nhận hộ {row['competent']}"
