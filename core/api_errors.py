"""Bodies of errors on the API: problem+json (RFC 9457), each with a stable `code`. The only place that knows them."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from core.errors import DomainError
from core.locks import domain_error_of

PROBLEM_TYPE = "application/problem+json"
NOT_SIGNED_IN = (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)

# First match wins: (exception classes, code, words for a person).
FRAMEWORK_PROBLEMS: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    ((exceptions.ValidationError,), "invalid-input", "Có chỗ cần sửa"),
    ((exceptions.ParseError,), "unreadable-body", "Không đọc được nội dung gửi lên"),
    (NOT_SIGNED_IN, "not-signed-in", "Cần đăng nhập"),
    ((exceptions.PermissionDenied, DjangoPermissionDenied), "permission-denied", "Không được phép làm việc này"),
    ((exceptions.NotFound, Http404), "not-found", "Không tìm thấy"),
    ((exceptions.Throttled,), "too-many-attempts", "Bạn đã thử nhiều lần. Thử lại sau ít phút"),
    ((exceptions.MethodNotAllowed,), "method-not-allowed", "Địa chỉ này không nhận kiểu yêu cầu đó"),
    ((exceptions.NotAcceptable,), "not-acceptable", "Không có định dạng trả lời được yêu cầu"),
    ((exceptions.UnsupportedMediaType,), "unsupported-media-type", "Không nhận kiểu nội dung này"),
)

WORDS_BY_CODE = {
    "required": "Bắt buộc phải có",
    "null": "Không được để null",
    "blank": "Không được để trống",
    "empty": "Không được để trống",
    "invalid": "Sai kiểu dữ liệu. Xem kiểu của trường này ở /api/docs/",
    "invalid_choice": "Không có giá trị này. Xem các giá trị được nhận ở /api/docs/",
    "not_a_list": "Phải là danh sách",
    "not_a_dict": "Phải là đối tượng JSON",
    "max_length": "Dài quá mức cho phép",
    "min_length": "Ngắn quá mức cho phép",
    "max_string_length": "Dài quá mức cho phép",
    "max_value": "Lớn hơn mức cho phép",
    "min_value": "Nhỏ hơn mức cho phép",
    "does_not_exist": "Không tìm thấy",
    "null_characters_not_allowed": "Có ký tự NUL, không nhận được",
}


def problem_body(exc: DomainError) -> dict[str, object]:
    """Return the problem+json body for a domain error."""
    return _body(exc.code, exc.message, int(exc.http_status), exc.data)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception of an API view; None leaves a fault of ours to Django (500)."""
    if refusal := domain_error_of(exc):
        set_rollback()
        return _problem(problem_body(refusal))
    if isinstance(exc, SuspiciousOperation):  # too many fields or files: the body, not the person, is refused
        exc = exceptions.ParseError()
    response = exception_handler(exc, context)
    if response is None:
        return None
    code, title = _words_for(exc)
    # The framework answers 403 to strangers when sessions are the first way to sign in; strangers get 401 here.
    status = HTTPStatus.UNAUTHORIZED if isinstance(exc, NOT_SIGNED_IN) else response.status_code
    extra = {"errors": _per_field(response.data)} if isinstance(exc, exceptions.ValidationError) else {}
    problem = _problem(_body(code, title, int(status), extra))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if response.has_header(name):
            problem[name] = response[name]
    if status == HTTPStatus.UNAUTHORIZED and not problem.has_header("WWW-Authenticate"):
        problem["WWW-Authenticate"] = "Session"
    return problem


def _words_for(exc: Exception) -> tuple[str, str]:
    for classes, code, title in FRAMEWORK_PROBLEMS:
        if isinstance(exc, classes):
            return code, title
    return "request-refused", "Không thực hiện được yêu cầu"


def _body(code: str, title: str, status: int, extra: dict[str, Any]) -> dict[str, object]:
    return {**extra, "type": f"/problems/{code}", "title": title, "status": status, "code": code}


def _problem(body: dict[str, object]) -> Response:
    return Response(body, status=int(str(body["status"])), content_type=PROBLEM_TYPE)


def _in_words(message: object) -> str:
    """Return a message in Vietnamese: what the framework left in English is said anew, without what was sent."""
    said = str(message)
    return WORDS_BY_CODE.get(getattr(message, "code", ""), "Giá trị không hợp lệ") if said.isascii() else said


def _per_field(detail: Any, prefix: str = "") -> dict[str, list[str]]:
    """Flatten nested messages to `parent.child`; messages about the whole stand under `non_field_errors`."""
    if isinstance(detail, dict):
        pairs = [(f"{prefix}.{name}" if prefix else str(name), value) for name, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        pairs = [(f"{prefix}.{index}" if prefix else str(index), value) for index, value in enumerate(detail) if value]
    else:
        messages = detail if isinstance(detail, list) else [detail]
        return {prefix or "non_field_errors": [_in_words(message) for message in messages]}
    flat: dict[str, list[str]] = {}
    for name, value in pairs:
        flat.update(_per_field(value, name))
    return flat
