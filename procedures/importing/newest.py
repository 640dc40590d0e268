"""What the catalogue says last: the version each comparison starts from."""

from django.db.models import QuerySet

from procedures.models import ProcedureVersion


def newest_approved() -> QuerySet[ProcedureVersion]:
    """Return the approved version of each procedure that begins last, with the procedure; it may begin later than today."""
    approved = ProcedureVersion.objects.filter(status=ProcedureVersion.Status.APPROVED)
    return approved.select_related("procedure").order_by("procedure_id", "-in_force_from").distinct("procedure_id")
