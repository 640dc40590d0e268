"""Loading the catalogue from the project's own data files. The same content twice changes nothing."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from core.text import sort_key
from procedures.models import CatalogueRevision, DocumentRequirement, Fee, Field, Procedure, ProcedureStep, ProcedureVersion

BUNDLED = Path(__file__).parent / "data" / "procedures"


@dataclass(slots=True)
class ImportReport:
    """What a load did, by code."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{len(self.new)} thủ tục mới, {len(self.changed)} thay đổi, {len(self.unchanged)} như cũ"


def read_files(folder: Path) -> list[dict[str, Any]]:
    """Return the procedures of a folder, one JSON file each, in the order of their codes."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


@transaction.atomic
def load_procedures(rows: Iterable[Mapping[str, Any]], *, today: date) -> ImportReport:
    """Write the catalogue; a changed procedure gets a new version, dossiers keep theirs. All or nothing."""
    report = ImportReport()
    replaced: list[tuple[str, str]] = []
    for row in rows:
        _load_one(row, report, today)
        if row.get("replaced_by"):
            replaced.append((row["code"], row["replaced_by"]))
    for code, successor in replaced:
        found = Procedure.objects.filter(code=successor).first()
        Procedure.objects.filter(code=code).update(replaced_by=found)
    if report.new or report.changed:
        _move_revision()
    return report


def _move_revision() -> None:
    if not CatalogueRevision.objects.update(number=F("number") + 1):
        CatalogueRevision.objects.create(number=1)


def _load_one(row: Mapping[str, Any], report: ImportReport, today: date) -> None:
    subject, _ = Field.objects.update_or_create(
        code=row["field"]["code"], defaults={"name": row["field"]["name"], "sort_key": sort_key(row["field"]["name"])}
    )
    procedure, created = Procedure.objects.update_or_create(
        code=row["code"],
        defaults={"field": subject, "verification": row["verification"], "life_event": row.get("life_event", "")},
    )
    digest = hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    newest = procedure.versions.order_by("-number").first()
    if newest is not None and newest.content_hash == digest:
        report.unchanged.append(row["code"])
        return
    (report.new if created else report.changed).append(row["code"])
    start = date.fromisoformat(row["in_force_from"])
    if newest is not None:
        start = max(start, newest.in_force_from + timedelta(days=1), today)
        newest.in_force_to = start - timedelta(days=1)
        newest.save(update_fields=["in_force_to"])
    _write_version(procedure, row, number=(newest.number if newest else 0) + 1, start=start, digest=digest)


def _write_version(procedure: Procedure, row: Mapping[str, Any], *, number: int, start: date, digest: str) -> None:
    limit, result = row["time_limit"], row["result"]
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=number,
        in_force_from=start,
        name=row["name"],
        plain_name=row["plain_name"],
        summary=row["summary"],
        search_words=row.get("words", []),
        ministry=row.get("ministry", ""),
        level=row.get("level", "xa"),
        time_limit_rule=limit["rule"],
        time_limit_text=limit["text"],
        time_limit_note=limit.get("note", ""),
        online_level=row["online_level"],
        channels=row["channels"],
        result_name=result["name"],
        result_kind=result["kind"],
        legal_basis=row["legal_basis"],
        conditions=row["conditions"],
        is_immediate=row["is_immediate"],
        receive_only=row["receive_only"],
        case_question=row["case_question"],
        cases=row["cases"],
        not_needed=row["not_needed"],
        citizen_steps=row["citizen_steps"],
        declaration=row["declaration"],
        source=row["source"],
        content_hash=digest,
        approved_by="Dữ liệu kèm theo cổng",
    )
    _write_lists(version, row)


def _write_lists(version: ProcedureVersion, row: Mapping[str, Any]) -> None:
    DocumentRequirement.objects.bulk_create(
        DocumentRequirement(
            version=version,
            code=paper["code"],
            position=position,
            name=paper["name"],
            plain_name=paper["plain_name"],
            hint=paper["hint"],
            form_code=paper["form_code"],
            originals=paper["originals"],
            copies=paper["copies"],
            required_when=paper["required_when"],
            case_code=paper["case"],
            blocks=paper["blocks"],
            counter_only=paper["counter_only"],
            reusable=paper["reusable"],
            source_note=paper["source_note"],
        )
        for position, paper in enumerate(row["documents"], start=1)
    )
    Fee.objects.bulk_create(
        Fee(version=version, position=position, **{key: fee[key] for key in ("label", "channel", "amount", "unit", "legal_basis", "note")})
        for position, fee in enumerate(row["fees"], start=1)
    )
    ProcedureStep.objects.bulk_create(
        ProcedureStep(version=version, position=position, name=step["name"], post=step["post"], budget_minutes=step["budget_minutes"])
        for position, step in enumerate(row["steps"], start=1)
    )
