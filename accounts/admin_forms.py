"""Forms of the administration of people."""

from typing import Any, ClassVar, cast

from django import forms
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models import Membership, User
from core.identity import InvalidPhone, parse_phone

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]  # as people write it, and as the date picker does; never month first


class ReasonForm(forms.Form):
    """Why somebody's account is touched; a later reader must understand it."""

    reason = forms.CharField(
        label="Lý do",
        help_text="Ghi để người đọc nhật ký sau này hiểu, ví dụ: mất điện thoại, đã gặp trực tiếp và đối chiếu thẻ công chức",
        widget=UnfoldAdminTextareaWidget,
        error_messages={"required": "Ghi lý do"},
    )


class EndForm(ReasonForm):
    """When a post ends, and why."""

    last_day = forms.DateField(label="Ngày cuối cùng giữ vị trí", input_formats=DAY_FORMATS, widget=UnfoldAdminSingleDateWidget)


class NewMembershipForm(forms.ModelForm[Membership]):
    """A new post with the reason that goes into the log."""

    reason = forms.CharField(label="Lý do, căn cứ", widget=UnfoldAdminTextareaWidget, error_messages={"required": "Ghi lý do"})

    class Meta:
        model = Membership
        fields: ClassVar = ["user", "commune", "division", "reception_point", "post", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("valid_from", "valid_to"):
            cast(forms.DateField, self.fields[name]).input_formats = DAY_FORMATS


class DetailsForm(ReasonForm):
    """Name and contacts of a person, as they are to be from now on."""

    full_name = forms.CharField(label="Họ và tên", max_length=200, required=False, widget=UnfoldAdminTextInputWidget)
    email = forms.EmailField(label="E-mail", required=False, widget=UnfoldAdminTextInputWidget)
    phone = forms.CharField(label="Số điện thoại", required=False, widget=UnfoldAdminTextInputWidget)
    field_order = ("full_name", "email", "phone", "reason")

    def clean_phone(self) -> str:
        return _phone(self.cleaned_data["phone"])


class NewPersonForm(forms.ModelForm[User]):
    """A new person with the reason that goes into the log. Password, posts and administration are given by acts."""

    reason = forms.CharField(label="Lý do, căn cứ", widget=UnfoldAdminTextareaWidget, error_messages={"required": "Ghi lý do"})

    class Meta:
        model = User
        fields: ClassVar = ["username", "full_name", "email", "phone"]

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def clean_phone(self) -> str | None:
        return _phone(self.cleaned_data["phone"] or "") or None


def _phone(typed: str) -> str:
    """Take a number as people write it; it is kept as E.164. Empty stays empty."""
    if not typed.strip():
        return ""
    try:
        return parse_phone(typed)
    except InvalidPhone as error:
        raise forms.ValidationError(error.message, code=error.code) from error
