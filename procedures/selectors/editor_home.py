"""What waits for the editors of the catalogue."""

from dataclasses import dataclass

from django.db.models import QuerySet

from procedures.models import CatalogueImport, ProcedureVersion

MOST = 10  # of each kind; the rest is in the lists themselves


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts and lists that wait for approval, newest first; the counts are whole, the lists cut."""

    drafts: list[ProcedureVersion]
    draft_count: int
    lists: list[CatalogueImport]
    list_count: int


def waiting() -> Waiting:
    """Return what waits for approval. Four queries."""
    drafts = _drafts()
    lists = CatalogueImport.objects.defer("rows", "report").filter(state=CatalogueImport.State.CHECKED).select_related("prepared_by")
    lists = lists.order_by("-prepared_at", "pk")
    return Waiting(list(drafts[:MOST]), drafts.count(), list(lists[:MOST]), lists.count())


def _drafts() -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.filter(status=ProcedureVersion.Status.DRAFT).select_related("procedure").order_by("-pk")
