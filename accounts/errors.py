"""What can go wrong with people and sign-in."""

from datetime import date
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


class LeaveDaysRefused(FieldErrors):
    """These days cannot be days of leave."""

    @classmethod
    def past(cls, today: date) -> "LeaveDaysRefused":
        return cls({"from_day": f"Chọn ngày đầu từ hôm nay, {today:%d/%m/%Y}, trở đi"})

    @classmethod
    def backward(cls) -> "LeaveDaysRefused":
        return cls({"to_day": "Ngày cuối phải từ ngày đầu trở đi"})

    @classmethod
    def too_long(cls, most: int, latest: date) -> "LeaveDaysRefused":
        return cls({"to_day": f"Một lần dài nhất {most} ngày, đến hết {latest:%d/%m/%Y}. Nghỉ lâu hơn thì lập thêm lần nữa."})

    @classmethod
    def taken(cls, person: str, deputy: str, days: str) -> "LeaveDaysRefused":
        return cls({"from_day": f"{person} đã có {deputy} làm thay {days}. Kết thúc lần đó trước, hoặc chọn ngày khác."})

    @classmethod
    def standing_in(cls, person: str, whom: str, days: str) -> "LeaveDaysRefused":
        """The person on leave is somebody's deputy then."""
        return cls({"from_day": f"{person} đang làm thay {whom} {days}. Kết thúc lần đó và chọn người khác thay {whom} trước."})


class DeputyRefused(FieldErrors):
    """This colleague cannot stand in on these days."""

    @classmethod
    def oneself(cls) -> "DeputyRefused":
        return cls({"deputy": "Người nghỉ không làm thay chính mình được. Chọn đồng nghiệp khác."})

    @classmethod
    def without_post(cls, deputy: str, place: str) -> "DeputyRefused":
        return cls({"deputy": f"{deputy} không giữ vị trí ở {place} suốt những ngày này. Chọn người khác hoặc rút ngắn thời gian."})

    @classmethod
    def on_leave(cls, deputy: str, days: str) -> "DeputyRefused":
        return cls({"deputy": f"{deputy} cũng nghỉ {days}. Chọn người khác hoặc đổi ngày."})


class LeaveNotYours(DomainError):
    """Somebody else's leave is arranged by the head of the division or a leader of the commune."""

    code = "leave-not-yours"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("Bạn chỉ lập và kết thúc cho mình. Cho người khác: trưởng phòng của người đó hoặc lãnh đạo xã, phường.")


class LeaveNotFound(DomainError):
    """No such leave in this commune."""

    code = "leave-not-found"
    http_status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Không tìm thấy lần nghỉ này ở đơn vị của bạn.")


class LeaveOver(DomainError):
    """It ends by then already."""

    code = "leave-over"
    http_status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("Lần làm thay này đã kết thúc.")


def too_many_attempts() -> str:
    """Return the sentence for a lock-out; the minutes are those of ACCOUNT_RATE_LIMITS."""
    return f"Bạn đã thử nhiều lần. Thử lại sau 15 phút, hoặc gọi {settings.HOTLINE}"
