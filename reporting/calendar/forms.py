"""What is typed about a calendar beside its days: the week, the years, the paper it rests on, a file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files import File

from communes.calendar_content import WEEKDAYS, examine
from communes.calendar_file import MOST_BYTES
from communes.calendar_words import WEEKDAY_LABELS, hours_words, read_hours
from communes.plain_text import NOTE_LETTERS, SOURCE_LETTERS, UNUSABLE, is_plain

HOURS_FORM = "Giờ viết như 08:00-12:00, 13:00-17:00; để trống nếu nghỉ"


class HoursField(forms.CharField):
    """Sessions of a day, as pairs of hours."""

    def to_python(self, value: object) -> Any:
        """Return pairs; hours that cannot be read are an error of the field."""
        try:
            return read_hours(str(value or ""))
        except ValueError:
            raise forms.ValidationError(HOURS_FORM) from None


def plain_text(typed: str) -> None:
    """Refuse what cannot be kept or shown."""
    if not is_plain(typed):
        raise forms.ValidationError(UNUSABLE[:1].upper() + UNUSABLE[1:])


class WeekForm(forms.Form):
    """Sessions of each weekday and the years; what cannot be right is said by the calendar itself, at its field."""

    first_year = forms.IntegerField(label="Năm đầu", error_messages={"required": "Nhập năm đầu", "invalid": "Năm viết bằng 4 chữ số"})
    last_year = forms.IntegerField(
        label="Năm cuối",
        help_text="Thêm một năm: nhập ngày nghỉ của năm đó trước. Rút ngắn: các ngày của năm bị bỏ đi theo.",
        error_messages={"required": "Nhập năm cuối", "invalid": "Năm viết bằng 4 chữ số"},
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        years = {name: content[name] for name in ("first_year", "last_year")}
        self.initial = {**years, **{name: hours_words(content["weekly"].get(name) or []) for name in WEEKDAYS}, **self.initial}
        self.initial = {name: "" if value == "nghỉ" else value for name, value in self.initial.items()}
        for name, label in zip(WEEKDAYS, WEEKDAY_LABELS, strict=True):
            self.fields[name] = HoursField(label=label, required=False, max_length=80)
        self.order_fields([*WEEKDAYS, "first_year", "last_year"])
        self.changed: dict[str, Any] = {}

    def clean(self) -> None:
        """Put the calendar's own faults at their fields."""
        super().clean()
        if self.errors:
            return
        data = self.cleaned_data
        first, last = data["first_year"], data["last_year"]
        days = [entry for entry in self.content["days"] if first <= int(entry["date"][:4]) <= last]
        weekly = {name: data[name] for name in WEEKDAYS if data[name]}
        self.changed = {**self.content, "first_year": first, "last_year": last, "weekly": weekly, "days": days}
        for fault in examine(self.changed)[1]:
            place = fault.place.removeprefix("weekly.")
            name = place if place in self.fields else "last_year" if fault.place == "years" else WEEKDAYS[0]
            self.add_error(name, fault.what[:1].upper() + fault.what[1:])


class FileForm(forms.Form):
    """An announcement as a file."""

    year = forms.IntegerField(
        label="Năm", min_value=2000, max_value=2200, error_messages={"required": "Nhập năm", "invalid": "Năm viết bằng 4 chữ số"}
    )
    source = forms.CharField(
        label="Căn cứ",
        max_length=SOURCE_LETTERS,
        validators=[plain_text],
        help_text="Số, ký hiệu, ngày của thông báo",
        error_messages={"required": "Ghi căn cứ: số, ký hiệu, ngày của thông báo"},
    )
    file = forms.FileField(
        label="Tệp",
        help_text="CSV có các cột ngày, loại, tên, trạng thái, giờ; hoặc JSON",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json"}),
        allow_empty_file=True,
        error_messages={"required": "Chọn tệp"},
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large to be a list of days."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"Tệp lớn hơn {MOST_BYTES // 1000} kB.")
        return file


class HandInForm(forms.Form):
    """The paper a change rests on."""

    source = forms.CharField(
        label="Căn cứ",
        max_length=SOURCE_LETTERS,
        validators=[plain_text],
        help_text="Số, ký hiệu, ngày của thông báo hoặc quyết định",
        error_messages={"required": "Ghi căn cứ: số, ký hiệu, ngày của văn bản"},
    )
    note = forms.CharField(label="Ghi chú", max_length=NOTE_LETTERS, required=False, validators=[plain_text])
