"""A new version begins as a copy of the one before, with all that hangs on it."""

import copy
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Model

from procedures.models import DocumentRequirement, Fee, ProcedureStep, ProcedureVersion, UnitTimeLimit

DETAILS: tuple[type[Model], ...] = (DocumentRequirement, Fee, ProcedureStep, UnitTimeLimit)


def copied(version: ProcedureVersion) -> ProcedureVersion:
    """Return an unsaved copy of a version, open-ended; its number is given when it is written."""
    made = copy.copy(version)
    vars(made).pop("_prefetched_objects_cache", None)  # the rows of the version before are not those of the new one
    _detach(made)
    made.in_force_to = None
    return made


def copy_details(pairs: Mapping[int, ProcedureVersion], *, without_fees: Collection[int] = ()) -> None:
    """Write the papers, fees, steps and unit limits of old versions (by id) for the new ones; two statements a kind."""
    for model in DETAILS:
        left_out = without_fees if model is Fee else ()
        rows = model._default_manager.filter(version__in=[pk for pk in pairs if pk not in left_out]).order_by("pk")
        model._default_manager.bulk_create(_moved(rows, pairs))


def _moved(rows: Iterable[Model], pairs: Mapping[int, ProcedureVersion]) -> Iterable[Model]:
    for row in rows:
        row.version_id = pairs[row.version_id].pk  # type: ignore[attr-defined]  # every kind of detail has a version
        _detach(row)
        yield row


def _detach(row: Model) -> None:
    row.pk = None
    row._state.adding = True
