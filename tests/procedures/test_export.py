"""What leaves as a file comes back in as what it was."""

from datetime import date

import pytest

from procedures.export import csv_lines, exported, workbook
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.importing.difference import Dates, difference
from procedures.importing.list_rows import read_list

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.django_db
def test_the_whole_catalogue_exported_and_taken_back_changes_nothing(kind: str) -> None:
    load_procedures(read_files(BUNDLED), today=TODAY)
    versions = exported(TODAY)
    file = "".join(csv_lines(versions)).encode() if kind == "csv" else workbook(versions).read()
    found = difference(read_list(f"danh-muc.{kind}", file), Dates(TODAY))
    assert [(changed.row.code, changed.changes.words) for changed in found.changed] == []
    assert (len(found.new), len(found.gone), len(found.refused), found.unchanged) == (0, 0, 0, 569)
