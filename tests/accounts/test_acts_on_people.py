"""Acts on accounts: each with a reason, each in a log that cannot be rewritten."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.acts.administration import end_administration, grant_administration
from accounts.acts.change_details import change_details
from accounts.acts.close_account import close_account, reopen_account
from accounts.acts.end_membership import end_membership
from accounts.acts.grant_membership import grant_membership
from accounts.acts.issue_token import issue_token
from accounts.acts.reset_password import reset_password
from accounts.acts.revoke_token import revoke_token
from accounts.errors import ReasonMissing
from accounts.models import Membership, PersonAct, User
from accounts.permissions import Post
from accounts.tokens import living_token
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


def test_another_address_ends_sessions_and_leaves_the_one_before_without_use(client, signed_in, administrator):
    EmailAddress.objects.create(user=signed_in, email="truoc@example.com", verified=True, primary=True)

    change_details(signed_in, full_name="Lê Thị Thử", email="sau@example.com", phone="", actor=administrator, reason="Đổi hộp thư")

    assert not is_signed_in(client)
    assert not EmailAddress.objects.exists()
    assert User.objects.get(email="sau@example.com").full_name == "Lê Thị Thử"


def test_a_number_that_stays_the_same_stays_proven(administrator):
    person = UserFactory(phone="+84900000123", phone_verified=True)
    change_details(person, full_name="Tên khác", email="", phone="+84900000123", actor=administrator, reason="Sai chính tả")

    person.refresh_from_db()
    assert (person.full_name, person.phone_verified) == ("Tên khác", True)


def test_contacts_of_somebody_else_change_nothing(administrator):
    UserFactory(phone="+84900000124")
    person = UserFactory()
    with pytest.raises(ValidationError):
        change_details(person, full_name="Tên khác", email="", phone="+84900000124", actor=administrator, reason="Nhầm")

    assert User.objects.get(pk=person.pk).phone is None
    assert not PersonAct.objects.exists()


@pytest.mark.parametrize("act", [grant_administration, end_administration])
def test_administration_begins_and_ends_with_a_new_sign_in(client, signed_in, administrator, act):
    act(signed_in, actor=administrator, reason="Theo phân công")

    assert not is_signed_in(client)


def test_a_key_revoked_twice_keeps_its_moment_and_one_line(administrator):
    now = clock.now()
    token, _ = issue_token(UserFactory(), days=1, now=now, label="Thử")
    for later in (1, 2):
        revoke_token(token, now=now + timedelta(minutes=later), actor=administrator, reason="Lộ khóa")

    assert token.revoked_at == now + timedelta(minutes=1)
    assert [act.kind for act in PersonAct.objects.order_by("pk")] == ["token_issued", "token_revoked"]


@pytest.mark.parametrize("act", [reset_password, close_account, reopen_account, grant_administration, end_administration])
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
