"""Writing many procedures with few statements: procedures and fields, versions, their papers, fees and steps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, Model

from core.text import sort_key
from procedures.importing.progress import Progress, silent
from procedures.models import DocumentRequirement, Fee, Field, Procedure, ProcedureStep, ProcedureVersion, UnitTimeLimit

CHUNK = 100  # versions between two words of progress
Row = Mapping[str, Any]

_PAPER = ("code", "name", "plain_name", "hint", "form_code", "originals", "copies", "required_when", "blocks", "counter_only", "reusable")
_FEE = ("label", "channel", "amount", "unit", "payer", "set_by", "is_appraisal", "legal_basis", "note")
_STEP = ("name", "post", "budget_minutes")
_LIMIT = ("unit", "rule", "text")


def write_procedures(rows: Sequence[Row]) -> dict[str, Procedure]:
    """Make or update fields and procedures of these rows; return the procedures by code."""
    fields = write_fields({row["field"]["code"]: row["field"]["name"] for row in rows})
    Procedure.objects.bulk_create(
        [_procedure(row, fields[row["field"]["code"]]) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["field", "verification", "life_event", "code_is_official", "unlikely_here"],
    )
    return {each.code: each for each in Procedure.objects.filter(code__in=[row["code"] for row in rows])}


def write_fields(names: Mapping[str, str]) -> dict[str, Field]:
    """Make fields by code, or give them their present name; return them by code."""
    Field.objects.bulk_create(
        [Field(code=code, name=name, sort_key=sort_key(name)) for code, name in names.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "sort_key"],
    )
    return {each.code: each for each in Field.objects.filter(code__in=list(names))}


def _procedure(row: Row, field: Field) -> Procedure:
    return Procedure(
        code=row["code"],
        field=field,
        verification=row["verification"],
        life_event=row.get("life_event", ""),
        code_is_official=row.get("official_code", True),
        unlikely_here=row.get("unlikely_here", False),
    )


def write_versions(versions: Sequence[ProcedureVersion]) -> None:
    """Number the versions after those their procedures have, drafts too, and write them."""
    counted = ProcedureVersion.objects.filter(procedure__in=[each.procedure_id for each in versions]).order_by()
    last = dict(counted.values_list("procedure").annotate(Max("number")))
    for version in versions:
        version.number = last.get(version.procedure_id, 0) + 1
    ProcedureVersion.objects.bulk_create(versions, batch_size=CHUNK)


def write_details(versions: Sequence[ProcedureVersion], rows: Sequence[Row], progress: Progress = silent) -> None:
    """Write what the rows list for their versions, in the order of the rows."""
    for start in range(0, len(versions), CHUNK):
        pairs = list(zip(versions, rows, strict=True))[start : start + CHUNK]
        DocumentRequirement.objects.bulk_create(
            DocumentRequirement(
                version=version, position=position, case_code=paper["case"], source_note=paper["source_note"], **_of(paper, _PAPER)
            )
            for version, row in pairs
            for position, paper in enumerate(row["documents"], start=1)
        )
        _write_plain(Fee, "fees", _FEE, pairs)
        _write_plain(ProcedureStep, "steps", _STEP, pairs)
        _write_plain(UnitTimeLimit, "unit_limits", _LIMIT, pairs)
        progress(start + len(pairs), len(versions))


def _write_plain(model: type[Model], key: str, names: Iterable[str], pairs: Iterable[tuple[ProcedureVersion, Row]]) -> None:
    model._default_manager.bulk_create(
        model(version=version, position=position, **_of(line, names))
        for version, row in pairs
        for position, line in enumerate(row.get(key, ()), start=1)
    )


def _of(line: Row, names: Iterable[str]) -> dict[str, Any]:
    return {name: line[name] for name in names if name in line}


def write_replacements(rows: Iterable[Row]) -> None:
    """Point replaced procedures at their successors, where those are known; a successor may come in the same load."""
    successors = {row["code"]: row["replaced_by"] for row in rows if row.get("replaced_by")}
    known = {each.code: each for each in Procedure.objects.filter(code__in=[*successors, *successors.values()])}
    replaced = [known[code] for code in successors]
    for procedure in replaced:
        procedure.replaced_by = known.get(successors[procedure.code])
    Procedure.objects.bulk_update(replaced, ["replaced_by"])
