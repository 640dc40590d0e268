"""How allauth works in this portal: words, phones, SMS, sessions at the desk."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.functional import lazy

from accounts.desk_session import begin_desk_session
from accounts.errors import too_many_attempts
from accounts.models import User
from accounts.ports import sms_sender

CODE_DIGITS = 6
CITIZEN_NAME_LENGTH = 12


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Staff come in by name and password, citizens by code (accounts.sign_in_code); both pass allauth's stages."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đang bị khóa",
        "enter_current_password": "Mật khẩu hiện tại chưa đúng",
        "incorrect_code": "Mã chưa đúng. Xem lại rồi nhập lại",
        "incorrect_password": "Mật khẩu chưa đúng",
        "rate_limited": lazy(too_many_attempts, str)(),
        "too_many_login_attempts": lazy(too_many_attempts, str)(),
        "invalid_or_expired_key": "Đường dẫn đã dùng hoặc đã hết hạn",
        "invalid_password_reset": "Đường dẫn đã dùng hoặc đã hết hạn",
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu chưa đúng",
    }

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if user.signs_in_with_password:
            begin_desk_session(request)

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Give a citizen a name that says nothing about them."""
        user.username = user.username or citizen_username()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts open with a first code or through VNeID, never by a form."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Mail the link to people who sign in by password; others have none to reset."""
        if user.has_usable_password() and user.is_active:
            super().send_password_reset_mail(user, email, context)

    # Phones of allauth.

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # noqa: FBT001  allauth's signature
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, verified=True)

    def generate_phone_verification_code(self, *, user: User | None = None, phone: str = "") -> str:
        return self.generate_login_code()

    def generate_login_code(self) -> str:
        return get_random_string(CODE_DIGITS, "0123456789")

    def send_verification_code_sms(self, user: User | None, phone: str, code: str, **kwargs: Any) -> None:
        minutes = settings.SIGN_IN_CODE_SECONDS // 60
        sms_sender().send_sms(phone, f"Một cửa Hà Nội: mã đăng nhập {code}, dùng trong {minutes} phút. Không đưa mã này cho ai.")

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Tell a person of the office that codes do not open their account."""
        sms_sender().send_sms(phone, "Một cửa Hà Nội: tài khoản công chức đăng nhập bằng tên và mật khẩu, không dùng mã.")


def citizen_username() -> str:
    return f"cd-{get_random_string(CITIZEN_NAME_LENGTH, 'abcdefghijkmnpqrstuvwxyz23456789')}"


def display_name(user: User) -> str:
    """Return what keys and mails of allauth call the person."""
    return user.full_name or user.username
