"""What the catalogue holds on a day, counted; every count leads to its list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from procedures.listing import listing
from procedures.models import Procedure

MEANINGS = {
    "verified": "Mã và tên khớp Cổng Dịch vụ công quốc gia, cấp xã giải quyết.",
    "level_unconfirmed": "Có trên Cổng Dịch vụ công quốc gia, nhưng chưa rõ phường, xã có giải quyết không.",
    "receive_only": "Phường, xã nhận hồ sơ, cơ quan khác giải quyết.",
    "name_only": "Chỉ thấy tên trong danh sách của thành phố khác, chưa có mã.",
    "superseded": "Đã có thủ tục khác thay; trang cũ dẫn sang trang mới.",
}


@dataclass(frozen=True, slots=True)
class Count:
    """One count with its words and its list."""

    label: str
    meaning: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Contents:
    """`held` counts what is in force, `open` what of it another procedure has not replaced.

    Source: docs/legal/one-stop.md#catalogue
    """

    held: int
    open: int
    by_verification: list[Count]
    by_field: list[Count]


def contents(on: date) -> Contents:
    """Return the counts of a day, fields in Vietnamese order. One query."""
    held = listing(on)
    lines = list(held.lines.values())
    degrees = Counter(value for line in lines for value in line.values["doi-chieu"])
    fields = Counter(value for line in lines if not line.is_replaced for value in line.values["linh-vuc"])
    return Contents(
        held=len(lines),
        open=sum(not line.is_replaced for line in lines),
        by_verification=[
            Count(label, MEANINGS[value], degrees[value], _list("doi-chieu", value)) for value, label in Procedure.Verification.choices
        ],
        by_field=[Count(name, "", fields[code], _list("linh-vuc", code)) for code, name in held.names["linh-vuc"].items() if fields[code]],
    )


def _list(facet: str, value: str) -> str:
    return f"{reverse('procedures')}?{urlencode({facet: value})}"
