"""Figures of the communes: what the city sees is what lies there."""

from datetime import timedelta

from accounts.models import Membership
from tests.api.clients import client_of
from tests.factories.dossiers import MONDAY_9H, Office, Situations

REPORT = "/api/v1/reports/communes/"
NONE = {"waiting": 0, "open": 0, "due_soon": 0, "overdue": 0, "paused": 0}


def test_each_commune_stands_with_its_open_dossiers(city: Membership, make: Situations, elsewhere: Office) -> None:
    make.submitted()
    make.received()
    make.processing(at=MONDAY_9H - timedelta(days=10))
    make.awaiting_supplement()
    make.returned()
    report = client_of(city).get(REPORT).json()
    figures = {row["code"]: row["figures"] for row in report["results"]}
    assert figures[make.office.commune.code] == {"waiting": 1, "open": 3, "due_soon": 0, "overdue": 1, "paused": 1}
    assert figures[elsewhere.commune.code] == NONE
    assert report["city"] == figures[make.office.commune.code]
    assert report["count"] == 2
