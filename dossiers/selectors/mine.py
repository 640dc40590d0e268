"""A citizen's own list: drafts and dossiers in groups by who must act, overdue first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from core.text import fold
from core.vietnamese_dates import clock_time, long_date, weekday_date
from dossiers.citizen_words import CitizenStatus, Turn, citizen_status
from dossiers.models import Dossier, DossierParty, Draft
from dossiers.states import DossierState

MOST_ROWS = 500  # newest dossiers a person's list holds; older ones are found by their code
SHOWN_COUNT = 99
OVERDUE, TO_SEND, OTHERS, DRAFTS = range(4)  # order inside a group
_LATEST = datetime.max.replace(tzinfo=UTC)


class Group(StrEnum):
    """Whose turn it is; the value stands in the address."""

    TO_DO = "can-lam"
    OPEN = "dang-giai-quyet"
    DONE = "da-xong"

    @property
    def heading(self) -> str:
        return {Group.TO_DO: "Cần bạn làm", Group.OPEN: "Đang giải quyết", Group.DONE: "Đã xong"}[self]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `code` empty: a draft, which `draft` then is."""

    group: Group
    title: str
    code: str
    person: str
    status: CitizenStatus
    detail: str
    order: tuple[int, float]
    draft: Draft | None = None

    @property
    def search_text(self) -> str:
        return fold(f"{self.code} {self.title} {self.person}")


def my_rows(own: QuerySet[Dossier], user: User, now: datetime) -> list[Row]:
    """Return all lines of a person in the order of the page.

    `own` are the dossiers the person may see. Queries: three whatever the number of rows.
    """
    people = Prefetch("parties", DossierParty.objects.order_by("role").only("dossier_id", "role", "full_name"))
    dossiers = own.select_related("procedure_version", "receiving_unit").prefetch_related(people)
    dossiers = dossiers.defer("procedure_version__declaration", "procedure_version__cases", "procedure_version__source")
    rows = [_dossier_row(dossier, user, now) for dossier in dossiers[:MOST_ROWS]]
    drafts = Draft.objects.filter(owner=user).select_related("procedure_version__procedure", "commune").order_by("-saved_at", "pk")
    rows += [_draft_row(draft) for draft in drafts[:MOST_ROWS]]
    return sorted(rows, key=lambda row: (list(Group).index(row.group), row.order))


def _dossier_row(dossier: Dossier, user: User, now: datetime) -> Row:
    status = citizen_status(dossier, now)
    names = [party.full_name for party in dossier.parties.all() if party.full_name != user.full_name]
    return Row(
        group=_group(status),
        title=dossier.procedure_version.plain_name,
        code=dossier.code,
        person=names[0] if names else "",
        status=status,
        detail=_detail(dossier, status),
        order=_order(dossier, status),
    )


def _group(status: CitizenStatus) -> Group:
    return {Turn.YOU: Group.TO_DO, Turn.OFFICE: Group.OPEN, Turn.NOBODY: Group.DONE}[status.turn]


def _order(dossier: Dossier, status: CitizenStatus) -> tuple[int, float]:
    """Overdue first, then what is to be sent, then by the moment that matters next; what is over, newest first."""
    if status.turn is Turn.NOBODY:
        return (OTHERS, -(dossier.finished_at or dossier.listed_at).timestamp())
    first = OVERDUE if status.is_overdue else TO_SEND if status.state == DossierState.AWAITING_SUPPLEMENT else OTHERS
    return (first, (status.moment or _LATEST).timestamp())


def _detail(dossier: Dossier, status: CitizenStatus) -> str:
    if status.state == DossierState.RESULT_READY:
        return status.to_do_more
    if status.moment is None:
        return status.remark
    words = {DossierState.RECEIVED: "Hẹn trả", DossierState.PROCESSING: "Hẹn trả"}
    label = words.get(DossierState(status.state), status.moment_label)
    return f"{label} {clock_time(status.moment)} {long_date(status.moment)}"


def _draft_row(draft: Draft) -> Row:
    status = CitizenStatus(0, "Viết dở", Turn.YOU, "Việc của bạn: viết tiếp rồi nộp.")
    saved = f"Lưu {clock_time(draft.saved_at)} {weekday_date(draft.saved_at)}"
    order = (DRAFTS, -draft.saved_at.timestamp())
    return Row(Group.TO_DO, draft.procedure_version.plain_name, "", "", status, saved, order, draft)


def matching(rows: Iterable[Row], text: str) -> list[Row]:
    """Return the lines in which every word typed stands, marks and case aside: part of a code, procedure or person."""
    words = fold(text).split()
    return [row for row in rows if all(word in row.search_text for word in words)]


def group_count(rows: Sequence[Row]) -> str:
    """Return a count as the filters show it, exact up to 99."""
    return str(len(rows)) if len(rows) <= SHOWN_COUNT else f"{SHOWN_COUNT}+"
