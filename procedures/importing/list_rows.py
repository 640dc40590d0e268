"""The rows of a list: each cell read and checked, so that what is kept of them can be stored and compared again later."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.text import sort_key
from procedures.importing.cells import CellRefused, cell_text, code_of, documents_of, harmless, level_of, online_level_of
from procedures.importing.columns import BY_KEY, NEEDED
from procedures.importing.fees import fees_of
from procedures.importing.table import Table, read_table


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its line in the file and what its cells state, by column; an empty cell states nothing and is not there."""

    line: int
    facts: Mapping[str, Any]

    @property
    def code(self) -> str:
        return str(self.facts.get("code", ""))

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def shown(self) -> str:
        """By what a person finds the row again."""
        return f"{self.code} {self.name}".strip()[:160]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that cannot be taken, and why."""

    line: int
    text: str
    reason: str


@dataclass(slots=True)
class ReadList:
    """What a file says: rows that can be read, rows that cannot, headings that are not used."""

    rows: list[ListRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def _documents(value: object) -> list[str]:
    return documents_of(cell_text(value))


def _fee(value: object) -> str:
    """Return the words of the fee; read once here so that a bad sum refuses the row."""
    text = cell_text(value)
    return text if fees_of(text) else ""


_READERS: Mapping[str, Callable[[object], Any]] = {
    "code": code_of,
    "replaced_by": code_of,
    "level": lambda value: level_of(text) if (text := cell_text(value)) else "",
    "online_level": lambda value: online_level_of(text) if (text := cell_text(value)) else "",
    "legal_basis": _documents,
    "fee": _fee,
}


def read_list(file_name: str, content: bytes) -> ReadList:
    """Return what a file says. Raises BrokenList for a file that cannot be read at all."""
    return read_rows(read_table(file_name, content))


def read_rows(table: Table) -> ReadList:
    """Return the rows of a table; two rows of one procedure refuse the second."""
    read = ReadList(ignored=table.ignored)
    for line, cells in table.lines:
        try:
            read.rows.append(ListRow(line, _facts(cells)))
        except CellRefused as error:
            read.refused.append(RefusedRow(line, _shown(cells), f"{str(error)[:1].upper()}{str(error)[1:]}."))
    _refuse_repeated(read)
    return read


def _facts(cells: Mapping[str, object]) -> dict[str, Any]:
    facts = {key: value for key, cell in cells.items() if (value := _read(key, cell))}
    missing = [f"“{column.label}”" for column in NEEDED if column.key not in facts]
    if missing:
        raise CellRefused(f"thiếu {' và '.join(missing)}")
    return facts


def _read(key: str, cell: object) -> Any:
    column = BY_KEY[key]
    try:
        value = _READERS.get(key, cell_text)(cell)
    except CellRefused as error:
        raise CellRefused(f"“{column.label}”: {error}") from error
    if column.most and isinstance(value, str) and len(value) > column.most:
        raise CellRefused(f"“{column.label}” dài {len(value)} ký tự, nhiều nhất {column.most}")
    return value


def _shown(cells: Mapping[str, object]) -> str:
    """Return by what a person finds the row again: its code and name, shortened."""
    return harmless(" ".join(str(cells[key]) for key in ("code", "name") if cells.get(key)))[:160]


def _refuse_repeated(read: ReadList) -> None:
    """Refuse every later row of the same code, or of the same name where there is no code, naming both lines."""
    first: dict[str, int] = {}
    kept = []
    for row in read.rows:
        key = row.code or sort_key(row.name)
        if key in first:
            what = f"Mã {row.code}" if row.code else "Tên thủ tục không có mã"
            read.refused.append(RefusedRow(row.line, row.shown, f"{what} có ở cả dòng {first[key]} và dòng {row.line}."))
        else:
            first[key] = row.line
            kept.append(row)
    read.rows = kept


def stored(rows: Iterable[ListRow]) -> list[dict[str, Any]]:
    """Return rows as JSON holds them."""
    return [{"line": row.line, "facts": dict(row.facts)} for row in rows]


def restored(rows: Iterable[Mapping[str, Any]]) -> list[ListRow]:
    """Return rows as they were stored."""
    return [ListRow(row["line"], row["facts"]) for row in rows]
