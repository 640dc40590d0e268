"""What can go wrong with a dossier, in words that say what to do next."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from core.clock import ZONE
from core.errors import DomainError


class DossierNotFound(DomainError):
    """It does not exist, or lies outside the asker's sight: one answer for both, so that codes cannot be probed."""

    code = "dossier-not-found"
    http_status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Không tìm thấy hồ sơ này. Xem lại mã hồ sơ trên giấy hẹn hoặc tin nhắn.")


class ProcedureNotAvailable(DomainError):
    """The procedure is unknown, not in force on the day, or cannot be filed in this channel."""

    code = "procedure-not-available"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY


class CommuneNotFound(DomainError):
    """No commune of this code takes dossiers on the day."""

    code = "commune-not-found"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Không tìm thấy phường, xã này. Chọn lại trong danh sách 126 phường, xã.")


class MoveNotAllowed(DomainError):
    """The act is not possible in the dossier's present state."""

    code = "move-not-allowed"
    http_status = HTTPStatus.CONFLICT

    def __init__(self, dossier_code: str, act_label: str, state_label: str) -> None:
        super().__init__(
            f"Không thể {act_label[:1].lower()}{act_label[1:]}: hồ sơ {dossier_code} đang ở trạng thái “{state_label}”.",
            data={"dossier": dossier_code},
        )


class ActNotYours(DomainError):
    """The dossier is visible, but this person's post does not allow the act."""

    code = "act-not-yours"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self, act_label: str, needed: str) -> None:
        super().__init__(f"{act_label} là việc của {needed}. Chuyển hồ sơ cho đúng người hoặc đổi nơi làm việc đang chọn.")


class VersionConflict(DomainError):
    """Somebody acted on the dossier after this person opened it."""

    code = "version-conflict"
    http_status = HTTPStatus.CONFLICT

    def __init__(self, who: str, what: str, at: datetime, version: int) -> None:
        super().__init__(
            f"Hồ sơ đã được xử lý trước bạn. {who}: {what}, lúc {at.astimezone(ZONE):%H:%M:%S}. Nội dung bạn vừa nhập còn nguyên.",
            data={"who": who, "act": what, "at": at.isoformat(), "version": version},
        )


class IdempotencyKeyReused(DomainError):
    """The same key came with other content."""

    code = "idempotency-key-reused"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Khóa chống gửi trùng này đã dùng cho nội dung khác. Tải lại trang rồi gửi lại.")


class DocumentsMissing(DomainError):
    """Papers that block have no file. `data["documents"]` holds their codes."""

    code = "documents-missing"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        names = "; ".join(name for _, name in missing)
        super().__init__(f"Còn thiếu giấy tờ: {names}. Gửi ảnh hoặc tệp PDF của giấy này.", data={"documents": [c for c, _ in missing]})


class TimeLimitUnknown(DomainError):
    """The catalogue holds no time limit, so the officer must state one with its basis."""

    code = "time-limit-unknown"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Danh mục chưa có thời hạn của thủ tục này. Nhập thời hạn theo văn bản và ghi căn cứ.")


class SecondSupplementNeedsLeader(DomainError):
    """Guidance is given once; a further request needs a leader. Source: docs/legal/one-stop.md#supplement."""

    code = "second-supplement-needs-leader"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self, number: int) -> None:
        super().__init__(f"Đây là lần bổ sung thứ {number}. Phải có lãnh đạo duyệt; hồ sơ bị tính quá hạn trong chỉ số 766.")


class DeclineNeedsLeader(DomainError):
    """Some fields are refused by a leader only. Source: docs/legal/one-stop.md#acts."""

    code = "decline-needs-leader"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self, field: str) -> None:
        super().__init__(f"Từ chối hồ sơ {field} do lãnh đạo quyết định. Báo lãnh đạo mở hồ sơ này và ghi lý do từ chối.")


class AlreadyExtended(DomainError):
    """One letter of apology and one new appointment a dossier. Source: docs/legal/one-stop.md#apology."""

    code = "already-extended"
    http_status = HTTPStatus.CONFLICT

    def __init__(self, number: str) -> None:
        super().__init__(f"Hồ sơ này đã xin lỗi và hẹn lại một lần, thư số {number}. Không hẹn lại lần thứ hai.", data={"letter": number})


class RecipientHoldsNoPost(DomainError):
    """The person a dossier is handed to holds no post there that fits the step."""

    code = "recipient-holds-no-post"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Người nhận không giữ vị trí phù hợp tại đơn vị này hôm nay. Chọn người khác.")


class StepNotNext(DomainError):
    """A hand-over goes to the next step, stays in the step, or goes back one."""

    code = "step-not-next"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Chỉ chuyển sang bước kế tiếp hoặc lùi một bước. Chọn lại bước.")


class UploadRefused(DomainError):
    """A file was not taken; nothing of it is kept."""

    code = "upload-refused"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY


class FeeNotSettled(DomainError):
    """The result is handed over only once the fee is settled."""

    code = "fee-not-settled"
    http_status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__("Chưa xác nhận phí, lệ phí. Thu đủ hoặc ghi rõ không phải thu rồi mới trả kết quả.")
