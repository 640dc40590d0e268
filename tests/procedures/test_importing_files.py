"""Files of all kinds: read alike where they are right, refused with one sentence where they are not."""

import pytest

from core.errors import DomainError
from procedures.importing.columns import COLUMNS, column_of
from procedures.importing.errors import BrokenList
from procedures.importing.list_rows import ReadList, read_list
from procedures.importing.template import template_workbook
from tests.factories.lists import as_csv, as_json, as_xlsx, repacked, row

ROWS = [row(time_limit="03 ngày làm việc", fee="8.000 đồng/bản"), row("", "Thủ tục chưa có mã", "Chứng thực")]
BOOK = as_xlsx(ROWS)
SHEET = "xl/worksheets/sheet1.xml"


def facts(read: ReadList) -> list[dict[str, object]]:
    return [dict(each.facts) for each in read.rows]


@pytest.mark.parametrize(
    ("name", "content", "first_line"),
    [
        ("a.csv", as_csv(ROWS), 2),
        ("a.csv", as_csv(ROWS, delimiter=";", encoding="utf-8"), 2),
        ("A.CSV", as_csv(ROWS, delimiter="\t"), 2),
        ("a.xlsx", BOOK, 2),
        ("a.xlsx", as_xlsx(ROWS, titles=3), 5),
        ("a.json", as_json(ROWS), 1),
    ],
)
def test_every_kind_of_file_says_the_same(name: str, content: bytes, first_line: int) -> None:
    read = read_list(name, content)
    assert read.refused == []
    assert facts(read) == [
        {"code": "9.100001", "name": "Thủ tục thử một", "field": "Hộ tịch", "time_limit": "03 ngày làm việc", "fee": "8.000 đồng/bản"},
        {"name": "Thủ tục chưa có mã", "field": "Chứng thực"},
    ]
    assert [each.line for each in read.rows] == [first_line, first_line + 1]


def test_headings_are_known_by_all_their_names() -> None:
    for column in COLUMNS:
        for heading in column.headings:
            assert column_of(heading.upper()) is column
    assert column_of("  ma_tthc ") is column_of("Mã  TTHC:")
    assert column_of("STT") is None


def test_lines_keep_their_numbers_across_empty_ones_and_breaks_in_cells() -> None:
    text = 'Mã TTHC,Tên TTHC,Lĩnh vực\n\n9.100001,"Một\nhai",Hộ tịch\n,,\n9.100002,Ba,Hộ tịch\n'
    assert [(each.line, each.name) for each in read_list("a.csv", text.encode()).rows] == [(3, "Một hai"), (6, "Ba")]


def test_a_formula_is_read_as_its_last_value_and_refused_without_one() -> None:
    formula = as_xlsx([row(name="=CONCATENATE(1)")])
    with pytest.raises(BrokenList, match="Dòng 2 có công thức chưa tính"):
        read_list("a.xlsx", formula)
    computed = repacked(
        formula, lambda parts: parts.update({SHEET: parts[SHEET].replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>")})
    )
    assert facts(read_list("a.xlsx", computed))[0]["name"] == "5"


def test_a_formula_is_seen_in_a_sheet_under_any_name() -> None:
    def moved(parts: dict[str, bytes]) -> None:
        parts["xl/elsewhere.xml"] = parts.pop(SHEET)
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"elsewhere.xml")

    assert facts(read_list("a.xlsx", repacked(BOOK, moved)))[0]["code"] == "9.100001"
    with pytest.raises(BrokenList, match="Dòng 2 có công thức chưa tính"):
        read_list("a.xlsx", repacked(as_xlsx([row(name="=CONCATENATE(1)")]), moved))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row(), row(name="Khác")], "Mã 9.100001 có ở cả dòng 2 và dòng 3."),
        ([row("", "Một"), row("", "Một ")], "Tên thủ tục không có mã có ở cả dòng 2 và dòng 3."),
        ([row(fee="abc")], "“Phí, lệ phí”: không đọc được mức phí “abc”; ghi như 8.000 đồng/bản."),
        ([row(fee="8.00")], "“Phí, lệ phí”: không đọc được số tiền “8.00”; ghi như 8.000."),
        ([row(name="")], "Thiếu “Tên TTHC”."),
        ([row(name="", field="")], "Thiếu “Tên TTHC” và “Lĩnh vực”."),
        ([row(agency="x" * 601)], "“Cơ quan thực hiện” dài 601 ký tự, nhiều nhất 600."),
        ([row(name="#REF!")], "“Tên TTHC”: ô báo lỗi #REF! của bảng tính."),
    ],
)
def test_a_bad_row_is_refused_with_its_reason(rows: list[dict[str, object]], reason: str) -> None:
    assert [each.reason for each in read_list("a.csv", as_csv(rows)).refused] == [reason]


