"""People of a training room."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.demo import HOAN_KIEM, PEOPLE, SUOI_HAI, make_demo_people, sign_ins
from accounts.models import Membership, User
from accounts.permissions import COMMUNE_POSTS, Post
from accounts.selectors import memberships_of
from core import clock
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    return [CommuneFactory(code=HOAN_KIEM), CommuneFactory(code=SUOI_HAI)]


def test_every_post_of_both_communes_is_filled(communes):
    make_demo_people()

    for commune in communes:
        posts = set(Membership.objects.filter(commune=commune).values_list("post", flat=True))
        assert posts == set(COMMUNE_POSTS)


def test_one_person_works_in_both_and_one_for_the_city(communes):
    make_demo_people()
    today = clock.today()
    places = {held.commune_id for held in memberships_of(User.objects.get(username="hai-noi"), today)}

    assert places == {commune.pk for commune in communes}
    assert [held.post for held in memberships_of(User.objects.get(username="thanh-pho"), today)] == [Post.CITY_STAFF]


def test_it_may_run_again_and_keeps_what_was_changed(communes):
    make_demo_people()
    User.objects.filter(username="cong-dan").update(full_name="Tên Mới")
    make_demo_people()

    assert User.objects.count() == len(PEOPLE)
    assert User.objects.get(username="cong-dan").full_name == "Tên Mới"


def test_each_of_them_signs_in_with_the_printed_password(communes, client):
    make_demo_people()
    for person in sign_ins():
        client.post("/dang-nhap/cong-chuc/", {"login": person.username, "password": person.password})
        assert "_auth_user_id" in client.session, person
        client.logout()


def test_the_citizen_also_comes_in_by_code(communes, client, sms_code):
    make_demo_people()
    client.post("/dang-nhap/", {"contact": "0900 000 678"})
    client.post("/dang-nhap/ma/", {"code": sms_code()})

    assert client.session["_auth_user_id"] == str(User.objects.get(username="cong-dan").pk)


def test_the_command_refuses_where_no_demo_password_is_set(settings):
    del settings.DEMO_PASSWORD

    with pytest.raises(CommandError, match="local settings only"):
        call_command("make_demo_people", stdout=StringIO())
    assert not User.objects.exists()
