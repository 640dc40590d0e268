"""What is in force on a day, the versions of a procedure, how many there are."""

from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from procedures.models import CatalogueRevision, DocumentRequirement, Fee, Procedure, ProcedureStep, ProcedureVersion, UnitTimeLimit


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
    return in_force(on).filter(procedure__code=code.replace("\x00", "")).first()


def with_details(versions: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    """Add papers, fees, steps and unit limits in their order; four queries whatever the number of versions."""
    return versions.prefetch_related(
        Prefetch("documents", DocumentRequirement.objects.order_by("position")),
        Prefetch("fees", Fee.objects.order_by("position")),
        Prefetch("steps", ProcedureStep.objects.order_by("position")),
        Prefetch("unit_limits", UnitTimeLimit.objects.order_by("position")),
    )


def catalogue_revision() -> int:
    """Return the number that moves whenever the catalogue changes."""
    return catalogue_moved()[0]


def catalogue_moved() -> tuple[int, datetime | None]:
    """Return the number of the catalogue's last change and its moment; None before the first."""
    row = CatalogueRevision.objects.order_by("pk").first()
    return (row.number, row.changed_at) if row else (0, None)


def versions_of(code: str) -> QuerySet[ProcedureVersion]:
    """Return the approved versions of a procedure, newest first."""
    return (
        ProcedureVersion.objects.filter(procedure__code=code, status=ProcedureVersion.Status.APPROVED)
        .select_related("procedure__field", "procedure__replaced_by")
        .order_by("-number")
    )


def counts(on: date) -> dict[str, int]:
    """Return how many procedures are in force on a day and, of those, how many another has not replaced."""
    return {"held": in_force(on).count(), "published": published(on).count()}


def counts_by_verification(on: date) -> dict[str, int]:
    """Return how many procedures in force on a day were checked how far; every degree is named. One query."""
    rows = in_force(on).order_by().values_list("procedure__verification").annotate(Count("pk"))
    return dict.fromkeys(Procedure.Verification.values, 0) | {str(degree): held for degree, held in rows}
