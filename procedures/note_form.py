"""The form of a note for officers."""

from typing import Any

from django import forms

from core.text import normalise_name
from procedures.models import GuidanceNote

LONGEST = 4000
LONGEST_SOURCE = 300


class NoteForm(forms.Form):
    """What an editor writes; `seen_at` says which state of the note is being changed, empty for a new one."""

    text = forms.CharField(
        label="Ghi chú",
        help_text="Điều công chức cần biết khi nhận, thụ lý. Người dân không xem được. Không ghi tên người dân.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Nhập nội dung ghi chú", "max_length": f"Ghi chú dài quá {LONGEST} ký tự. Rút ngắn lại"},
    )
    source = forms.CharField(
        label="Căn cứ",
        help_text="Số, ký hiệu văn bản nếu có",
        required=False,
        max_length=LONGEST_SOURCE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Căn cứ dài quá {LONGEST_SOURCE} ký tự"},
    )
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, note: GuidanceNote, typed: Any = None) -> "NoteForm":
        return cls(typed, initial={"text": note.text, "source": note.source, "seen_at": note.written_at.isoformat()})

    def clean_source(self) -> str:
        return normalise_name(self.cleaned_data["source"])
