"""What the acts on an uploaded list share: the row under lock, and what its list would do now."""

from datetime import date
from uuid import UUID

from django.http import Http404

from core.lookup import get_or_none
from procedures.importing.difference import Dates, Difference, difference
from procedures.importing.errors import ListNotWaiting, ListRefused, NothingToWrite
from procedures.importing.list_rows import ReadList, restored
from procedures.importing.report import report_of
from procedures.models import CatalogueImport
from procedures.selectors import catalogue_revision


def lock_upload(import_id: UUID) -> CatalogueImport:
    """Return an upload under lock. Raises Http404 if there is none."""
    found = get_or_none(CatalogueImport.objects.select_for_update(of=("self",)).filter(pk=import_id))
    if found is None:
        raise Http404
    return found


def difference_now(upload: CatalogueImport, today: date) -> Difference:
    """Compare the stored rows with the catalogue as it is now."""
    read = ReadList(rows=restored(upload.rows), ignored=upload.report["ignored"])
    return difference(read, Dates(today, upload.in_force_from, upload.ends_missing))


def renew_report(upload: CatalogueImport, found: Difference) -> bool:
    """Take over a difference that is another one than was looked at, and wait for a new look; tell whether it is."""
    report = report_of(found)
    if report == upload.report:
        return False
    upload.report, upload.catalogue_revision = report, catalogue_revision()
    upload.state, upload.approved_by, upload.approved_at = CatalogueImport.State.CHECKED, None, None
    upload.save(update_fields=["report", "catalogue_revision", "state", "approved_by", "approved_at"])
    return True


def require_useful(upload: CatalogueImport) -> None:
    """Raise ListRefused where a row is refused, NothingToWrite where the list says what the catalogue says."""
    counts = upload.report["counts"]
    if counts["refused"]:
        raise ListRefused(f"{counts['refused']} dòng bị từ chối. Sửa tệp rồi nộp lại; chưa có gì được ghi.")
    if not (counts["new"] or counts["changed"] or (upload.ends_missing and counts["gone"])):
        raise NothingToWrite("Không có gì thay đổi nên không có gì để ghi.")


def require_waiting(upload: CatalogueImport) -> None:
    """Raise ListNotWaiting unless the list waits for approval."""
    state = CatalogueImport.State(upload.state)
    if state != state.CHECKED:
        raise ListNotWaiting(f"Danh sách này không còn chờ duyệt: {state.label.lower()}.")
