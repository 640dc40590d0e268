"""Fields in which an editor writes lists, cases and declarations as text; what was typed comes back on errors."""

import json
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from unfold.widgets import UnfoldAdminTextareaWidget

from core.text import fold, normalise_name

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NO_NUL = "Có ký tự không in được (NUL). Xóa đi rồi lưu lại"


class LinesField(forms.CharField):
    """One item a line; empty lines and repeated items are dropped."""

    def __init__(self, *, most_letters: int, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}), **kwargs)
        self.most_letters = most_letters

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.line_of, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        if "\x00" in text:
            raise ValidationError(_NO_NUL)
        numbered = ((number, normalise_name(line)) for number, line in enumerate(text.splitlines(), start=1))
        items: list[Any] = []
        for item in (self.item_of(line, number) for number, line in numbered if line):
            if item not in items:
                items.append(item)
        return items

    def line_of(self, item: Any) -> str:
        return str(item)

    def item_of(self, line: str, number: int) -> Any:
        if len(line) > self.most_letters:
            raise ValidationError(f"Dòng {number} dài {len(line)} ký tự, tối đa {self.most_letters}")
        return line


class CasesField(LinesField):
    """Cases of a procedure, one a line: code | words | hint. A line without a code gets one made of its words."""

    def line_of(self, item: Any) -> str:
        return " | ".join(filter(None, (str(item.get(key, "")) for key in ("code", "label", "hint"))))

    def item_of(self, line: str, number: int) -> dict[str, str]:
        parts = [part.strip() for part in super().item_of(line, number).split("|")]
        if len(parts) == 1:
            parts.insert(0, slugify(fold(parts[0]))[:80])
        code, label, hint = [*parts, ""][:3]
        if len(parts) > 3 or not _CODE.fullmatch(code) or not label:
            raise ValidationError(f"Dòng {number}: ghi mã | tên trường hợp | gợi ý; mã gồm chữ thường không dấu, số, gạch nối")
        return {"code": code, "label": label, "hint": hint}

    def validate(self, value: Any) -> None:
        codes = [case["code"] for case in value]
        for code in codes:
            if codes.count(code) > 1:
                raise ValidationError(f"Mã “{code}” dùng cho hai trường hợp")


class DeclarationField(forms.CharField):
    """A declaration as JSON; empty for none. Only what PostgreSQL can keep passes."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminTextareaWidget(attrs={"rows": 24, "spellcheck": "false", "class": "catalogue-mono", "wrap": "off"})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2) if value else ""

    def to_python(self, value: Any) -> Any:
        if not (text := str(value or "").strip()):
            return {}
        try:
            written = json.loads(text)
            kept = json.dumps(written, ensure_ascii=False, allow_nan=False).encode()
        except json.JSONDecodeError as error:
            raise ValidationError(f"Không đọc được JSON ở dòng {error.lineno}, cột {error.colno}") from error
        except (ValueError, RecursionError) as error:
            raise ValidationError("Có số hoặc ký tự không lưu được, hoặc lồng quá sâu") from error
        if b"\\u0000" in kept:
            raise ValidationError(_NO_NUL)
        if not isinstance(written, dict):
            raise ValidationError("Tờ khai là một đối tượng JSON có “sections”")
        return written
