"""Keys of the API: shown once, kept as a hash, dead after their day."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.acts.issue_token import issue_token
from accounts.models import ApiToken, PersonAct
from core import clock
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


class WhoAmI(APIView):
    def get(self, request):
        return Response({"username": request.user.username, "posts": len(request.memberships)})


def call(header):
    return WhoAmI.as_view()(APIRequestFactory().get("/api/v1/", headers={"authorization": header} if header else {}))


def issue(user=None, days=1):
    return issue_token(user or UserFactory(), days=days, now=clock.now(), label="Thử")


def test_a_key_stands_for_its_user_and_their_posts():
    user = MembershipFactory().user
    _, key = issue(user)

    assert call(f"Bearer {key}").data == {"username": user.username, "posts": 1}
    assert call(f"bearer {key}").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer mc_khong-co", "Token mc_khong-co", "Bearer mc_\xff"])
def test_without_a_good_key_it_answers_401(header):
    response = call(header)

    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response.data["code"] == "not-signed-in"


def test_only_the_hash_of_a_key_is_kept():
    token, key = issue()

    assert key not in str(ApiToken.objects.values().get())
    assert key.startswith(token.prefix)
    assert len(key) > 40


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (0, False), (1, False)])
def test_a_key_stops_at_its_moment(seconds, works):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        token, key = issue()
    with time_machine.travel(token.expires_at + timedelta(seconds=seconds), tick=False):
        assert (call(f"Bearer {key}").status_code == 200) is works


def test_a_revoked_key_is_dead():
    token, key = issue()
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=clock.now())

    assert call(f"Bearer {key}").status_code == 401


def test_the_command_prints_a_key_once_and_notes_it():
    user, out = UserFactory(username="can-bo"), StringIO()
    call_command("api_token", "Can-Bo", days=7, stdout=out, stderr=StringIO())

    key = out.getvalue().strip()
    assert call(f"Bearer {key}").data["username"] == user.username
    assert PersonAct.objects.get().kind == "token_issued"


@pytest.mark.parametrize(("username", "days"), [("khong-co-ai", 7), ("can-bo", 0)])
def test_the_command_refuses(username, days):
    UserFactory(username="can-bo")

    with pytest.raises(CommandError):
        call_command("api_token", username, days=days)
    assert not ApiToken.objects.exists()


def test_a_key_costs_two_queries(django_assert_num_queries):
    _, key = issue(MembershipFactory().user)

    # 1. the key with its user   2. posts with their places
    with django_assert_num_queries(2):
        answer = call(f"Bearer {key}")
    assert answer.data["posts"] == 1
