"""Take a list in and say what it would change; nothing of the catalogue is touched."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from accounts.models import User
from core.clock import ZONE
from procedures.importing.cells import harmless
from procedures.importing.difference import Dates, difference
from procedures.importing.list_rows import read_list, stored
from procedures.importing.report import report_of
from procedures.models import CatalogueImport
from procedures.selectors import catalogue_revision


@dataclass(frozen=True, slots=True)
class Terms:
    """From which day the list shall hold, by which paper, and whether it ends what it does not name."""

    in_force_from: date
    citation: str
    ends_missing: bool = False


def check_list(file_name: str, content: bytes, terms: Terms, *, prepared_by: User, at: datetime) -> CatalogueImport:
    """Read a list, compare it with the catalogue and keep both for somebody else to approve.

    Raises:
        BrokenList: the file cannot be read at all; nothing is kept.

    Source: docs/adr/0013-catalogue-versions-and-import.md
    """
    revision = catalogue_revision()
    read = read_list(file_name, content)
    dates = Dates(at.astimezone(ZONE).date(), terms.in_force_from, terms.ends_missing)
    return CatalogueImport.objects.create(
        file_name=harmless(PurePath(file_name).name)[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        rows=stored(read.rows),
        report=report_of(difference(read, dates)),
        catalogue_revision=revision,
        in_force_from=terms.in_force_from,
        citation=terms.citation,
        ends_missing=terms.ends_missing,
        prepared_by=prepared_by,
        prepared_at=at,
    )
