"""The number that moves when the catalogue changes, and the lock that all its writers share."""

from procedures.models import CatalogueRevision


def lock_catalogue() -> CatalogueRevision:
    """Let one transaction at a time change the catalogue; wait for the one before."""
    row = CatalogueRevision.objects.select_for_update().order_by("pk").first()
    if row is not None:
        return row
    CatalogueRevision.objects.get_or_create(pk=1)  # two first writers meet here
    return CatalogueRevision.objects.select_for_update().get(pk=1)


def move_revision(revision: CatalogueRevision) -> None:
    """Tell every process that the catalogue moved. Inside the transaction of the change."""
    revision.number += 1
    revision.save(update_fields=["number", "changed_at"])
