"""The form of the letter of apology: a working day out of a few or another one, and the reason the citizen reads."""

from datetime import date
from typing import Any

from django import forms

from core.errors import DomainError, FieldErrors
from core.time_limits.words import capitalise
from core.vietnamese_dates import long_date
from dossiers.acts.extend import require_reason
from dossiers.forms.desk_acts import DATE_FORMATS, ActForm, lines
from dossiers.selectors.derivation import extension_of
from dossiers.selectors.new_appointment import new_due_of, suggested_days

OTHER_DAY = "khac"


class ExtendForm(ActForm):
    """Day and reason; asked twice, because the citizen reads it and it can be done once only."""

    asks_first = True
    pick = forms.ChoiceField(label="Hẹn lại ngày", widget=forms.RadioSelect, error_messages={"required": "Chọn ngày hẹn lại"})
    other = forms.DateField(
        label="Nếu chọn ngày khác",
        required=False,
        input_formats=DATE_FORMATS,
        help_text="Một ngày làm việc, ví dụ 30/11/2026",
        error_messages={"invalid": "Ngày hẹn lại cần có dạng 30/11/2026"},
    )
    reason = lines(
        "Lý do để người dân đọc",
        help_text="Việc gì chưa xong, ai làm chậm. Không ghi “lý do khách quan”, không ghi tên người khác.",
        error_messages={"required": "Ghi rõ vì sao chưa kịp, để người dân hiểu"},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        pick = self.fields["pick"]
        assert isinstance(pick, forms.ChoiceField)  # noqa: S101  for the type only
        days = suggested_days(self.desk.dossier, self.desk.at)
        pick.choices = [(f"{day:%Y-%m-%d}", f"{capitalise(long_date(day))}, thêm {more} ngày làm việc") for more, day in days] + [
            (OTHER_DAY, "Ngày khác")
        ]
        self.initial.setdefault("pick", pick.choices[0][0])
        draft = extension_of(self.desk.dossier)
        self.initial.setdefault("reason", draft.reason if draft else "")

    @property
    def until(self) -> date | None:
        """The day typed so far; None while it is none."""
        pick, other = self["pick"].value(), self["other"].value()
        try:
            if pick == OTHER_DAY:
                day: date | None = self.fields["other"].clean(other)
                return day
            return date.fromisoformat(str(pick))
        except (ValueError, forms.ValidationError):
            return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("pick") == OTHER_DAY and not data.get("other") and "other" not in self.errors:
            self.add_error("other", "Nhập ngày hẹn lại, ví dụ 30/11/2026")
        elif self.until is not None and "pick" in data and "other" in data:
            self._check_day(self.until)
        if "reason" in data:
            try:
                require_reason(data["reason"])
            except FieldErrors as error:
                self.take(error)
        return data

    def take(self, error: FieldErrors) -> None:
        """Put what the act found wrong with the day beside the box that was used."""
        day = self._day_field()
        super().take(FieldErrors({day if name == "until" else name: message for name, message in error.errors.items()}))

    def _check_day(self, until: date) -> None:
        try:
            new_due_of(self.desk.dossier, until, self.desk.at)
        except DomainError as error:
            self.add_error(self._day_field(), error.message)

    def _day_field(self) -> str:
        return "other" if self["pick"].value() == OTHER_DAY else "pick"
