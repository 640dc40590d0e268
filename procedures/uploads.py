"""Lists handed in, as their pages show them; the rows themselves stay in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from accounts.models import User
from core.lookup import get_or_none
from procedures.importing.progress import percent_of
from procedures.models import CatalogueImport

PAGE_SIZE = 25
SLOW = timedelta(minutes=1)  # a write takes seconds; after this a person may start it again
KINDS = {"refused": "Bị từ chối", "changed": "Thay đổi", "new": "Mới", "gone": "Không còn trong danh sách"}
_BASES = {"refused": "dòng", "changed": "thủ tục", "new": "thủ tục", "gone": "thủ tục"}
_TONES = {"refused": "overdue", "gone": "soon"}
_State = CatalogueImport.State


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One list with what it changes: a kind at a time, a page at a time."""

    upload: CatalogueImport
    counts: Mapping[str, int]
    tiles: list[dict[str, Any]]
    kind: str
    title: str
    page: Page[dict[str, Any]]
    ignored: list[str]
    is_waiting: bool
    is_running: bool
    is_own: bool
    is_slow: bool
    percent: int
    has_changes: bool

    @property
    def query(self) -> str:
        return f"xem={self.kind}&"


def uploads() -> QuerySet[CatalogueImport]:
    """Return the lists handed in, newest first, with `counts`; without what makes them heavy."""
    return (
        CatalogueImport.objects.defer("rows", "report")
        .select_related("prepared_by", "approved_by")
        .annotate(counts=F("report__counts"))
        .order_by("-prepared_at", "pk")
    )


def find_upload(import_id: UUID) -> CatalogueImport | None:
    """Return one list with its report. One query."""
    return get_or_none(CatalogueImport.objects.defer("rows").select_related("prepared_by", "approved_by").filter(pk=import_id))


def upload_page(upload: CatalogueImport, *, reader: User, asked: Mapping[str, str], now: datetime) -> UploadPage:
    """Return what one page of a list shows: the kind asked for, else the first there is, refused rows before all."""
    report, counts = upload.report, upload.report["counts"]
    kind = asked.get("xem", "")
    kind = kind if kind in KINDS else next((each for each in KINDS if counts[each]), "changed")
    running = upload.state == _State.APPLYING
    return UploadPage(
        upload=upload,
        counts=counts,
        tiles=[_tile(each, counts[each]) for each in KINDS] + [_tile("", counts["unchanged"])],
        kind=kind,
        title=KINDS[kind],
        page=Paginator(report[kind], PAGE_SIZE).get_page(asked.get("page")),
        ignored=report["ignored"],
        is_waiting=upload.state == _State.CHECKED,
        is_running=running,
        is_own=upload.prepared_by_id == reader.pk,
        is_slow=running and upload.approved_at is not None and now - upload.approved_at > SLOW,
        percent=percent_of(upload.pk) if running else 0,
        has_changes=bool(counts["new"] or counts["changed"] or (upload.ends_missing and counts["gone"])),
    )


def _tile(kind: str, count: int) -> dict[str, Any]:
    """Return a figure that opens its list; the unchanged have none."""
    if not kind:
        return {"label": "Như cũ", "figure": str(count), "base": "thủ tục", "url": "", "tone": ""}
    tone = _TONES.get(kind, "") if count else ""
    return {"label": KINDS[kind], "figure": str(count), "base": _BASES[kind], "url": f"?xem={kind}#ket-qua" if count else "", "tone": tone}
