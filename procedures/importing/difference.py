"""A list beside the catalogue: what is new, changed, gone, the same, and what cannot be taken."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.text import fold, sort_key
from procedures.importing.columns import COLUMNS
from procedures.importing.facts import LEVEL_WORDS, Change, Changes, changes_of, limit_words
from procedures.importing.fees import fees_of, words_of
from procedures.importing.list_rows import ListRow, ReadList, RefusedRow
from procedures.importing.names import TextKey, same_text, slug_of, text_key
from procedures.importing.newest import newest_approved
from procedures.importing.time_words import rule_of
from procedures.models import Field, ProcedureVersion

TO_BE_GIVEN = "chưa có mã"  # an internal key is given when the row is written
MOST_NEW_FIELDS = 200  # the whole country has fewer; more are a wrong column
_LONGEST_KEY = Field._meta.get_field("sort_key").max_length or 400


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One procedure the list changes, from the version it has now."""

    row: ListRow
    version: ProcedureVersion
    changes: Changes


@dataclass(slots=True)
class Difference:
    """What a list would do. Nothing of it is written as long as a row is refused."""

    new: list[ListRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    gone: list[ProcedureVersion] = field(default_factory=list)
    unchanged: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def writes(self, *, ends_missing: bool) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.new or self.changed or (ends_missing and self.gone))


@dataclass(frozen=True, slots=True)
class Dates:
    """From when the list shall hold, and today; `in_force_from` None where nobody said it yet."""

    today: date
    in_force_from: date | None = None
    ends_missing: bool = False


def difference(read: ReadList, dates: Dates) -> Difference:
    """Compare a list with the newest approved versions. Three queries whatever the number of rows."""
    catalogue = _Catalogue(newest_approved().select_related("procedure__field", "procedure__replaced_by").prefetch_related("fees"))
    found = Difference(refused=list(read.refused), ignored=list(read.ignored))
    listed = {row.code for row in read.rows}
    seen: dict[int, int] = {}
    for row in read.rows:
        reason = _place(row, catalogue, listed, seen, dates, found)
        if reason:
            found.refused.append(RefusedRow(row.line, row.shown, reason))
    _note_gone(catalogue, seen, dates, found)
    found.refused.sort(key=lambda refused: refused.line)
    return found


class _Catalogue:
    """The newest versions by code and, where a row has none, by name; the fields they are in, and those the list adds."""

    def __init__(self, versions: Iterable[ProcedureVersion]) -> None:
        self.by_code = {version.procedure.code: version for version in versions}
        self.known_fields = {text_key(name) for name in {version.procedure.field.name for version in self.by_code.values()}}
        self.new_fields: set[TextKey] = set()
        self._by_name: dict[str, list[ProcedureVersion]] | None = None

    def named(self, name: str) -> list[ProcedureVersion]:
        if self._by_name is None:
            self._by_name = defaultdict(list)
            for version in self.by_code.values():
                self._by_name[fold(version.name)].append(version)
        return [version for version in self._by_name.get(fold(name), ()) if same_text(version.name, name)]


def _place(row: ListRow, catalogue: _Catalogue, listed: set[str], seen: dict[int, int], dates: Dates, found: Difference) -> str:
    """Put a row where it belongs; return why it cannot be taken, or ""."""
    if problem := _successor_problem(row, catalogue, listed) or _field_problem(row.facts["field"], catalogue):
        return problem
    version = catalogue.by_code.get(row.code) if row.code else None
    if version is None:
        same = [each for each in catalogue.named(row.name) if not row.code or not each.procedure.code_is_official]
        if len(same) > 1:
            return f"Tên này là của {len(same)} thủ tục ({', '.join(sorted(each.procedure.code for each in same))}). Ghi mã."
        version = same[0] if same else None
    if version is None:
        return _place_new(row, found)
    if version.procedure_id in seen:
        return f"Dòng {seen[version.procedure_id]} và dòng {row.line} là cùng một thủ tục, mã {version.procedure.code}."
    seen[version.procedure_id] = row.line
    return _place_known(row, version, dates, found)


