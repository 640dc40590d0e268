"""Forms of the second factor in our words."""

from typing import Any, ClassVar

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from accounts.form_words import OurWords


class _CodeWords(OurWords):
    words: ClassVar[dict[str, str]] = {"code": "Mã xác thực"}
    required_words: ClassVar[dict[str, str]] = {"code": "Nhập mã trong ứng dụng"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}


class SecondFactorForm(_CodeWords, base.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    hints: ClassVar[dict[str, str]] = {"code": "6 chữ số trong ứng dụng, hoặc một mã dự phòng"}


class SecondFactorAgainForm(_CodeWords, base.ReauthenticateForm):  # type: ignore[misc]
    hints: ClassVar[dict[str, str]] = {"code": "6 chữ số trong ứng dụng, hoặc một mã dự phòng"}


class ActivateAppForm(_CodeWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar[dict[str, str]] = {"code": "Mã 6 chữ số trong ứng dụng"}

    @property
    def secret_groups(self) -> list[str]:
        """The secret in groups of four, as people type it."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


class _KeyWords(OurWords):
    words: ClassVar[dict[str, str]] = {"name": "Tên khóa"}
    hints: ClassVar[dict[str, str]] = {"name": "Để phân biệt khi bạn có nhiều khóa"}
    required_words: ClassVar[dict[str, str]] = {"name": "Nhập tên khóa", "credential": "Chưa đọc được khóa. Bấm nút rồi chạm vào khóa"}


class AddKeyForm(_KeyWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    pass


class RenameKeyForm(_KeyWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    pass
