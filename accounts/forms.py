"""Forms of sign-in: contact, code, name and password, the person's own name, the office."""

from typing import Any, ClassVar, cast

from allauth.account import forms as allauth_forms
from django import forms

from accounts.contacts import Contact, parse_contact
from accounts.errors import InvalidContact
from accounts.form_words import OurWords
from core.text import normalise_name

CODE_INPUT = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class ContactForm(forms.Form):
    """Where the code goes."""

    contact = forms.CharField(
        label="Số điện thoại hoặc e-mail",
        help_text="Chúng tôi gửi một mã 6 chữ số. Lần đầu đăng nhập, tài khoản được mở luôn",
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Nhập số điện thoại hoặc e-mail"},
    )

    def clean_contact(self) -> Contact:
        try:
            return parse_contact(self.cleaned_data["contact"])
        except InvalidContact as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class CodeForm(forms.Form):
    """The code that was sent; it may be pasted, with spaces."""

    code = forms.CharField(
        label="Mã 6 chữ số",
        max_length=20,
        widget=forms.TextInput(attrs=CODE_INPUT),
        error_messages={"required": "Nhập mã 6 chữ số trong tin nhắn hoặc e-mail"},
    )


class NameForm(forms.Form):
    """How the portal calls the person."""

    full_name = forms.CharField(
        label="Họ và tên",
        help_text="Ghi như trên giấy tờ",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Nhập họ và tên"},
    )

    def clean_full_name(self) -> str:
        return normalise_name(self.cleaned_data["full_name"])


class OfficeForm(forms.Form):
    """One of the posts held today."""

    membership = forms.ChoiceField(
        label="Bạn làm việc ở đâu lúc này?",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn nơi làm việc", "invalid_choice": "Chọn một trong những nơi dưới đây"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["membership"]).choices = choices


class PasswordSignInForm(OurWords, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    words: ClassVar[dict[str, str]] = {"login": "Tên đăng nhập", "password": "Mật khẩu"}
    required_words: ClassVar[dict[str, str]] = {"login": "Nhập tên đăng nhập", "password": "Nhập mật khẩu"}


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar[dict[str, str]] = {"email": "E-mail công vụ"}
    hints: ClassVar[dict[str, str]] = {"email": "Địa chỉ ghi trong tài khoản của bạn"}
    required_words: ClassVar[dict[str, str]] = {"email": "Nhập e-mail công vụ"}


class NewPasswordForm(OurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar[dict[str, str]] = {"password1": "Mật khẩu mới", "password2": "Nhập lại mật khẩu mới"}
    hints: ClassVar[dict[str, str]] = {"password1": "Từ 12 ký tự. Vài từ ghép lại thì dễ nhớ hơn"}
    required_words: ClassVar[dict[str, str]] = {"password1": "Nhập mật khẩu mới", "password2": "Nhập lại mật khẩu mới"}


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar[dict[str, str]] = {"oldpassword": "Mật khẩu hiện tại", **NewPasswordForm.words}
    hints: ClassVar[dict[str, str]] = NewPasswordForm.hints
    required_words: ClassVar[dict[str, str]] = {"oldpassword": "Nhập mật khẩu hiện tại", **NewPasswordForm.required_words}


class PasswordAgainForm(OurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar[dict[str, str]] = {"password": "Mật khẩu"}
    required_words: ClassVar[dict[str, str]] = {"password": "Nhập mật khẩu"}
