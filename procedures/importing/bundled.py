"""The catalogue that comes with the portal: some procedures in detail, the others as short rows. Nothing is invented."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from core import clock
from procedures.importing.names import shortened
from procedures.importing.newest import newest_approved
from procedures.importing.progress import Progress, silent
from procedures.importing.rows import write_details, write_procedures, write_replacements, write_versions
from procedures.models import ProcedureVersion
from procedures.revision import lock_catalogue, move_revision

BUNDLED = Path(__file__).parent.parent / "data"
BUNDLED_BY = "Dữ liệu kèm theo cổng"  # approver of the versions written from here; whatever has another is never overwritten
FIRST_DAY = "2025-07-01"  # the two-level government began

Row = Mapping[str, Any]

# What a short row does not say. No steps: the usual ones of dossiers.selectors.steps; no declaration: the general one.
UNKNOWN: dict[str, Any] = {
    "summary": "",
    "in_force_from": FIRST_DAY,
    "is_immediate": False,
    "conditions": "",
    "case_question": "",
    "cases": [],
    "not_needed": [],
    "citizen_steps": [],
    "declaration": {},
    "documents": [],
    "steps": [],
}


@dataclass(slots=True)
class ImportReport:
    """What a load did, by code. `kept`: the city's own version stays although the portal brings a row."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        own = f", {len(self.kept)} theo bản đã duyệt của thành phố" if self.kept else ""
        return f"{len(self.new)} thủ tục mới, {len(self.changed)} thay đổi, {len(self.unchanged)} như cũ{own}"


def read_files(folder: Path) -> list[dict[str, Any]]:
    """Return the rows of a data folder: `procedures/` holds one in detail a file, `catalogue/` lists of short ones."""
    detailed = [_read(path) for path in sorted((folder / "procedures").glob("*.json"))]
    return detailed + [row for path in sorted((folder / "catalogue").glob("*.json")) for row in _read(path)]


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def load_procedures(rows: Iterable[Row], *, today: date, progress: Progress = silent) -> ImportReport:
    """Write what is not there yet; a changed row makes a new version, dossiers keep theirs. All or nothing.

    Versions approved by people of the city, and procedures they ended, stay as they are. One query when nothing changed.
    """
    given = list(rows)
    report, _ = _compare(given)
    if not (report.new or report.changed):
        return report
    with transaction.atomic():
        revision = lock_catalogue()
        report, newest = _compare(given)  # somebody may have loaded while this one waited
        wanted = {*report.new, *report.changed}
        _write([row for row in given if row["code"] in wanted], newest, today, progress)
        move_revision(revision)
    return report


def _digest(row: Row) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _compare(rows: Sequence[Row]) -> tuple[ImportReport, dict[str, ProcedureVersion]]:
    report, newest = ImportReport(), _newest_versions()
    names = {version.name for version in newest.values()}
    for row in rows:
        version = newest.get(row["code"])
        if version is None and not row.get("official_code", True) and row["name"] in names:
            report.kept.append(row["code"])  # a list gave the procedure its own code
        elif version is None:
            report.new.append(row["code"])
        elif version.approved_by != BUNDLED_BY or version.in_force_to is not None:
            report.kept.append(row["code"])
        elif version.content_hash == _digest(row):
            report.unchanged.append(row["code"])
        else:
            report.changed.append(row["code"])
    return report, newest


def _newest_versions() -> dict[str, ProcedureVersion]:
    """Return the newest approved version of each procedure by code; only what a comparison needs is read."""
    needed = newest_approved().only("procedure__code", "name", "number", "in_force_from", "in_force_to", "content_hash", "approved_by")
    return {version.procedure.code: version for version in needed}


def _write(rows: Sequence[Row], newest: Mapping[str, ProcedureVersion], today: date, progress: Progress) -> None:
    full = [row if "documents" in row else {**UNKNOWN, **row} for row in rows]
    procedures = write_procedures(full)
    now, versions, ended = clock.now(), [], []
    for row, raw in zip(full, rows, strict=True):
        before, start = newest.get(row["code"]), date.fromisoformat(row["in_force_from"])
        if before is not None:
            start = max(start, before.in_force_from + timedelta(days=1), today)
            before.in_force_to = start - timedelta(days=1)
            ended.append(before)
        versions.append(_version(procedures[row["code"]].pk, row, start, _digest(raw), now))
    ProcedureVersion.objects.bulk_update(ended, ["in_force_to"])
    write_versions(versions)
    write_details(versions, full, progress)
    write_replacements(full)


def _version(procedure_id: int, row: Row, start: date, digest: str, now: datetime) -> ProcedureVersion:
    limit, result, source = row["time_limit"], row["result"], row["source"]
    same = ("name", "summary", "online_level", "channels", "legal_basis", "conditions", "is_immediate", "receive_only")
    lists = ("case_question", "cases", "not_needed", "citizen_steps", "declaration", "source")
    return ProcedureVersion(
        procedure_id=procedure_id,
        in_force_from=start,
        plain_name=row["plain_name"] or shortened(row["name"]),
        search_words=row.get("words", []),
        ministry=row.get("ministry", ""),
        agency=row.get("agency", ""),
        level=row.get("level", "xa"),
        time_limit_rule=limit["rule"],
        time_limit_text=limit["text"],
        time_limit_note=limit.get("note", ""),
        result_name=result["name"],
        result_kind=result["kind"],
        citation=row.get("citation") or source.get("decision", ""),
        approved_by=BUNDLED_BY,
        approved_at=now,
        content_hash=digest,
        **{key: row[key] for key in (*same, *lists)},
        **{key: row[key] for key in ("handled_by", "receivable_elsewhere", "retention") if key in row},
    )
