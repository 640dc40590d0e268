"""What can go wrong with people and sign-in."""

from http import HTTPStatus

from django.conf import settings

from core.errors import DomainError, FieldErrors


class TooManyAttempts(DomainError):
    """Somebody asks for, or guesses, too much in a short time: codes, passwords, dossiers; they wait."""

    code = "too-many-attempts"
    http_status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, message: str = "") -> None:
        super().__init__(message or too_many_attempts())


class MessageNotSent(DomainError):
    """The SMS gateway or the mail server did not take the message."""

    code = "message-not-sent"
    http_status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(f"Chưa gửi được mã, lỗi ở phía chúng tôi. Thử lại sau vài phút, hoặc gọi {settings.HOTLINE}")


class InvalidContact(DomainError):
    """The text is neither a mobile phone number nor an e-mail address."""

    code = "invalid-contact"


class SecondFactorNeeded(DomainError):
    """The person has to set up a second factor before anything else."""

    code = "second-factor-needed"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("Cài lớp xác thực thứ hai trước khi làm việc")


class ReasonMissing(FieldErrors):
    """An act on somebody's account needs a reason that a later reader understands."""

    def __init__(self) -> None:
        super().__init__({"reason": "Ghi lý do"})


def too_many_attempts() -> str:
    """Return the sentence for a lock-out; the minutes are those of ACCOUNT_RATE_LIMITS."""
    return f"Bạn đã thử nhiều lần. Thử lại sau 15 phút, hoặc gọi {settings.HOTLINE}"
