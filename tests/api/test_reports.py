"""Figures of the communes: what the city sees is what lies there."""

from datetime import timedelta

from accounts.models import Membership
from accounts.permissions import Post
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


WORKLOAD = "/api/v1/reports/workload/"


def test_the_workload_of_every_commune_sums_up_to_the_total(city: Membership, make: Situations, elsewhere: Office) -> None:
    make.received()
    make.processing(at=MONDAY_9H - timedelta(days=10))
    make.awaiting_supplement()
    report = client_of(city).get(WORKLOAD).json()
    workload = {row["code"]: row["workload"] for row in report["results"]}
    here = workload[make.office.commune.code]
    assert {name: here[name] for name in ("running", "overdue", "later", "paused")} == {"running": 2, "overdue": 1, "later": 0, "paused": 1}
    assert [each for each in here["days"] if each["count"]] == [{"day": "2026-11-05", "count": 1}]
    assert (len(here["days"]), workload[elsewhere.commune.code]["running"]) == (10, 0)
    assert report["total"] == here


def test_people_of_a_commune_read_the_workload_of_their_own(office: Office, elsewhere: Office, make: Situations) -> None:
    make.received()
    client = client_of(office.posts[Post.DESK_OFFICER])
    for query in ("", f"?commune={office.commune.code}"):
        assert [(row["code"], row["workload"]["running"]) for row in client.get(f"{WORKLOAD}{query}").json()["results"]] == [
            (office.commune.code, 1)
        ]
    for code in (elsewhere.commune.code, "00000", "x"):
        assert client.get(f"{WORKLOAD}?commune={code}").json()["code"] == "commune-not-found"