def _successor_problem(row: ListRow, catalogue: _Catalogue, listed: set[str]) -> str:
    successor = row.facts.get("replaced_by", "")
    if not successor or (successor != row.code and (successor in catalogue.by_code or successor in listed)):
        return ""
    return f"Mã thay thế {successor} không có trong danh mục và không có trong tệp, hoặc là chính thủ tục này."


def _field_problem(name: str, catalogue: _Catalogue) -> str:
    """Say why a new field cannot be made; too many are said once, at the first row beyond."""
    key = text_key(name)
    if key in catalogue.known_fields or key in catalogue.new_fields:
        return ""
    if not slug_of(name):
        return f"Lĩnh vực mới “{name}” cần có chữ cái hoặc chữ số Latinh."
    if len(sort_key(name)) > _LONGEST_KEY:
        return f"Tên lĩnh vực mới “{name[:40]}…” quá dài. Rút ngắn lại."
    catalogue.new_fields.add(key)
    if len(catalogue.new_fields) == MOST_NEW_FIELDS + 1:
        return f"Danh sách có hơn {MOST_NEW_FIELDS} lĩnh vực mới. Kiểm tra cột “Lĩnh vực”."
    return ""


def _place_new(row: ListRow, found: Difference) -> str:
    if row.code and not row.code[0].isdigit():
        return f"Mã {row.code} không phải mã của Cơ sở dữ liệu quốc gia và không có trong danh mục."
    found.new.append(row)
    return ""


def _place_known(row: ListRow, version: ProcedureVersion, dates: Dates, found: Difference) -> str:
    changes = changes_of(row.facts, version)
    if version.in_force_to is not None:
        changes.words.insert(0, Change("Hiệu lực", f"đến hết {version.in_force_to:%d/%m/%Y}", "tiếp tục"))
    if not changes.words:
        found.unchanged += 1
        return ""
    if problem := _date_problem(version, dates, replaces=bool(changes.replaced_by)):
        return problem
    found.changed.append(ChangedRow(row, version, changes))
    return ""


def _date_problem(version: ProcedureVersion, dates: Dates, *, replaces: bool = False) -> str:
    """Say why nothing new may begin on that day for a procedure the catalogue holds; "" if it may."""
    if dates.in_force_from is None:
        return ""
    if dates.in_force_from < dates.today:
        return f"Ngày hiệu lực {dates.in_force_from:%d/%m/%Y} đã qua; thủ tục đang có chỉ đổi được từ hôm nay trở đi."
    if dates.in_force_from <= version.in_force_from:
        return f"Phiên bản đã duyệt hiệu lực từ {version.in_force_from:%d/%m/%Y}; ngày hiệu lực phải sau ngày đó."
    if replaces and dates.in_force_from != dates.today:
        return "Thay thế có hiệu lực ngay khi ghi: tách dòng này sang một danh sách riêng, nạp đúng ngày hiệu lực."
    return ""


def _note_gone(catalogue: _Catalogue, seen: Mapping[int, int], dates: Dates, found: Difference) -> None:
    """Note what the list does not name any more; what ended or was replaced before is not gone again."""
    refused = {refused.text.split(" ")[0] for refused in found.refused}
    for code, version in sorted(catalogue.by_code.items()):
        is_over = version.in_force_to is not None or version.procedure.replaced_by_id is not None
        if version.procedure_id in seen or is_over or code in refused:
            continue
        found.gone.append(version)
        if dates.ends_missing and (reason := _date_problem(version, dates)):
            found.refused.append(RefusedRow(0, f"{code} {version.name}"[:160], f"Không kết thúc được: {reason}"))


def new_words(row: ListRow) -> list[Change]:
    """Return what is known of a new procedure, as changes from nothing."""
    stated = [column for column in COLUMNS if column.key in row.facts and column.key not in {"code", "name"}]
    return [Change(column.label, "", _shown(column.key, row.facts[column.key])) for column in stated]


def _shown(key: str, value: Any) -> str:
    if key == "time_limit":
        return limit_words(value, rule_of(value))
    if key == "fee":
        return words_of(fees_of(value)) or value
    if key == "level":
        return LEVEL_WORDS[value]
    if key == "online_level":
        return str(ProcedureVersion.OnlineLevel(value).label)
    return "; ".join(value) if isinstance(value, list) else str(value)
