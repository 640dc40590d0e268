"""What a catalogue editor says about a list: the file, from which day it holds, by which paper."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files import File

from procedures.acts.check_list import Terms
from procedures.importing.table import MOST_BYTES

FARTHEST = timedelta(days=730)  # a later day is a slip of the pen


class ListForm(forms.Form):
    """A list to be checked; whether the file can be read is for the act to say."""

    file = forms.FileField(
        label="Tệp danh sách",
        help_text=f"Excel (.xlsx), CSV (UTF-8) hoặc JSON, tối đa {MOST_BYTES // 1024 // 1024} MB, 5.000 dòng",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.json"}),
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp danh sách"},
    )
    in_force_from = forms.DateField(
        label="Hiệu lực từ ngày",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Hồ sơ nhận trước ngày này giữ nguyên thời hạn, giấy tờ cũ",
        error_messages={"required": "Nhập ngày hiệu lực, ví dụ 01/12/2026", "invalid": "Ngày hiệu lực cần có dạng 01/12/2026"},
    )
    citation = forms.CharField(
        label="Văn bản công bố",
        max_length=400,
        help_text="Số, ký hiệu quyết định, ví dụ 4567/QĐ-UBND",
        error_messages={"required": "Nhập số, ký hiệu văn bản công bố"},
    )
    ends_missing = forms.BooleanField(
        label="Kết thúc thủ tục không có trong danh sách",
        help_text="Chỉ chọn khi tệp là danh mục đầy đủ",
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("in_force_from", today + timedelta(days=1))
        self.today = today

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        if day > self.today + FARTHEST:
            raise forms.ValidationError(f"Ngày {day:%d/%m/%Y} xa quá hai năm. Xem lại năm.")
        return day

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"Tệp lớn hơn {MOST_BYTES // 1024 // 1024} MB.")
        return file

    def terms(self) -> Terms:
        """Return what was said, for the act."""
        data = self.cleaned_data
        return Terms(data["in_force_from"], data["citation"], data["ends_missing"])
