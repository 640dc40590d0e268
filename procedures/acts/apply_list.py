"""Write a list into the catalogue: new procedures, new versions of changed ones, the end of those it names no more."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from procedures.importing.copies import copied, copy_details
from procedures.importing.difference import ChangedRow, Difference
from procedures.importing.errors import ListRefused
from procedures.importing.facts import Changes, changes_of, channels_at
from procedures.importing.fees import fees_of, merged
from procedures.importing.list_rows import ListRow
from procedures.importing.names import TextKey, free_slug, shortened, text_key
from procedures.importing.progress import Progress, silent
from procedures.importing.rows import CHUNK, write_fields, write_versions
from procedures.models import Fee, Field, Procedure, ProcedureVersion

INTERNAL = "CHUA-MA-"  # keys of procedures whose code is not known
_ONE_DAY = timedelta(days=1)
_Verification = Procedure.Verification
_Fields = Mapping[TextKey, Field]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what: from which day the list holds, by which paper, prepared and approved by whom."""

    in_force_from: date
    citation: str
    prepared_by: str
    approved_by: str
    at: datetime
    file_name: str = ""
    ends_missing: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """One version to be written: from which one (None: from nothing), with what changed."""

    procedure: Procedure
    base: ProcedureVersion | None
    changes: Changes
    row: ListRow


def apply_list(found: Difference, decision: Decision, progress: Progress = silent) -> None:
    """Write a difference, whole. The caller holds the lock of the catalogue in a transaction and moves its revision.

    1. Fields and procedures; a procedure without a code gets an internal key.
    2. The versions before end the day before `in_force_from`; with `ends_missing` those the list does not name, too.
    3. New versions: copies with the changes of the list.
    4. What is replaced points at its successor.

    Raises:
        ListRefused: a row is refused.
    """
    if found.refused:
        raise ListRefused(f"{len(found.refused)} dòng bị từ chối. Sửa tệp rồi nộp lại; chưa có gì được ghi.")
    fields = _fields(found)
    plans = [_change(each, fields) for each in found.changed] + _create(found.new, fields)
    _end([each.version for each in found.changed], decision)
    if decision.ends_missing:
        _end(found.gone, decision)
    for start in range(0, len(plans), CHUNK):
        _write(plans[start : start + CHUNK], decision)
        progress(min(start + CHUNK, len(plans)), len(plans))
    _replace(plans)


def _fields(found: Difference) -> _Fields:
    """Return all fields by what their names say, those the list names for the first time included."""
    known = list(Field.objects.order_by("-pk"))
    fields: dict[TextKey, Field] = {text_key(field.name): field for field in known}  # of two that say the same, the first made
    names = [each.changes.field_name for each in found.changed] + [row.facts["field"] for row in found.new]
    fresh: dict[TextKey, str] = {}
    for name in filter(None, names):
        fresh.setdefault(text_key(name), name)
    taken = {field.code for field in known}
    codes: dict[str, str] = {}
    for name in (name for key, name in fresh.items() if key not in fields):
        code = free_slug(name, taken)
        taken.add(code)
        codes[code] = name
    return fields | {text_key(field.name): field for field in write_fields(codes).values()}


def _change(each: ChangedRow, fields: _Fields) -> _Plan:
    """Write what hangs on the procedure itself: its field, and the code it had not."""
    procedure, changes = each.version.procedure, each.changes
    if changes.field_name:
        procedure.field = fields[text_key(changes.field_name)]
    if changes.code:
        procedure.code, procedure.code_is_official = changes.code, True
        procedure.verification = _Verification.VERIFIED
    if changes.field_name or changes.code:
        procedure.save(update_fields=["field", "code", "code_is_official", "verification"])
    return _Plan(procedure, each.version, changes, each.row)


def _create(rows: Sequence[ListRow], fields: _Fields) -> list[_Plan]:
    number = _last_internal()
    made = []
    for row in rows:
        number += not row.code
        made.append(
            Procedure(
                code=row.code or f"{INTERNAL}{number:03d}",
                code_is_official=bool(row.code),
                field=fields[text_key(row.facts["field"])],
                verification=_Verification.VERIFIED if row.code else _Verification.NAME_ONLY,
            )
        )
    Procedure.objects.bulk_create(made)
    return [_Plan(procedure, None, _all_of(row, procedure), row) for procedure, row in zip(made, rows, strict=True)]


