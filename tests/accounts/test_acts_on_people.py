"""Acts on accounts: each with a reason, each in a log that cannot be rewritten."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.acts.close_account import close_account, reopen_account
from accounts.acts.end_membership import end_membership
from accounts.acts.grant_membership import grant_membership
from accounts.acts.issue_token import issue_token
from accounts.acts.reset_password import reset_password
from accounts.api.tokens import living_token
from accounts.errors import ReasonMissing
from accounts.models import Membership, PersonAct, User
from accounts.permissions import Post
from core import clock
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in(client):
    """Return a person with an open session."""
    person = UserFactory(password=PASSWORD)
    client.force_login(person)
    return person


def is_signed_in(client):
    return client.get(reverse("profile")).status_code == 200


def test_a_post_is_granted_with_its_reason_and_a_new_sign_in(client, signed_in, administrator):
    post = Membership(user=signed_in, commune=CommuneFactory(), post=Post.CLERK, valid_from=date(2026, 1, 5))

    grant_membership(post, actor=administrator, reason="Quyết định 12/QĐ-UBND")

    act = PersonAct.objects.get()
    assert (act.kind, act.person, act.actor, act.membership) == ("post_granted", signed_in, administrator, post)
    assert not is_signed_in(client)


def test_a_post_ends_and_stays_readable(administrator):
    membership = MembershipFactory()

    end_membership(membership, last_day=date(2026, 1, 31), actor=administrator, reason="Chuyển công tác")

    membership.refresh_from_db()
    assert membership.valid_to == date(2026, 1, 31)
    assert PersonAct.objects.get().kind == "post_ended"


def test_a_post_cannot_end_before_it_began(administrator):
    membership = MembershipFactory(valid_from=date(2026, 1, 5))

    with pytest.raises(ValidationError):
        end_membership(membership, last_day=date(2026, 1, 4), actor=administrator, reason="Nhầm")
    assert not PersonAct.objects.exists()


def test_a_post_that_does_not_fit_its_place_is_not_granted(administrator):
    with pytest.raises(ValidationError):
        grant_membership(Membership(user=UserFactory(), post=Post.CLERK, valid_from=date(2026, 1, 5)), actor=administrator, reason="Nhầm")
    assert not Membership.objects.exists()


def test_a_new_password_replaces_the_old_one_and_ends_sessions(client, signed_in, administrator):
    password = reset_password(signed_in, actor=administrator, reason="Quên mật khẩu, không có e-mail")

    signed_in.refresh_from_db()
    assert signed_in.check_password(password)
    assert not is_signed_in(client)
    assert password not in PersonAct.objects.get().reason


def test_a_closed_account_loses_its_sessions_and_keys(client, signed_in, administrator):
    _, key = issue_token(signed_in, days=1, now=clock.now(), label="Thử")

    close_account(signed_in, actor=administrator, reason="Nghỉ việc")
    assert not is_signed_in(client)
    assert living_token(key, now=clock.now()) is None

    reopen_account(signed_in, actor=administrator, reason="Trở lại")
    assert User.objects.get(pk=signed_in.pk).is_active
    assert [act.kind for act in PersonAct.objects.order_by("pk")] == ["token_issued", "account_closed", "account_reopened"]


@pytest.mark.parametrize("act", [reset_password, close_account, reopen_account])
def test_no_act_without_a_reason(act, administrator):
    with pytest.raises(ReasonMissing) as refused:
        act(UserFactory(), actor=administrator, reason="  ")

    assert refused.value.errors == {"reason": "Ghi lý do"}
    assert not PersonAct.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_log_refuses_to_be_rewritten(administrator, change):
    close_account(UserFactory(), actor=administrator, reason="Nghỉ việc")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PersonAct.objects.update(reason="Khác") if change == "update" else PersonAct.objects.all().delete()
    assert PersonAct.objects.get().reason == "Nghỉ việc"
