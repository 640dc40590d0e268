"""Notices of the office: opened one by one, fifty on a page, and what nobody has read for those who answer for it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership
from accounts.permissions import Post
from dossiers.escalation import run_ladder
from dossiers.models import Dossier
from notifications.models import Notice
from notifications.service import Digest, NoticeKind, queue_digests
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import Office, Situations

PAGE = "/mot-cua/thong-bao/"
FRIDAY = NOW - timedelta(days=2, hours=17)


@pytest.fixture
def noon() -> Iterator[Any]:
    """Half a working day after the dossier of the test was due."""
    with time_machine.travel(NOW.replace(hour=17, minute=0), tick=False) as moment:
        yield moment


@pytest.fixture
def overdue(make: Situations, noon: Any) -> Dossier:
    dossier = make.processing(NOW - timedelta(days=30))
    due = FRIDAY.replace(hour=17, minute=0)
    Dossier.objects.filter(pk=dossier.pk).update(due_at=due, original_due_at=due, overdue_noted_at=due + timedelta(seconds=15))
    run_ladder(NOW.replace(hour=17, minute=0))
    dossier.refresh_from_db()
    return dossier


def digest_of(office: Office, post: Post) -> Notice:
    return Notice.objects.get(kind="escalated", recipient=office.person(post))


def test_an_empty_list_says_so_and_leads_on(sign_in: SignIn) -> None:
    page = sign_in().get(PAGE).content.decode()
    assert "Chưa có thông báo nào" in page
    assert "Đánh dấu đã đọc tất cả" not in page


def test_fifty_are_one_query_and_the_button_goes_once_all_are_read(
    sign_in: SignIn, office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = office.person(Post.DESK_OFFICER)
    facts = {"count": "1", "codes": "H26", "days": "1"}
    queue_digests([Digest(NoticeKind.ESCALATED, person, str(number), NOW, facts) for number in range(60)], str)
    client = sign_in()
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).content.decode()
    assert page.count(f'href="{PAGE}') - page.count(f'href="{PAGE}"') == 50
    client.post(PAGE)
    assert "Đánh dấu đã đọc tất cả" not in client.get(PAGE).content.decode()


def test_a_digest_leads_to_the_list_and_is_read_by_opening(sign_in: SignIn, office: Office, overdue: Dossier) -> None:
    notice, client = digest_of(office, Post.DIVISION_HEAD), sign_in(Post.DIVISION_HEAD)
    page = client.get(PAGE).content.decode()
    assert "1 hồ sơ quá hạn cần bạn xử lý" in page
    notice.refresh_from_db()
    assert notice.read_at is None  # the list alone is no reading
    assert client.get(f"{PAGE}{notice.pk}/")["Location"] == "/mot-cua/?nhom=qua-han"
    notice.refresh_from_db()
    assert notice.read_at == NOW.replace(hour=17, minute=0)
    assert sign_in(Post.CLERK).get(f"{PAGE}{notice.pk}/").status_code == 404


def test_a_notice_of_one_dossier_leads_to_it(sign_in: SignIn, office: Office, overdue: Dossier) -> None:
    notice = Notice.objects.get(kind="forwarded", recipient=office.person(Post.SPECIALIST))
    assert sign_in(Post.SPECIALIST).get(f"{PAGE}{notice.pk}/")["Location"] == f"/mot-cua/{overdue.code}/"


@pytest.mark.parametrize(
    "link", ["https://example.com/", "//example.com/", "http://127.0.0.1:8000//example.com", "javascript:alert(1)", ""]
)
def test_a_link_never_leads_out_of_the_portal(sign_in: SignIn, office: Office, settings: Any, link: str) -> None:
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    person = office.person(Post.DESK_OFFICER)
    (notice,) = queue_digests([Digest(NoticeKind.DUE_SOON, person, "1", NOW, {"link": link})], str)
    assert sign_in().get(f"{PAGE}{notice.pk}/")["Location"] == PAGE


def test_a_leader_sees_what_nobody_has_read(sign_in: SignIn, office: Office, overdue: Dossier) -> None:
    page = sign_in(Post.COMMUNE_LEADER).get(PAGE).content.decode()
    assert "Báo quá hạn hôm nay, chưa ai đọc" in page
    assert f"Đã báo {office.person(Post.DIVISION_HEAD).full_name} lúc 17:00" in page
    assert "chưa ai đọc" not in sign_in(Post.SPECIALIST).get(PAGE).content.decode()


def test_the_city_has_the_same_page_in_its_own_frame(overdue: Dossier, office: Office, city: Membership, client: Client) -> None:
    client.force_login(city.user)
    page = client.get(PAGE).content.decode()
    assert "Điều hành một cửa" in page
    assert f'href="/thanh-pho/{office.commune.code}/?loc=qua-han"' in page
    assert client.post(PAGE).status_code == 302


@pytest.mark.parametrize(("post", "status"), [(Post.AUDITOR, 200), (Post.CATALOGUE_EDITOR, 404)])
def test_it_is_for_posts_that_read_dossiers(client: Client, db: None, post: Post, status: int) -> None:
    client.force_login(MembershipFactory(commune=None, post=post).user)
    assert client.get(PAGE).status_code == status