def _last_internal() -> int:
    codes = Procedure.objects.filter(code__startswith=INTERNAL).values_list("code", flat=True)
    return max((int(code.removeprefix(INTERNAL)) for code in codes if code.removeprefix(INTERNAL).isdigit()), default=0)


def _blank(procedure: Procedure) -> ProcedureVersion:
    return ProcedureVersion(
        procedure=procedure, name="", plain_name="", level="", channels=channels_at("", []), source={"name": "Danh sách chính thức"}
    )


def _all_of(row: ListRow, procedure: Procedure) -> Changes:
    """Return everything a row states, as changes from a version that says nothing."""
    blank = _blank(procedure)
    facts = {key: value for key, value in row.facts.items() if key not in {"code", "field", "fee"}}
    changes = changes_of(facts, blank)
    changes.updates.setdefault("level", "unknown")
    changes.fees = row.facts.get("fee", "")
    return changes


def _end(versions: Sequence[ProcedureVersion], decision: Decision) -> None:
    last_day = decision.in_force_from - _ONE_DAY
    for version in versions:
        version.in_force_to = min(version.in_force_to or last_day, last_day)
    ProcedureVersion.objects.bulk_update(versions, ["in_force_to"], batch_size=CHUNK)


def _write(plans: Sequence[_Plan], decision: Decision) -> None:
    versions = [_version(plan, decision) for plan in plans]
    write_versions(versions)
    pairs = {plan.base.pk: version for plan, version in zip(plans, versions, strict=True) if plan.base is not None}
    with_fees = [(plan, version) for plan, version in zip(plans, versions, strict=True) if plan.changes.fees]
    fees = [fee for plan, version in with_fees for fee in _fees(plan, version)]
    copy_details(pairs, without_fees={plan.base.pk for plan, _ in with_fees if plan.base is not None})
    Fee.objects.bulk_create(fees)


def _version(plan: _Plan, decision: Decision) -> ProcedureVersion:
    base = plan.base if plan.base is not None else _blank(plan.procedure)
    version = copied(base)
    for column, value in plan.changes.updates.items():
        setattr(version, column, value)
    version.plain_name = version.plain_name or shortened(version.name)
    version.status, version.in_force_from = ProcedureVersion.Status.APPROVED, decision.in_force_from
    version.citation = plan.row.facts.get("citation") or decision.citation
    version.prepared_by, version.approved_by, version.approved_at = decision.prepared_by, decision.approved_by, decision.at
    version.source = {**base.source, "list": {"decision": decision.citation, "file": decision.file_name, "line": plan.row.line}}
    version.content_hash = _digest(base.content_hash, plan.changes)
    return version


def _digest(before: str, changes: Changes) -> str:
    """Return what tells this content from others: what it was, and what changed."""
    said: list[Any] = [before, changes.updates, changes.fees, changes.field_name, changes.replaced_by, changes.code]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _fees(plan: _Plan, version: ProcedureVersion) -> list[Fee]:
    """Return the fees of a version whose list states others, not saved."""
    known = sorted(plan.base.fees.all(), key=lambda fee: fee.position) if plan.base is not None else []
    fees = merged(known, fees_of(plan.changes.fees))
    for fee in fees:
        fee.version = version
    return fees


def _replace(plans: Sequence[_Plan]) -> None:
    """Point replaced procedures at their successors, new ones included."""
    wanted = {plan.procedure.pk: plan.changes.replaced_by for plan in plans if plan.changes.replaced_by}
    successors = {each.code: each for each in Procedure.objects.filter(code__in=list(wanted.values()))}
    replaced = [plan.procedure for plan in plans if plan.procedure.pk in wanted]
    for procedure in replaced:
        procedure.replaced_by = successors[wanted[procedure.pk]]
        procedure.verification = _Verification.SUPERSEDED
    Procedure.objects.bulk_update(replaced, ["replaced_by", "verification"])
