"""Reading the catalogue: what is in force on a day, and search in people's words."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from procedures.models import CatalogueRevision, DocumentRequirement, Fee, ProcedureStep, ProcedureVersion


def in_force(on: date) -> QuerySet[ProcedureVersion]:
    """Return the approved versions in force on a day, with procedure and field."""
    return (
        ProcedureVersion.objects.filter(
            Q(in_force_to__isnull=True) | Q(in_force_to__gte=on), in_force_from__lte=on, status=ProcedureVersion.Status.APPROVED
        )
        .select_related("procedure__field", "procedure__replaced_by")
        .order_by("procedure__code")
    )


def published(on: date) -> QuerySet[ProcedureVersion]:
    """Return what citizens may choose from: in force and not replaced by another procedure."""
    return in_force(on).filter(procedure__replaced_by__isnull=True)


def version_in_force(code: str, on: date) -> ProcedureVersion | None:
    """Return the version of one procedure in force on a day, replaced ones too."""
    return in_force(on).filter(procedure__code=code).first()


def with_details(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """Add papers, fees and steps in their order; three queries whatever the number of versions."""
    return versions.prefetch_related(
        Prefetch("documents", DocumentRequirement.objects.order_by("position")),
        Prefetch("fees", Fee.objects.order_by("position")),
        Prefetch("steps", ProcedureStep.objects.order_by("position")),
    )


def catalogue_revision() -> int:
    """Return the number that moves whenever the catalogue changes."""
    row = CatalogueRevision.objects.order_by("pk").first()
    return row.number if row else 0


def counts(on: date) -> dict[str, int]:
    """Return how many procedures the catalogue holds, and how many are in force and not replaced on a day."""
    return {"held": in_force(on).count(), "published": published(on).count()}
