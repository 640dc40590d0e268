"""Bodies as they are sent, shown in the OpenAPI document. People and codes are invented."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

PERSON: dict[str, Any] = {
    "full_name": "Nguyễn Thị Thử",
    "identity_number": "001185000123",
    "phone": "0912 345 678",
    "email": "thu@example.com",
    "address": "12 phố Thử, phường Hoàn Kiếm",
}
NEW_DRAFT = OpenApiExample(
    "Marital status, in phường Hoàn Kiếm", {"procedure": "1.004873", "commune": "00070", "case": "lan-dau"}, request_only=True
)
PART_OF_DRAFT = OpenApiExample("The person, and how the result comes", {"applicant": PERSON, "delivery": "counter"}, request_only=True)
SUBMISSION = OpenApiExample("Send", {"draft": "78098fe5-dc19-4580-b6bb-1842c2d0f321", "agreed": True}, request_only=True)
COUNTER = OpenApiExample(
    "A person at the counter",
    {
        "procedure": "1.001612",
        "case": "ca-nhan",
        "applicant": PERSON,
        "papers": [{"document_code": "giay-de-nghi", "kind": "original", "quantity": 1}],
        "delivery": "counter",
        "channel": 1,
    },
    request_only=True,
)
SUPPLEMENT_REQUEST = OpenApiExample(
    "One paper, with its reason",
    {
        "items": [{"what": "Giấy xác nhận đã cấp", "reason": "Ảnh mờ, không đọc được số giấy", "document_code": "giay-xac-nhan-cu"}],
        "working_days": 7,
    },
    request_only=True,
)
TRACKING = OpenApiExample("By the key on the slip", {"code": "H26.101-261102-0001", "key": "K7M2QX"}, request_only=True)
PROBLEM = OpenApiExample(
    "Somebody was first",
    {
        "type": "/problems/version-conflict",
        "title": "Hồ sơ đã được xử lý trước bạn. Trần Thị Thử: Tiếp nhận, lúc 09:10:00. Nội dung bạn vừa nhập còn nguyên.",
        "status": 409,
        "code": "version-conflict",
        "who": "Trần Thị Thử",
        "act": "Tiếp nhận",
        "at": "2026-11-02T09:10:00+07:00",
        "version": 2,
    },
    response_only=True,
    status_codes=["409"],
)
