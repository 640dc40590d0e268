"""Which office a person works for, and which doors that opens."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from accounts.access import require
from accounts.current_office import attach_office
from accounts.permissions import Permission, Post
from core import clock
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CalendarRevisionFactory

pytestmark = pytest.mark.django_db

OFFICE = "/dang-nhap/noi-lam-viec/"


@require(Permission.OPEN_DESK)
def desk(request):
    return HttpResponse(request.membership.post)


@require(Permission.OPEN_CITY)
def city_page(request):
    return HttpResponse(request.membership.post)


def visit(view, user, session=None, **headers):
    request = RequestFactory().get("/mot-cua/?trang=2", headers=headers)
    request.user, request.session, request.htmx = user, session if session is not None else {}, False
    attach_office(request, user)
    return view(request)


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    response = client.get(OFFICE)

    assert response.url == f"/dang-nhap/?next={OFFICE}"


def test_a_closed_door_and_a_missing_page_look_the_same():
    clerk_of_the_city = MembershipFactory(city=True).user
    citizen = UserFactory()

    for user in (clerk_of_the_city, citizen):
        with pytest.raises(Http404):
            visit(desk, user)
    with pytest.raises(Http404):
        visit(city_page, MembershipFactory().user)


def test_the_only_post_is_the_office():
    assert visit(desk, MembershipFactory(post=Post.CLERK).user).content == b"clerk"
    assert visit(city_page, MembershipFactory(city=True).user).content == b"city_staff"


def test_with_several_posts_the_person_chooses_first():
    user = UserFactory()
    first, second = MembershipFactory(user=user), MembershipFactory(user=user, post=Post.CLERK)

    assert visit(desk, user).url == f"{OFFICE}?next=%2Fmot-cua%2F%3Ftrang%3D2"
    assert visit(desk, user, {"office": first.pk}).content == b"desk_officer"
    assert visit(desk, user, {"office": second.pk}).content == b"clerk"


def test_an_office_without_the_permission_leads_to_the_choice():
    user = UserFactory()
    MembershipFactory(user=user)
    city = MembershipFactory(user=user, city=True)

    assert visit(desk, user, {"office": city.pk}).url.startswith(OFFICE)


def test_somebody_elses_post_in_the_session_counts_for_nothing():
    user = UserFactory()
    MembershipFactory.create_batch(2, user=user)

    assert visit(desk, user, {"office": MembershipFactory().pk}).url.startswith(OFFICE)


def test_choosing_and_changing_the_office(client):
    user = UserFactory()
    first, second = MembershipFactory.create_batch(2, user=user)
    client.force_login(user)
    assert client.get(reverse("after_sign_in")).url == OFFICE

    for held in (first, second):
        assert client.post(OFFICE, {"membership": held.pk, "next": "/mot-cua/"}).url == "/mot-cua/"
        assert client.session["office"] == held.pk


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org"])
def test_the_choice_never_leads_out_of_the_portal(client, elsewhere):
    held, _ = MembershipFactory.create_batch(2, user=(user := UserFactory()))
    client.force_login(user)

    assert client.post(OFFICE, {"membership": held.pk, "next": elsewhere}).url == "/mot-cua/"


def test_an_office_that_is_not_held_cannot_be_chosen(client):
    user = UserFactory()
    MembershipFactory.create_batch(2, user=user)
    client.force_login(user)

    page = client.post(OFFICE, {"membership": MembershipFactory().pk}).content.decode()
    assert "Chọn một trong những nơi dưới đây" in page
    assert "office" not in client.session


def test_a_citizen_finds_no_office_to_choose(client):
    client.force_login(UserFactory())

    assert client.get(OFFICE).status_code == 404


def test_a_chosen_post_is_gone_the_day_after_its_last():
    user = UserFactory()
    today = clock.today()
    MembershipFactory(user=user, post=Post.CLERK)
    MembershipFactory(user=user, post=Post.SPECIALIST)
    ends = MembershipFactory(user=user, valid_to=today)
    session = {"office": ends.pk}

    assert visit(desk, user, session).content == b"desk_officer"
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert visit(desk, user, session).url.startswith(OFFICE)


@pytest.mark.parametrize(
    ("post", "home"),
    [(Post.CLERK, "/mot-cua/"), (Post.CITY_STAFF, "/thanh-pho/"), (Post.CATALOGUE_EDITOR, "/danh-muc/"), (None, "/ho-so/")],
)
def test_everybody_lands_at_their_own_work(client, post, home):
    user = UserFactory()
    if post:
        MembershipFactory(user=user, post=post, **({} if post is Post.CLERK else {"commune": None}))
    client.force_login(user)

    assert client.get(reverse("after_sign_in")).url == home


def test_an_auditor_of_one_commune_lands_at_its_page_and_sees_no_other(client):
    commune = MembershipFactory(post=Post.CLERK).commune
    CalendarRevisionFactory(commune=None)
    client.force_login(MembershipFactory(post=Post.AUDITOR, commune=commune).user)
    landing = client.get(reverse("after_sign_in"))
    page = client.get(landing.url)
    assert (landing.url, page.status_code) == (f"/thanh-pho/{commune.code}/", 200)
    assert [entry["label"] for entry in page.context["desk_nav"]] == ["Thông báo"]
    assert client.get("/api/v1/reports/communes/").status_code == 403


def test_an_administrator_without_a_post_lands_in_the_administration(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(reverse("after_sign_in")).url == "/admin/"


def test_the_office_costs_one_query_and_visitors_none(client, django_assert_num_queries):
    held = MembershipFactory()
    request = RequestFactory().get("/")
    request.session = {}
    # 1. posts with their places
    with django_assert_num_queries(1):
        attach_office(request, held.user)
        assert request.membership == held
    with django_assert_num_queries(0):
        attach_office(request, AnonymousUser())
        assert request.membership is None
