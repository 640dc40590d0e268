"""When the calendar ends: pages of the days ahead go on with the days there are, and say so."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.test import Client, override_settings

from accounts.models import Membership
from accounts.permissions import Post
from core.clock import ZONE
from dossiers.models import Dossier
from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.communes import CalendarRevisionFactory
from tests.factories.dossiers import Office, Situations

pytestmark = pytest.mark.django_db

# The shipped calendar ends with 2027: one time two working days are left, the other none.
TWO_LEFT, NONE_LEFT = datetime(2027, 12, 30, 9, 0, tzinfo=ZONE), datetime(2028, 1, 10, 9, 0, tzinfo=ZONE)
LINES = {TWO_LEFT: "mới có đến 31/12/2027, nên chỉ chia được 2 ngày làm việc tới", NONE_LEFT: "Chưa có lịch làm việc từ 10/01/2028"}


@pytest.fixture(params=[TWO_LEFT, NONE_LEFT], ids=["two days left", "none left"])
def now(request: pytest.FixtureRequest) -> Iterator[datetime]:
    with time_machine.travel(request.param, tick=False):
        yield request.param


@pytest.fixture(scope="module")
def office(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One overdue, one due on the last working day, one due later, one that waits for the citizen, one not received."""
    CalendarRevisionFactory()
    make = Situations(Office.make(name="Láng"), UserFactory())
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        bring_about(make)
    return make.office


def bring_about(make: Situations) -> None:
    make.processing(at=datetime(2027, 11, 1, 9, 0, tzinfo=ZONE))
    make.processing(at=datetime(2027, 12, 28, 9, 0, tzinfo=ZONE))
    later = make.received(at=datetime(2027, 12, 27, 9, 0, tzinfo=ZONE))
    Dossier.objects.filter(pk=later.pk).update(due_at=datetime(2028, 1, 20, 17, 0, tzinfo=ZONE))
    make.awaiting_supplement(at=datetime(2027, 12, 20, 9, 0, tzinfo=ZONE))
    make.submitted(at=datetime(2027, 12, 29, 9, 0, tzinfo=ZONE))


def test_the_pages_of_the_city_open_and_say_it(now: datetime, city_client: Client, office: Office) -> None:
    assert LINES[now] in city_client.get("/thanh-pho/khoi-luong/").content.decode()
    overview = city_client.get("/thanh-pho/").content.decode()
    assert ("Lịch làm việc năm 2028 chưa có" if now == TWO_LEFT else LINES[now]) in overview
    for address in ("ky=tuan", "loc=sap-den-han", "loc=hen-sau", "loc=hen-tra&ngay=2027-12-31"):
        for page in ("/thanh-pho/", "/thanh-pho/ho-so/", f"/thanh-pho/{office.commune.code}/"):
            assert city_client.get(f"{page}?{address}").status_code == 200, (page, address)


@pytest.mark.parametrize("post", [Post.COMMUNE_LEADER, Post.SPECIALIST])
def test_the_page_of_the_desk_opens_and_says_it(now: datetime, client: Client, office: Office, post: Post) -> None:
    client.force_login(office.person(post))
    page = client.get("/mot-cua/khoi-luong/")
    assert page.status_code == 200
    assert LINES[now] in page.content.decode()


def test_the_api_counts_every_dossier_over_the_days_there_are(now: datetime, city: Membership, office: Office) -> None:
    days = [{"day": str(date(2027, 12, 30)), "count": 0}, {"day": str(date(2027, 12, 31)), "count": 1}] if now == TWO_LEFT else []
    due = {"overdue": 1, "later": 1} if now == TWO_LEFT else {"overdue": 2, "later": 1}
    client = client_of(city)
    for query in ("", f"?commune={office.commune.code}"):
        total = client.get(f"/api/v1/reports/workload/{query}").json()["total"]
        assert total == {"running": 3, "days": days, "paused": 1, **due}
    figures = client.get("/api/v1/reports/communes/").json()["city"]
    assert (figures["due_soon"], figures["overdue"], figures["open"]) == (len(days[1:]), due["overdue"], 4)
