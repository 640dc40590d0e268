"""Fees as people read them: one figure where one figure says it all, the channels side by side where they differ."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from core.money import dong
from procedures.models import Fee
from procedures.plain_words import UNKNOWN, Line
from procedures.prices import Price, charges, price_of

NOT_FIXED = "phường, xã báo trước khi nộp"
_WHERE = {"online": "nếu nộp trực tuyến", "counter": "tại quầy", "post": "qua bưu chính"}


def fee_lines(fees: Sequence[Fee], on: date, channel: str = "") -> tuple[Line, ...]:
    """Return one line for each thing that is charged, for one channel or all; the catalogue's silence is not "free"."""
    shown = [fee for fee, _ in charges(fees, channel, on)] if channel else fees
    if not shown:
        return (Line("", f"{UNKNOWN}. Phường, xã báo trước khi nộp."),)
    return tuple(Line(f"{label}: ", "; ".join(_amounts(list(rows), on, channel)) + ".") for label, rows in groupby(shown, key=_label))


def _label(fee: Fee) -> str:
    return f"{fee.label} ({fee.payer})" if fee.payer else fee.label


def _amounts(rows: Sequence[Fee], on: date, channel: str) -> list[str]:
    words = []
    for fee in rows:
        prices = {way: price_of(fee, way, on) for way in _ways(fee, channel)}
        same = len({price.payable for price in prices.values()}) == 1 and (fee.channel == Fee.Channel.ANY or bool(channel))
        words += [amount_words(fee, next(iter(prices.values())))] if same else [_at(fee, way, price) for way, price in prices.items()]
    return words


def _ways(fee: Fee, channel: str) -> Sequence[str]:
    if channel:
        return (channel,)
    return ("online", "counter") if fee.channel == Fee.Channel.ANY else (fee.channel,)


def _at(fee: Fee, way: str, price: Price) -> str:
    if price.payable is None:
        return f"{_WHERE[way]} {NOT_FIXED}"
    return f"{amount_words(fee, price)} {_WHERE[way]}"


def amount_words(fee: Fee, price: Price) -> str:
    """Return what is to be paid: "8.000 đồng/bản", or that the office says so."""
    if price.payable is None:
        return NOT_FIXED
    return f"{dong(price.payable)}/{fee.unit}" if fee.unit and price.payable else dong(price.payable)


def fee_notes(fees: Sequence[Fee], on: date) -> tuple[str, ...]:
    """Return smaller remarks for the whole list of fees: what the city pays for whom files online, by which decision."""
    supported = [(fee, price.support) for fee, price in charges(fees, Fee.Channel.ONLINE, on) if price.support]
    laws = dict.fromkeys(support.legal_basis for _, support in supported)
    listed = [f"{fee.label.lower()} {dong(fee.amount)}{f'/{fee.unit}' if fee.unit else ''}" for fee, _ in supported if fee.amount]
    prices = f" ({'; '.join(listed)})" if listed else ""
    return tuple(f"Nộp trực tuyến: Thành phố trả thay bạn{prices}, theo Nghị quyết {law}." for law in laws)


def short_fee(fees: Sequence[Fee], on: date, *, online: bool = True) -> str:
    """Return the fee for a line of a list where one figure says it all; empty where it does not."""
    if not online:
        return _short_at_counter(fees, on)
    online_sums = [price.payable for _, price in charges(fees, Fee.Channel.ONLINE, on)]
    counter = [price.payable for _, price in charges(fees, Fee.Channel.COUNTER, on)]
    if online_sums and not any(amount != 0 for amount in online_sums):
        return dong(0) if counter == online_sums else f"{dong(0)} khi nộp trực tuyến"
    if len(fees) == 1 and fees[0].amount is not None:
        return " ".join(_amounts(fees, on, ""))
    return ""


def _short_at_counter(fees: Sequence[Fee], on: date) -> str:
    paid = charges(fees, Fee.Channel.COUNTER, on)
    return amount_words(*paid[0]) if len(paid) == 1 and paid[0][1].payable is not None else ""
