"""Forms of the administration of people."""

from typing import ClassVar

from django import forms
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from accounts.models import Membership, User


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

    last_day = forms.DateField(label="Ngày cuối cùng giữ vị trí", widget=UnfoldAdminSingleDateWidget)


class NewMembershipForm(forms.ModelForm[Membership]):
    """A new post with the reason that goes into the log."""

    reason = forms.CharField(label="Lý do, căn cứ", widget=UnfoldAdminTextareaWidget, error_messages={"required": "Ghi lý do"})

    class Meta:
        model = Membership
        fields: ClassVar = ["user", "commune", "division", "reception_point", "post", "valid_from", "valid_to"]


class PersonForm(forms.ModelForm[User]):
    """Name and contacts. Passwords are given by the act that logs it; posts are rows of their own."""

    class Meta:
        model = User
        fields: ClassVar = ["username", "full_name", "email", "phone", "is_staff", "is_superuser"]
