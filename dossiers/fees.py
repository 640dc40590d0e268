"""What a dossier costs: the fees of its version through the channel it was filed by, on the day it was filed."""

from dataclasses import dataclass

from core import clock
from core.clock import ZONE
from dossiers.models import Channel, Dossier
from procedures.fee_words import amount_words
from procedures.models import Fee
from procedures.prices import Price, charges

_FILED_BY = {
    Channel.DIRECT: Fee.Channel.COUNTER,
    Channel.ONLINE: Fee.Channel.ONLINE,
    Channel.POST: Fee.Channel.POST,
    Channel.VNEID: Fee.Channel.ONLINE,
}


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of a dossier and what it comes to; what was paid is not recorded yet."""

    label: str
    words: str
    price: Price


def charges_of(dossier: Dossier) -> list[Charge]:
    """Return the charges of a dossier in the order of its version. One query. Source: docs/legal/fees.md#model"""
    filed = (dossier.submitted_at or dossier.received_at or clock.now()).astimezone(ZONE).date()
    fees = dossier.procedure_version.fees.order_by("position")
    return [Charge(fee.label, amount_words(fee, price), price) for fee, price in charges(fees, _FILED_BY[Channel(dossier.channel)], filed)]
