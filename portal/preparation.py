"""What must be in the database before the first page: migrations, communes, calendar, procedures, demo people.

A step whose sources are the same as at the last start is skipped, so a second start takes seconds.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """A command that may be run again, and the room whose files decide whether it has to be."""

    command: str
    room: str
    says: str
    only_for_training: bool = False


STEPS = (
    Step("load_communes", "communes", "Nạp 126 xã, phường"),
    Step("load_calendar", "communes", "Nạp lịch làm việc"),
    Step("import_procedures", "procedures", "Nạp danh mục thủ tục"),
    Step("make_demo_people", "accounts", "Tạo người dùng mẫu", only_for_training=True),
    Step("make_demo", "dossiers", "Tạo hồ sơ mẫu", only_for_training=True),
)


def prepare(say: Say) -> None:
    """Bring the database to where the first page works; each step is safe to repeat.

    Demo people and dossiers are made where DEMO_PASSWORD is set: in local settings.
    """
    migrate(say)
    memory = _read_memory()
    done = memory.setdefault(_database_identity(), {})
    for step in STEPS:
        fingerprint = room_fingerprint(step.room)
        if _is_wanted(step) and done.get(step.command) != fingerprint:
            say(f"{step.says} …")
            call_command(step.command, stdout=StringIO())
            done[step.command] = fingerprint
            _write_memory(memory)


def migrate(say: Say) -> None:
    """Run the migrations that are missing; asking costs a tenth of a full `migrate`."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Cập nhật cơ sở dữ liệu …")
        call_command("migrate", verbosity=0, interactive=False)


def room_fingerprint(room: str) -> str:
    """Return a digest over the code and data of a room: a changed loader runs again like changed data."""
    digest = hashlib.sha256()
    folder = Path(settings.BASE_DIR) / room
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".json", ".jsonl", ".csv"}:
            digest.update(str(path.relative_to(folder)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_wanted(step: Step) -> bool:
    return step.command in get_commands() and (not step.only_for_training or bool(getattr(settings, "DEMO_PASSWORD", "")))


def _database_identity() -> str:
    """Return what tells this database from every other: a new one remembers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database()) FROM pg_control_system()"
        )
        return "/".join(map(str, cursor.fetchone()))


def _memory_file() -> Path:
    return Path(settings.VAR_DIR) / "prepared.json"


def _read_memory() -> dict[str, dict[str, str]]:
    try:
        kept: dict[str, dict[str, str]] = json.loads(_memory_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept


def _write_memory(memory: dict[str, dict[str, str]]) -> None:
    draft = _memory_file().with_suffix(".new")
    draft.write_text(json.dumps(memory, indent=1), encoding="utf-8")
    draft.replace(_memory_file())
