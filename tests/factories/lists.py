"""Lists in the shape of the official one, as files. Rows are dicts by heading; the catalogue's own rows come first."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from procedures.importing.columns import COLUMNS
from procedures.importing.facts import LEVEL_WORDS
from procedures.importing.fees import words_of
from procedures.importing.newest import newest_approved

Row = dict[str, Any]
LABELS = [column.label for column in COLUMNS]


def row(code: str = "9.100001", name: str = "Thủ tục thử một", field: str = "Hộ tịch", **more: Any) -> Row:
    """Return a row; further cells by column key, e.g. `time_limit="03 ngày làm việc"`."""
    labels = {column.key: column.label for column in COLUMNS}
    return {"Mã TTHC": code, "Tên TTHC": name, "Lĩnh vực": field, **{labels[key]: value for key, value in more.items()}}


def catalogue_rows() -> list[Row]:
    """Return the whole catalogue as an official list would state it."""
    versions = newest_approved().select_related("procedure__field", "procedure__replaced_by").prefetch_related("fees")
    return [
        row(
            version.procedure.code if version.procedure.code_is_official else "",
            version.name,
            version.procedure.field.name,
            ministry=version.ministry,
            level=LEVEL_WORDS.get(version.level, ""),
            agency=version.agency,
            time_limit=version.time_limit_text,
            fee=words_of(sorted(version.fees.all(), key=lambda fee: fee.position)),
            online_level=version.get_online_level_display(),
            result=version.result_name,
            legal_basis="; ".join(version.legal_basis),
            citation=version.citation,
            replaced_by=version.procedure.replaced_by.code if version.procedure.replaced_by else "",
        )
        for version in versions
    ]


def headings(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for each in rows for key in each))


def as_csv(rows: Sequence[Mapping[str, Any]], *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, headings(rows), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_json(rows: Sequence[Mapping[str, Any]]) -> bytes:
    return json.dumps(list(rows), ensure_ascii=False).encode()


def as_xlsx(rows: Sequence[Mapping[str, Any]], *, titles: int = 0) -> bytes:
    """Return a workbook; `titles` lines stand above the header, as in lists that are printed too."""
    book = Workbook()
    sheet = book.active
    for _ in range(titles):
        sheet.append(["DANH MỤC THỦ TỤC HÀNH CHÍNH CẤP XÃ"])
    sheet.append(headings(rows))
    for each in rows:
        sheet.append([each.get(heading) for heading in headings(rows)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """Return a workbook whose parts were changed by hand."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
