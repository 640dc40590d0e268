"""What the administration of the catalogue reads: procedures with their newest version, the version before another, names of people."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.models import User
from procedures.importing.newest import newest_approved
from procedures.models import DocumentRequirement, Fee, Procedure, ProcedureVersion
from procedures.search import ranked_ids
from procedures.selectors import with_details

_Status = ProcedureVersion.Status
_NEWEST = ("pk", "number", "plain_name", "ministry", "in_force_from", "in_force_to", "time_limit_rule", "time_limit_text", "declaration")


def listed() -> QuerySet[Procedure]:
    """Return the procedures with `newest_…` of the approved version that begins last, `draft_id`, `has_papers`, `has_fees`."""
    versions = ProcedureVersion.objects.filter(procedure=OuterRef("pk"))
    newest = versions.filter(status=_Status.APPROVED).order_by("-in_force_from")
    draft = versions.filter(status=_Status.DRAFT).order_by("pk")
    return (
        Procedure.objects.select_related("field", "replaced_by")
        .annotate(
            draft_id=Subquery(draft.values("pk")[:1]),
            **{f"newest_{name}": Subquery(newest.values(name)[:1]) for name in _NEWEST},
        )
        .annotate(
            has_papers=Exists(DocumentRequirement.objects.filter(version=OuterRef("newest_pk"))),
            has_fees=Exists(Fee.objects.filter(version=OuterRef("newest_pk"))),
        )
    )


def ministries() -> list[str]:
    """Return the ministries that approved versions name, by name."""
    named = ProcedureVersion.objects.filter(status=_Status.APPROVED).exclude(ministry="")
    return list(named.order_by("ministry").values_list("ministry", flat=True).distinct())


def found_like_citizens(text: str, on: date) -> QuerySet[ProcedureVersion]:
    """Return versions that people's words find: without marks, mistyped, by synonym."""
    return ProcedureVersion.objects.filter(pk__in=ranked_ids(text, on=on)).order_by("pk")


def draft_of(procedure_id: int) -> ProcedureVersion | None:
    return ProcedureVersion.objects.filter(procedure=procedure_id, status=_Status.DRAFT).first()


def version_before(version: ProcedureVersion) -> ProcedureVersion | None:
    """Return what a version follows, with details: a draft the approved one that begins last, an approved one the one before it."""
    approved = with_details(newest_approved().filter(procedure=version.procedure_id))
    if version.status == _Status.APPROVED:
        approved = approved.filter(in_force_from__lt=version.in_force_from)
    return approved.first()


def people_named(kept: str) -> str:
    """Return "Vũ Thị Danh Mục (danh-muc), …" for user names as a version keeps them; other words stay as they are."""
    names = [name for name in kept.split(", ") if name]
    known = dict(User.objects.filter(username__in=names).exclude(full_name="").order_by("pk").values_list("username", "full_name"))
    return ", ".join(f"{known[name]} ({name})" if name in known else name for name in names)
