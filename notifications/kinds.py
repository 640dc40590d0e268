"""What can be told, and in which words. SMS stay within 160 characters; names and procedures never stand in them."""

from dataclasses import dataclass

from django.db import models


class NoticeKind(models.TextChoices):
    """The events of a dossier that somebody hears of."""

    SUBMITTED = "submitted", "Đã nộp"
    RECEIVED = "received", "Đã tiếp nhận"
    DECLINED = "declined", "Không được tiếp nhận"
    SUPPLEMENT_REQUESTED = "supplement_requested", "Cần bổ sung"
    SUPPLEMENTED = "supplemented", "Đã bổ sung"
    FORWARDED = "forwarded", "Được giao hồ sơ"
    WITHDRAWAL_REQUESTED = "withdrawal_requested", "Xin rút hồ sơ"
    WITHDRAWAL_REFUSED = "withdrawal_refused", "Không cho rút"
    STOPPED = "stopped", "Dừng giải quyết"
    RESULT_READY = "result_ready", "Có kết quả"
    REOPENED = "reopened", "Mở lại hồ sơ"
    OVERDUE_CITIZEN = "overdue_citizen", "Quá hẹn (người dân)"
    OVERDUE_OFFICER = "overdue_officer", "Quá hạn (công chức)"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one kind. Placeholders: code, due, answer_by, unit, where, link, count, hotline."""

    title: str
    sms: str
    body: str


WORDS: dict[NoticeKind, Words] = {
    NoticeKind.SUBMITTED: Words(
        "Đã nhận hồ sơ {code}",
        "Một cửa Hà Nội: đã nhận hồ sơ {code}. Trả lời chậm nhất {answer_by}. Xem: {link}",
        "Hồ sơ {code} của bạn đã tới {unit}. Trả lời chậm nhất {answer_by}. Bạn chưa phải làm gì.",
    ),
    NoticeKind.RECEIVED: Words(
        "Hồ sơ {code} đã được tiếp nhận",
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả: {due}. Xem giấy hẹn: {link}",
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả: {due}. Bạn chưa phải làm gì.",
    ),
    NoticeKind.DECLINED: Words(
        "Hồ sơ {code} chưa được tiếp nhận",
        "Hồ sơ {code} chưa được tiếp nhận. Lý do và cách nộp lại: {link}. Hỏi: {hotline}",
        "Hồ sơ {code} chưa được tiếp nhận. Mở hồ sơ để xem lý do và cách nộp lại.",
    ),
    NoticeKind.SUPPLEMENT_REQUESTED: Words(
        "Cần bạn sửa {count} chỗ: hồ sơ {code}",
        "Hồ sơ {code} cần bạn sửa {count} chỗ, trước {answer_by}. Xem và gửi: {link}",
        "Hồ sơ {code} cần bạn sửa {count} chỗ, trước {answer_by}. Đồng hồ dừng trong lúc chờ bạn.",
    ),
    NoticeKind.SUPPLEMENTED: Words("Hồ sơ {code} đã được bổ sung", "", "Người dân đã bổ sung hồ sơ {code}. Hẹn trả: {due}."),
    NoticeKind.FORWARDED: Words("Bạn được giao hồ sơ {code}", "", "Bạn được giao hồ sơ {code}. Hẹn trả: {due}."),
    NoticeKind.WITHDRAWAL_REQUESTED: Words("Người dân xin rút hồ sơ {code}", "", "Người dân xin rút hồ sơ {code}. Lãnh đạo quyết định."),
    NoticeKind.WITHDRAWAL_REFUSED: Words(
        "Hồ sơ {code} được giải quyết tiếp",
        "Hồ sơ {code} chưa được rút, được giải quyết tiếp. Lý do: {link}. Hỏi: {hotline}",
        "Lãnh đạo chưa đồng ý cho rút hồ sơ {code}. Hồ sơ được giải quyết tiếp. Hẹn trả: {due}.",
    ),
    NoticeKind.STOPPED: Words(
        "Hồ sơ {code} đã dừng giải quyết",
        "Hồ sơ {code} đã dừng giải quyết. Xem lý do: {link}. Hỏi: {hotline}",
        "Hồ sơ {code} đã dừng giải quyết. Mở hồ sơ để xem lý do.",
    ),
    NoticeKind.RESULT_READY: Words(
        "Hồ sơ {code} có kết quả",
        "Hồ sơ {code} có kết quả. {where} Xem: {link}",
        "Hồ sơ {code} có kết quả. {where}",
    ),
    NoticeKind.REOPENED: Words("Hồ sơ {code} được mở lại", "", "Hồ sơ {code} được mở lại để sửa kết quả trước khi trả."),
    NoticeKind.OVERDUE_CITIZEN: Words(
        "Hồ sơ {code} quá hẹn",
        "Hồ sơ {code} chưa xong đúng hẹn {due}. Bạn không phải làm gì thêm. Xem: {link}. Hỏi: {hotline}",
        "Hồ sơ {code} chưa xong đúng hẹn {due}. Bạn không phải làm gì thêm. Cần hỏi, gọi {hotline}.",
    ),
    NoticeKind.OVERDUE_OFFICER: Words(
        "Quá hạn: hồ sơ {code}", "", "Hồ sơ {code} đã quá hạn {due}. Xử lý ngay hoặc báo lãnh đạo để xin lỗi người dân."
    ),
}


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def fill(text: str, data: dict[str, str]) -> str:
    """Return the words with their facts; a fact that is not known shows as an ellipsis, never as an error."""
    return text.format_map(_Lenient(data))
