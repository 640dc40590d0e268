"""The catalogue as its lists show it: one light line a procedure, kept by this process until the catalogue moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from core.text import sort_key
from procedures.facets import UNKNOWN_WORDS, ministry_code, values_of
from procedures.fee_words import short_fee
from procedures.kept_by_day import KeptByDay
from procedures.models import Fee, ProcedureVersion
from procedures.plain_words import remark, short_channels, short_time
from procedures.search import HEAVY
from procedures.selectors import in_force


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One procedure of a list: what stands on it, and what it is in each facet (`facets.values_of`)."""

    code: str
    code_is_official: bool
    title: str
    summary: str
    time: str
    fee: str
    channels: str
    remark: str
    is_replaced: bool
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines by the key of their version: first what is written out for citizens, last what is doubtful, each by field.

    Names of fields and ministries are in Vietnamese order.
    """

    lines: Mapping[int, CatalogueLine]
    names: Mapping[str, Mapping[str, str]]


def _build(on: date) -> Listing:
    """Read every version in force on a day with its fees: two queries."""
    versions = list(
        in_force(on)
        .defer(*HEAVY)
        .prefetch_related(Prefetch("fees", Fee.objects.order_by("position")))
        .order_by("procedure__field__sort_key", "procedure__code")
    )
    versions.sort(key=lambda version: (not version.summary, bool(remark(version))))  # stable: by field within each
    fields = {version.procedure.field.code: version.procedure.field for version in versions}
    ministries = sorted({version.ministry for version in versions}, key=lambda name: (not name, sort_key(name)))  # unknown last
    ordered = sorted(fields.values(), key=lambda field: field.sort_key)
    names = {
        "linh-vuc": {field.code: field.name for field in ordered},
        "bo": {ministry_code(name): name or UNKNOWN_WORDS for name in ministries},
    }
    return Listing({version.pk: _line(version, on) for version in versions}, names)


def _line(version: ProcedureVersion, on: date) -> CatalogueLine:
    fees = list(version.fees.all())
    return CatalogueLine(
        code=version.procedure.code,
        code_is_official=version.procedure.code_is_official,
        title=version.plain_name,
        summary=version.summary,
        time=short_time(version),
        fee=short_fee(fees, on, online=version.accepts_online),
        channels=short_channels(version),
        remark=remark(version),
        is_replaced=version.procedure.replaced_by_id is not None,
        values=values_of(version, fees, on),
    )


kept = KeptByDay(_build)


def listing(on: date) -> Listing:
    """Return the catalogue of a day, replaced procedures too. One query unless the catalogue moved, then three."""
    return kept.of(on)
