"""The page of clock differences: what differs, since when, whether last night's comparison can be trusted."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.current_office import SESSION_KEY
from accounts.models import Membership
from accounts.permissions import Post
from core.clock import ZONE
from dossiers.clock_check import compare_clocks
from dossiers.daily import run_daily_jobs
from dossiers.models import DailyRun, Dossier
from reporting.clock.runs import job_rows
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import Office, Situations

pytestmark = pytest.mark.django_db

PAGE = "/thanh-pho/hen-tra-lech/"
NIGHT = datetime(2026, 11, 4, 2, 31, tzinfo=ZONE)
MORNING = NIGHT.replace(hour=9, minute=42)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_the_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def page(client: Client, query: str = "") -> str:
    return client.get(PAGE + query).content.decode()


def differ(dossier: Dossier) -> Dossier:
    Dossier.objects.filter(pk=dossier.pk).update(due_at=dossier.due_at + HOUR)
    return dossier


def test_before_the_first_comparison_it_says_so(city_client: Client) -> None:
    shown = page(city_client)
    assert "Chưa so lần nào" in shown
    assert "Đến giờ, chưa chạy" in shown


def test_without_a_difference_it_says_how_many_were_compared_and_when(city_client: Client, make: Situations) -> None:
    make.received()
    run_daily_jobs(NIGHT)
    assert "Đã so 1 hồ sơ lúc 02:31 hôm nay." in page(city_client)
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        shown = page(city_client)
    assert "Hôm nay chưa so xong" in shown
    assert "02:31 hôm qua" in shown


def test_it_shows_what_differs_and_the_commune_asked_for(city_client: Client, make: Situations, elsewhere: Office) -> None:
    here, there = differ(make.received()), differ(Situations(elsewhere).received())
    compare_clocks(now=NIGHT)
    shown = page(city_client)
    assert (here.code in shown, there.code in shown, "2 hồ sơ lệch" in shown) == (True, True, True)
    assert ("17:00, thứ Năm 05/11/2026" in shown, "18:00, thứ Năm 05/11/2026" in shown) == (True, True)
    assert "vi-sao-hen" not in shown  # posts of the city open no desk
    shown = page(city_client, f"?xa={elsewhere.commune.code}")
    assert (here.code in shown, there.code in shown) == (False, True)


def test_who_also_serves_the_desk_gets_the_way_to_the_explanation(
    city_client: Client, city: Membership, make: Situations, elsewhere: Office
) -> None:
    here, there = differ(make.received()), differ(Situations(elsewhere).received())
    compare_clocks(now=NIGHT)
    MembershipFactory(user=city.user, commune=make.office.commune, post=Post.SPECIALIST)
    session = city_client.session
    session[SESSION_KEY] = city.pk
    session.save()
    shown = page(city_client)
    assert (f"/mot-cua/{here.code}/vi-sao-hen/" in shown, f"/mot-cua/{there.code}/vi-sao-hen/" in shown) == (True, False)


def test_it_is_for_the_whole_city_only(client: Client, office: Office) -> None:
    client.force_login(MembershipFactory(commune=office.commune, post=Post.AUDITOR).user)
    assert client.get(PAGE).status_code == 404
    client.force_login(MembershipFactory(commune=None, post=Post.AUDITOR).user)
    assert client.get(PAGE).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_rows(city_client: Client, make: Situations) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(city_client)
        return len(captured)

    differ(make.received())
    compare_clocks(now=NIGHT)
    one = queries()
    for _ in range(3):
        differ(make.received())
    compare_clocks(now=NIGHT)
    assert queries() == one


def test_the_jobs_of_the_day_are_told_apart() -> None:
    def run(kind: str, *, finished: bool = False, **result: object) -> None:
        DailyRun.objects.update_or_create(
            kind=kind, day=NIGHT.date(), defaults={"started_at": NIGHT, "finished_at": NIGHT if finished else None, "result": result}
        )

    def standing(now: datetime = MORNING) -> str:
        return job_rows(now)[0].standing

    assert standing(NIGHT.replace(hour=1)) == "Chờ đến 02:30"
    run("check_clocks", attempts=1)
    assert standing(NIGHT + timedelta(minutes=1)) == "Đang chạy từ 02:31"
    run("check_clocks", attempts=2, error="OperationalError")
    assert standing() == "Lỗi, sẽ thử lại: OperationalError"
    run("check_clocks", attempts=4, error="OperationalError")
    assert standing() == "Không xong sau 4 lần: OperationalError"
    run("check_clocks", finished=True, attempts=2)
    assert (standing(), job_rows(MORNING)[0].last) == ("Xong", "02:31 hôm nay")


@override_settings(METRICS_TOKEN="secret")
def test_the_metrics_tell_how_many_differ(client: Client, make: Situations) -> None:
    differ(make.received())
    compare_clocks(now=NIGHT)
    assert b"portal_clock_differences 1.0" in client.get("/metrics", headers={"Authorization": "Bearer secret"}).content
