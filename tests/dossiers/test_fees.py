"""What a dossier costs follows the channel it was filed by."""

from datetime import datetime

import pytest

from core.clock import ZONE
from dossiers.fees import charges_of
from dossiers.models import Channel, Dossier
from procedures.models import Fee
from tests.factories.dossiers import Situations

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("channel", "label", "payable"), [(Channel.ONLINE, "Bản sao", 0), (Channel.VNEID, "Bản sao", 0), (Channel.DIRECT, "Bản sao", 8000)]
)
def test_the_city_pays_for_what_was_filed_online(make: Situations, channel: Channel, label: str, payable: int) -> None:
    dossier: Dossier = make.submitted(datetime(2026, 11, 23, 9, tzinfo=ZONE))
    Fee.objects.create(version=dossier.procedure_version, position=1, label=label, channel="any", amount=8000, set_by="ministry")
    dossier.channel = channel
    (charge,) = charges_of(dossier)
    assert (charge.label, charge.price.payable) == (label, payable)
