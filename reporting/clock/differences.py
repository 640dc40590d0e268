"""The dossiers whose stored moments are not those counted again. No name, no number of a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.selectors import communes_granting
from communes.models import Commune
from core.keyset import Cursor, Order, Page
from dossiers.access import units_of
from dossiers.models import ClockDifference, Dossier

PAGE = 50
NEWEST_FIRST = Order("found_at", descending=True)


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One dossier that differs. `why_url` is empty where the reader may not open the page that explains the date."""

    code: str
    unit: str
    is_finished: bool
    stored_due_at: datetime | None
    computed_due_at: datetime | None
    what: str
    found_at: datetime
    why_url: str

    @property
    def moves_due(self) -> bool:
        """Whether the due moment itself differs, or only what is stored beside it."""
        return self.stored_due_at != self.computed_due_at


def communes_that_differ() -> list[Commune]:
    """Return the competent communes of open differences, in Vietnamese order."""
    units = ClockDifference.objects.filter(gone_at__isnull=True).values("dossier__competent_unit")
    return list(Commune.objects.filter(pk__in=units).order_by("sort_key", "code"))


def difference_page(commune: Commune | None, cursor: Cursor | None, readers: Collection[Membership]) -> Page[DifferenceRow]:
    """Return a page of the open differences, of one competent commune if asked, the newest first; `readers` are the reader's posts."""
    window = NEWEST_FIRST.window(cursor, PAGE)
    of_unit = Q() if commune is None else Q(dossier__competent_unit=commune)
    rows = ClockDifference.objects.filter(window.beyond, of_unit, gone_at__isnull=True).select_related("dossier__competent_unit")
    page = window.page(list(rows.order_by(*window.keys)[: window.limit]), lambda row: (row.found_at, row.pk))
    return page.of([_row(each, readers) for each in page.rows])


def _row(difference: ClockDifference, readers: Collection[Membership]) -> DifferenceRow:
    dossier = difference.dossier
    unit = dossier.competent_unit.full_name
    return DifferenceRow(
        code=dossier.code,
        unit=f"{unit[0].upper()}{unit[1:]}",
        is_finished=dossier.finished_at is not None,
        stored_due_at=difference.stored_due_at,
        computed_due_at=difference.computed_due_at,
        what=f"{difference.what[0].upper()}{difference.what[1:]}",
        found_at=difference.found_at,
        why_url=reverse("desk_due", args=[dossier.code]) if _may_open(dossier, readers) else "",
    )


def _may_open(dossier: Dossier, readers: Collection[Membership]) -> bool:
    communes = communes_granting(readers, Permission.OPEN_DESK)
    return any(unit in communes for unit in units_of(dossier))
