"""What a person pays: list price, what the city takes over, what is left. The city's support is data with dates."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from procedures.models import Fee

DATA = Path(__file__).parent / "data" / "fee_support.json"


@dataclass(frozen=True, slots=True)
class FeeSupport:
    """One decision by which the city takes fees over, whole. `last_day` None: until further notice."""

    first_day: date
    last_day: date | None
    channel: str
    set_by: frozenset[str]
    covers_appraisal: bool
    budget_code: str
    legal_basis: str

    def covers(self, fee: Fee, channel: str, on: date) -> bool:
        """Tell whether this decision pays a fee asked for through a channel on a day."""
        in_time = self.first_day <= on and (self.last_day is None or on <= self.last_day)
        return in_time and channel == self.channel and fee.set_by in self.set_by and (self.covers_appraisal or not fee.is_appraisal)


@dataclass(frozen=True, slots=True)
class Price:
    """The three figures of a fee in đồng; None: the source names the fee but not the sum. A support is always whole."""

    list_price: int | None
    support: FeeSupport | None = None

    @property
    def subsidy(self) -> int | None:
        return self.list_price if self.support else 0

    @property
    def payable(self) -> int | None:
        return 0 if self.support else self.list_price


@lru_cache(maxsize=1)
def fee_supports() -> tuple[FeeSupport, ...]:
    """Return the city's decisions on fees. Source: docs/legal/fees.md#hanoi"""
    return tuple(_support(row) for row in json.loads(DATA.read_text(encoding="utf-8")))


def _support(row: dict[str, object]) -> FeeSupport:
    return FeeSupport(
        first_day=date.fromisoformat(str(row["first_day"])),
        last_day=date.fromisoformat(str(row["last_day"])) if row["last_day"] else None,
        channel=str(row["channel"]),
        set_by=frozenset(map(str, row["set_by"])),  # type: ignore[call-overload]  # a list in the file
        covers_appraisal=bool(row["covers_appraisal"]),
        budget_code=str(row["budget_code"]),
        legal_basis=str(row["legal_basis"]),
    )


def price_of(fee: Fee, channel: str, on: date) -> Price:
    """Return what a fee comes to when filed through a channel ("online", "counter", "post") on a day.

    Source: docs/legal/fees.md#hanoi
    """
    return Price(fee.amount, next((support for support in fee_supports() if support.covers(fee, channel, on)), None))


def charges(fees: Iterable[Fee], channel: str, on: date) -> list[tuple[Fee, Price]]:
    """Return the fees asked for through a channel on a day, each with its price, in the order given."""
    return [(fee, price_of(fee, channel, on)) for fee in fees if fee.channel in {Fee.Channel.ANY, channel}]
