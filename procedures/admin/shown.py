"""How a version is read where it cannot be written: lists as lines, codes as words, a declaration folded."""

import json
from typing import Any

from django.contrib.admin import display
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procedures.admin.forms import LEVELS
from procedures.comparison import CHANNEL_WORDS, RESULT_KINDS
from procedures.models import ProcedureVersion

SHOWN = {  # field of the form → how it is read
    "search_words": "words_shown",
    "channels": "channels_shown",
    "handled_by": "units_shown",
    "level": "level_shown",
    "result_kind": "kind_shown",
    "cases": "cases_shown",
    "citizen_steps": "steps_shown",
    "not_needed": "not_needed_shown",
    "legal_basis": "basis_shown",
    "declaration": "declaration_shown",
}

SOURCE_WORDS = {
    "name": "Nơi lấy",
    "seen": "Xem lúc",
    "decision": "Quyết định",
    "second_source": "Nguồn thứ hai",
    "list": "Danh sách đã nạp",
}


class Shown:
    """Columns and fields of the administration that only show."""

    @display(description="từ hay dùng")
    def words_shown(self, version: ProcedureVersion) -> str:
        return _lines(version.search_words)

    @display(description="kênh nộp")
    def channels_shown(self, version: ProcedureVersion) -> str:
        return _lines([CHANNEL_WORDS.get(way, way) for way in version.channels])

    @display(description="chỉ phường, xã này giải quyết")
    def units_shown(self, version: ProcedureVersion) -> str:
        return _lines(version.handled_by) if version.handled_by else "Tất cả"

    @display(description="cấp thực hiện")
    def level_shown(self, version: ProcedureVersion) -> str:
        return LEVELS.get(version.level, version.level)

    @display(description="loại kết quả")
    def kind_shown(self, version: ProcedureVersion) -> str:
        return RESULT_KINDS.get(version.result_kind, version.result_kind)

    @display(description="các trường hợp")
    def cases_shown(self, version: ProcedureVersion) -> str:
        return _lines([" | ".join(filter(None, (case.get("code"), case.get("label"), case.get("hint")))) for case in version.cases])

    @display(description="các bước của người dân")
    def steps_shown(self, version: ProcedureVersion) -> str:
        return _lines(version.citizen_steps)

    @display(description="không phải nộp")
    def not_needed_shown(self, version: ProcedureVersion) -> str:
        return _lines(version.not_needed)

    @display(description="căn cứ pháp lý")
    def basis_shown(self, version: ProcedureVersion) -> str:
        return _lines(version.legal_basis)

    @display(description="nguồn")
    def source_shown(self, version: ProcedureVersion) -> str:
        return _lines([f"{SOURCE_WORDS.get(key, key)}: {value}" for key, value in version.source.items() if value])

    @display(description="tờ khai")
    def declaration_shown(self, version: ProcedureVersion) -> SafeString | str:
        if not version.declaration:
            return "Không có, cổng dùng tờ khai chung"
        written = json.dumps(version.declaration, ensure_ascii=False, indent=2)
        return format_html('<details><summary>Xem tờ khai</summary><pre class="catalogue-json">{}</pre></details>', written)


def _lines(items: list[Any]) -> str:
    return "\n".join(map(str, items)) or "-"
