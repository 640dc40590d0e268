"""What the catalogue may be narrowed by: names in the address, words, and what a version is in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.text import fold
from core.time_limits import LimitUnit
from procedures.comparison import CHANNEL_WORDS
from procedures.life_events import life_events
from procedures.models import Fee, Procedure, ProcedureVersion
from procedures.prices import charges

UNKNOWN = "chua-ro"
UNKNOWN_WORDS = "Chưa có thông tin"
FEES = {"0-dong": "0 đồng khi nộp trực tuyến", "co-phi": "Có thu phí", UNKNOWN: UNKNOWN_WORDS}
TIMES = {
    "trong-ngay": "Trong ngày",
    "den-5-ngay": "Đến 5 ngày",
    "lau-hon": "Lâu hơn 5 ngày",
    "tuy": "Tùy trường hợp",
    UNKNOWN: UNKNOWN_WORDS,
}
SHORT_DAYS = 5
HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to narrow by.

    `key` stands in the address. `words` names its values; empty: the catalogue does. `largest`: how many values stand
    open, the rest is folded; 0: all. `folded`: seldom asked for, closed until chosen.
    """

    key: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    largest: int = 0
    folded: bool = False


FACETS: Mapping[str, Facet] = {
    facet.key: facet
    for facet in (
        Facet("cach", "Cách nộp", CHANNEL_WORDS),
        Facet("phi", "Phí, lệ phí", FEES),
        Facet("thoi-gian", "Thời gian giải quyết", TIMES),
        Facet("viec", "Việc trong đời", {event.code: event.title for event in life_events()}),
        Facet("linh-vuc", "Lĩnh vực", largest=6),
        Facet("bo", "Bộ quản lý", folded=True),
        Facet("muc", "Mức trực tuyến", dict(ProcedureVersion.OnlineLevel.choices), folded=True),
        Facet("doi-chieu", "Mức đối chiếu", dict(Procedure.Verification.choices), folded=True),
    )
}


def ministry_code(ministry: str) -> str:
    """Return "bo-tu-phap"; a ministry that is not known has a code, too."""
    return fold(ministry).replace(",", "").replace(" ", "-") or UNKNOWN


def values_of(version: ProcedureVersion, fees: Sequence[Fee], on: date) -> dict[str, frozenset[str]]:
    """Return what a version is in each facet, its fees as of a day."""
    procedure = version.procedure
    return {
        "cach": frozenset(version.offered_channels),
        "phi": _fee_values(version, fees, on),
        "thoi-gian": frozenset({_time_value(version)}),
        "viec": frozenset({procedure.life_event}),
        "linh-vuc": frozenset({procedure.field.code}),
        "bo": frozenset({ministry_code(version.ministry)}),
        "muc": frozenset({version.online_level}),
        "doi-chieu": frozenset({procedure.verification}),
    }


def _fee_values(version: ProcedureVersion, fees: Sequence[Fee], on: date) -> frozenset[str]:
    if not fees:
        return frozenset({UNKNOWN})
    paid = {channel: [price.payable for _, price in charges(fees, channel, on)] for channel in version.offered_channels}
    free = paid.get("online") and not any(amount != 0 for amount in paid["online"])
    asked = any(amount != 0 for amounts in paid.values() for amount in amounts)
    return frozenset(["0-dong"] * bool(free) + ["co-phi"] * asked)


def _time_value(version: ProcedureVersion) -> str:
    limit = version.time_limit
    if limit is None:
        return "tuy" if version.time_limit_text else UNKNOWN
    if limit.unit is LimitUnit.SAME_DAY or (limit.unit is LimitUnit.HOURS and limit.amount <= HOURS_A_DAY):
        return "trong-ngay"
    in_days = limit.unit in {LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS}
    return "den-5-ngay" if in_days and limit.amount <= SHORT_DAYS else "lau-hon"
