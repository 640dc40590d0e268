"""What a new dossier needs before it exists: a procedure in force, a commune, the papers of the case."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection

from communes.models import Commune
from core.lookup import get_or_none
from dossiers.errors import CommuneNotFound, DocumentsMissing, ProcedureNotAvailable
from dossiers.models import Dossier
from procedures.models import DocumentRequirement, ProcedureVersion
from procedures.selectors import version_in_force


def require_version(code: str, on: date, *, online: bool) -> ProcedureVersion:
    """Return the version of a procedure in force on a day.

    Raises ProcedureNotAvailable: unknown, superseded, not in force, or not taken online.
    """
    version = version_in_force(code, on)
    if version is None:
        raise ProcedureNotAvailable("Không có thủ tục này, hoặc thủ tục đã hết hiệu lực. Tìm lại trong danh mục.")
    require_open(version, on)
    if online and not version.accepts_online:
        raise ProcedureNotAvailable(f"{version.plain_name} chỉ nhận tại quầy. Mang giấy tờ đến quầy một cửa gần bạn.")
    return version


def require_open(version: ProcedureVersion, on: date) -> None:
    """Raise ProcedureNotAvailable if the version can no longer be filed, naming what replaced it."""
    procedure = version.procedure
    if procedure.replaced_by is not None:
        raise ProcedureNotAvailable(
            f"Thủ tục {procedure.code} đã được thay bằng {procedure.replaced_by.code}. Nộp theo thủ tục mới.",
            data={"replaced_by": procedure.replaced_by.code},
        )
    if not version.is_in_force(on):
        raise ProcedureNotAvailable(f"{version.plain_name} chưa có hiệu lực hoặc đã hết hiệu lực ngày {on:%d/%m/%Y}.")


def require_handled(version: ProcedureVersion, competent: Commune, receiving: Commune | None = None) -> None:
    """Raise ProcedureNotAvailable if this commune does not handle the procedure, or no other desk may take it in.

    `receiving` None: filed online, to the competent commune itself.

    Source: docs/legal/one-stop.md#channels
    """
    if version.handled_by and competent.code not in version.handled_by:
        raise ProcedureNotAvailable(f"Thủ tục này không do {competent.full_name} giải quyết. Chọn phường, xã khác.")
    if receiving is not None and receiving != competent and not version.receivable_elsewhere:
        raise ProcedureNotAvailable(f"Thủ tục này chỉ nhận tại {competent.full_name}. Mời người nộp đến nơi đó.")


def require_commune(code: str, on: date) -> Commune:
    """Return the commune of this code that exists on a day.

    Raises CommuneNotFound.
    """
    commune = get_or_none(Commune.objects.filter(code=code.replace("\x00", ""), valid_from__lte=on).exclude(valid_to__lt=on))
    if commune is None:
        raise CommuneNotFound
    return commune


def papers_of(version: ProcedureVersion, case_code: str) -> list[DocumentRequirement]:
    """Return the papers of the chosen case, in the order of the catalogue."""
    return [paper for paper in version.ordered_documents if paper.belongs_to(case_code)]


def missing_papers(version: ProcedureVersion, case_code: str, present: Collection[str]) -> list[tuple[str, str]]:
    """Return (code, plain name) of papers without which this case cannot be filed; papers shown at the counter never count."""
    return [
        (paper.code, paper.plain_name)
        for paper in papers_of(version, case_code)
        if paper.blocks and not paper.counter_only and paper.code not in present
    ]


def require_papers(version: ProcedureVersion, case_code: str, present: Collection[str]) -> None:
    """Raise DocumentsMissing if a paper that blocks is not there."""
    if missing := missing_papers(version, case_code, present):
        raise DocumentsMissing(missing)


def opened_with(key: UUID | None) -> Dossier | None:
    """Return the dossier a key has opened before. The same key sent at the same moment waits here until the first call commits."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])
    return get_or_none(Dossier.objects.filter(opening_key=key))
