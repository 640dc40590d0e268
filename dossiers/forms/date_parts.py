"""A date in three boxes, read generously: 2 or 02, or the whole date in the first box."""

import re
from typing import Any

from django import forms


class DateParts(forms.MultiWidget):
    """Day, month and year. The value is text: ISO once it is a date, else the parts as typed, divided by slashes."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = {"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}
        super().__init__([forms.TextInput({**boxes, "maxlength": 12}), forms.TextInput(boxes), forms.TextInput(boxes)])

    def decompress(self, value: str | None) -> list[str]:
        """Return the three parts of a kept value."""
        if not value:
            return ["", "", ""]
        iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
        if iso:
            return [str(int(iso[3])), str(int(iso[2])), iso[1]]
        return [*value.split("/"), "", "", ""][:3]


def joined(parts: list[str | None]) -> str:
    """Return what was typed in the boxes as one text: "31/11/2026"; empty when all are empty."""
    typed = [(part or "").strip() for part in parts]
    if typed[0] and not (typed[1] or typed[2]):
        return typed[0]
    return "/".join(typed) if any(typed) else ""
