"""An empty list in the right shape, with one example row, for whoever begins."""

import io

from procedures.importing.columns import COLUMNS

WIDTHS = {"code": 14, "name": 60, "legal_basis": 40}


def template_workbook() -> bytes:
    """Return an XLSX with the headings of the list; every cell of the sheet is text, so that codes keep their zeros."""
    from openpyxl import Workbook  # takes a fifth of a second to load: only by who writes a workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  a new workbook has one sheet
    sheet.title = "Danh mục"
    sheet.append([column.label for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    for column, cells in zip(COLUMNS, sheet.columns, strict=True):
        sheet.column_dimensions[cells[0].column_letter].width = WIDTHS.get(column.key, 24)
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