def with_part(name: str, content: bytes) -> bytes:
    return repacked(BOOK, lambda parts: parts.update({name: content}))


def with_sheet(old: bytes, new: bytes) -> bytes:
    return repacked(BOOK, lambda parts: parts.update({SHEET: parts[SHEET].replace(old, new)}))


def with_unknown_font(parts: dict[str, bytes]) -> None:
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'fontId="0"', b'fontId="999"')


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet'
BROKEN = {
    "empty": ("a.csv", b"", "Tệp trống"),
    "only a mark": ("a.csv", b"\xef\xbb\xbf\n", "Tệp trống"),
    "too large": ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "lớn hơn 5 MB"),
    "too many rows": ("a.csv", as_csv([row()] * 5001), "hơn 5000 dòng"),
    "old encoding": ("a.csv", "Tên TTHC,Lĩnh vực\nHộ,Hộ".encode("cp1258", errors="replace") + b"\xea", "không phải bảng mã UTF-8"),
    "UTF-16": ("a.csv", as_csv(ROWS, encoding="utf-16"), "không phải bảng mã UTF-8"),
    "NUL": ("a.csv", as_csv(ROWS) + b"\x00", "ký tự NUL"),
    "wrong header": ("a.csv", "Mã TTHC,Tên gọi\n1,2".encode(), "Thiếu cột “Tên TTHC”, “Lĩnh vực”. Tệp có: “Mã TTHC”, “Tên gọi”"),
    "header only": ("a.csv", "Tên TTHC,Lĩnh vực\n".encode(), "không có thủ tục nào"),
    "two columns of one kind": ("a.csv", "Tên TTHC,Lĩnh vực,Phí,Lệ phí\n1,2,3,4".encode(), "Gộp lại thành một cột"),
    "open quote": ("a.csv", 'Tên TTHC,Lĩnh vực\n"a,b\n'.encode(), "thiếu dấu ngoặc kép"),
    "no JSON": ("a.json", b"[" * 100_000, "JSON không đọc được"),
    "no list": ("a.json", b"{}", "danh sách các đối tượng"),
    "unknown kind": ("a.ods", b"x", "Chỉ nhận tệp"),
    "macro name": ("a.xlsm", BOOK, "macro"),
    "macro inside": ("a.xlsx", with_part("xl/vbaProject.bin", b"x"), "macro"),
    "link": ("a.xlsx", with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "liên kết"),
    "bomb": ("a.xlsx", with_part("xl/worksheets/sheet2.xml", b" " * 20_000_000), "nén quá nhiều"),
    "many parts": ("a.xlsx", repacked(BOOK, lambda parts: parts.update({f"x{n}": b"" for n in range(501)})), "nén quá nhiều"),
    "entity": ("a.xlsx", with_sheet(b"<worksheet", ENTITY), "không an toàn"),
    "cut off": ("a.xlsx", with_sheet(b"</sheetData>", b""), "hỏng"),
    "far row": ("a.xlsx", with_sheet(b'r="2"', b'r="99999999999"'), "20.000 dòng"),
    "far column": ("a.xlsx", with_sheet(b"A2", b"ZZZZZZZ2"), "hỏng"),
    "no sheet": ("a.xlsx", repacked(BOOK, lambda parts: parts.pop(SHEET)), "không có trang tính"),
    "unknown font": ("a.xlsx", repacked(BOOK, with_unknown_font), "hỏng"),
    "unknown text": ("a.xlsx", with_sheet(b"<sheetData>", b'<sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row>'), "hỏng"),
    "UTF-16 sheet": ("a.xlsx", repacked(BOOK, lambda parts: parts.update({SHEET: parts[SHEET].decode().encode("utf-16")})), "hỏng"),
    "not a workbook": ("a.xlsx", b"hello", "không phải tệp Excel"),
    "old workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0rest", "mật khẩu"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused_in_one_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(BrokenList) as refused:
        read_list(name, content)
    assert sentence in refused.value.message
    assert isinstance(refused.value, DomainError)


def test_the_template_is_a_list_that_can_be_read() -> None:
    read = read_list("mau.xlsx", template_workbook())
    assert (read.refused, read.ignored) == ([], [])
    assert read.rows[0].code == "1.001193"
