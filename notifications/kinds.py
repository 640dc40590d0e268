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
    DUE_SOON = "due_soon", "Sắp đến hạn"
    APOLOGY_DUE = "apology_due", "Đến lúc xin lỗi"
    STEP_OVERDUE = "step_overdue", "Bước quá hạn"
    RESPONSE_OVERDUE_OFFICER = "response_overdue_officer", "Quá hạn trả lời (công chức)"
    RESPONSE_OVERDUE_CITIZEN = "response_overdue_citizen", "Quá hẹn trả lời (người dân)"
    SUPPLEMENT_EXPIRED_OFFICER = "supplement_expired_officer", "Hết hạn bổ sung (công chức)"
    SUPPLEMENT_EXPIRED_CITIZEN = "supplement_expired_citizen", "Hết hạn bổ sung (người dân)"
    DRAFT_EXPIRING = "draft_expiring", "Bài viết dở sắp bị xóa"
    EXTENDED = "extended", "Xin lỗi và hẹn lại"
    EXTENDED_OFFICER = "extended_officer", "Đã xin lỗi và hẹn lại (công chức)"
    DATE_CHANGED = "date_changed", "Đổi ngày hẹn"
    ESCALATED = "escalated", "Báo cấp trên"
    DELEGATED = "delegated", "Làm thay"
    DELEGATION_ENDED = "delegation_ended", "Hết làm thay"
    CALENDAR_MISSING = "calendar_missing", "Lịch năm tới chưa có"
    CLOCK_DIFFERS = "clock_differs", "Hẹn trả lệch"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one kind; an empty `sms` means that none is sent.

    Placeholders: code, due, answer_by, unit, where, link, count, hotline; in digests `codes` (the first few), in others what
    their act gives: old_due, deletes_on, who, days, year.
    """

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
    NoticeKind.DUE_SOON: Words("{count} hồ sơ sắp đến hạn", "", "{count} hồ sơ sắp đến hạn: {codes}."),
    NoticeKind.APOLOGY_DUE: Words(
        "{count} hồ sơ hẹn trả ngày làm việc tới",
        "",
        "{count} hồ sơ hẹn trả ngày làm việc tới: {codes}. Hồ sơ nào không kịp, lãnh đạo gửi thư xin lỗi hôm nay; thư đã soạn sẵn.",
    ),
    NoticeKind.STEP_OVERDUE: Words(
        "Bước của bạn quá giờ: hồ sơ {code}", "", "Bước bạn giữ ở hồ sơ {code} đã quá thời gian của bước. Hồ sơ hẹn trả {due}."
    ),
    NoticeKind.RESPONSE_OVERDUE_OFFICER: Words(
        "Quá hạn trả lời: hồ sơ {code}",
        "",
        "Hồ sơ nộp trực tuyến {code} phải được trả lời trước {due}. Tiếp nhận, yêu cầu bổ sung hoặc từ chối ngay.",
    ),
    NoticeKind.RESPONSE_OVERDUE_CITIZEN: Words(
        "Hồ sơ {code} chưa được trả lời",
        "Hồ sơ {code} chưa được trả lời đúng hẹn {due}. Bạn không phải làm gì thêm. Xem: {link}. Hỏi: {hotline}",
        "Hồ sơ {code} chưa được trả lời đúng hẹn {due}. Bạn không phải làm gì thêm. Cần hỏi, gọi {hotline}.",
    ),
    NoticeKind.SUPPLEMENT_EXPIRED_OFFICER: Words(
        "Hết hạn bổ sung: hồ sơ {code}",
        "",
        "Người dân chưa bổ sung hồ sơ {code} trước {due}. Gọi hỏi người dân; nếu không bổ sung được thì từ chối hoặc trình lãnh đạo dừng giải quyết.",
    ),
    NoticeKind.SUPPLEMENT_EXPIRED_CITIZEN: Words(
        "Hồ sơ {code} đã hết hạn bổ sung",
        "Hồ sơ {code} đã hết hạn bổ sung {due}. Gửi ngay nếu còn cần làm: {link}. Hỏi: {hotline}",
        "Hồ sơ {code} đã hết hạn bổ sung {due}. Vẫn gửi được chừng nào phường, xã chưa dừng hồ sơ: gửi ngay, hoặc gọi {hotline}.",
    ),
    NoticeKind.DRAFT_EXPIRING: Words(
        "Bài viết dở sẽ bị xóa ngày {deletes_on}",
        "Bài viết dở của bạn trên Một cửa Hà Nội sẽ bị xóa ngày {deletes_on}. Viết tiếp: {link}",
        "Bạn viết dở “{what}” và chưa gửi. Bài viết sẽ bị xóa ngày {deletes_on} nếu bạn không viết tiếp.",
    ),
    NoticeKind.EXTENDED: Words(
        "Xin lỗi: hồ sơ {code} hẹn lại {due}",
        "Xin lỗi: hồ sơ {code} chưa kịp hẹn {old_due}, hẹn lại {due}. Lý do: {link}. Hỏi: {hotline}",
        "Chúng tôi xin lỗi vì hồ sơ {code} chưa kịp hẹn {old_due}. Hẹn lại: {due}. Mở hồ sơ để xem lý do và thư xin lỗi.",
    ),
    NoticeKind.EXTENDED_OFFICER: Words(
        "Hồ sơ {code} hẹn lại {due}", "", "Lãnh đạo đã xin lỗi người dân, hồ sơ {code} hẹn lại {due}, trước đây là {old_due}."
    ),
    NoticeKind.DATE_CHANGED: Words(
        "Hồ sơ {code} đổi ngày hẹn",
        "Lịch nghỉ thay đổi: hồ sơ {code} hẹn trả {due} (trước là {old_due}). Xem: {link}. Hỏi: {hotline}",
        "Lịch nghỉ của cơ quan thay đổi nên hồ sơ {code} hẹn trả {due}, trước đây là {old_due}.",
    ),
    NoticeKind.ESCALATED: Words(
        "{count} hồ sơ quá hạn cần bạn xử lý", "", "{count} hồ sơ quá hạn, lâu nhất {days} ngày làm việc: {codes}."
    ),
    NoticeKind.DELEGATED: Words("Bạn làm thay {who}", "", "Bạn làm thay {who} {days}. Hồ sơ người đó giữ nằm trong nhóm “Của tôi”."),
    NoticeKind.DELEGATION_ENDED: Words("Hết làm thay {who}", "", "Bạn thôi làm thay {who}: {days}."),
    NoticeKind.CALENDAR_MISSING: Words(
        "Lịch làm việc năm {year} chưa có",
        "",
        "Lịch làm việc năm {year} chưa được công bố trên cổng. Hồ sơ có hạn sang năm {year} sẽ không tính được.",
    ),
    NoticeKind.CLOCK_DIFFERS: Words(
        "{count} hồ sơ có ngày hẹn lệch", "", "Đêm qua có {count} hồ sơ mà ngày hẹn đang lưu khác ngày tính lại: {codes}."
    ),
}


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def fill(text: str, data: dict[str, str]) -> str:
    """Return the words with their facts; a fact that is not known shows as an ellipsis, never as an error."""
    return text.format_map(_Lenient(data))
