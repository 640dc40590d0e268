"""The administration of people: nothing goes past the log."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from accounts.models import Membership, PersonAct, User
from accounts.permissions import Post
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def act_on(client, name, row, **form):
    return client.post(f"/admin/accounts/{row._meta.model_name}/{row.pk}/{name}/", form)


@pytest.mark.parametrize("model", ["user", "membership", "personact", "apitoken"])
def test_every_list_opens(client, administrator, model):
    MembershipFactory()
    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200


def test_officers_and_citizens_find_no_administration(client):
    client.force_login(MembershipFactory().user)

    assert client.get("/admin/accounts/user/", follow=True).status_code == 404


def test_its_sign_in_is_the_one_of_the_portal(client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/dang-nhap/cong-chuc/?next=%2Fadmin%2F"


def test_a_second_factor_is_reset_with_a_reason(client, administrator):
    person = UserFactory()
    TOTP.activate(person, generate_totp_secret())

    assert "Ghi lý do" in act_on(client, "dat-lai-lop-thu-hai", person, reason=" ").content.decode()
    assert person.authenticator_set.exists()
    assert act_on(client, "dat-lai-lop-thu-hai", person, reason="Mất điện thoại").status_code == 302

    assert not person.authenticator_set.exists()
    act = PersonAct.objects.get()
    assert (act.person, act.actor, act.reason) == (person, administrator, "Mất điện thoại")


def test_a_new_password_is_shown_once(client, administrator):
    person = UserFactory()
    page = act_on(client, "dat-lai-mat-khau", person, reason="Quên").content.decode()
    password = re.search(r"data-portal-password>([a-z0-9]{16})<", page).group(1)

    person.refresh_from_db()
    assert person.check_password(password)


@pytest.mark.parametrize("name", ["khoa-tai-khoan", "mo-lai-tai-khoan"])
def test_an_account_is_closed_and_opened(client, administrator, name):
    person = UserFactory(is_active=name != "khoa-tai-khoan")
    act_on(client, name, person, reason="Theo quyết định")

    person.refresh_from_db()
    assert person.is_active is (name != "khoa-tai-khoan")


def test_a_new_person_has_no_password_yet(client, administrator):
    client.post(reverse("admin:accounts_user_add"), {"username": "Can-Bo.Moi", "full_name": "Lê Thị Thử", "email": "Moi@Example.com"})

    person = User.objects.get(username="can-bo.moi")
    assert (person.email, person.has_usable_password()) == ("moi@example.com", False)


def test_a_post_is_given_with_a_reason_and_ended_not_deleted(client, administrator):
    form = {"user": UserFactory().pk, "commune": CommuneFactory().pk, "post": Post.CLERK, "valid_from": "05/01/2026"}
    client.post(reverse("admin:accounts_membership_add"), form)
    assert not Membership.objects.exists()

    client.post(reverse("admin:accounts_membership_add"), {**form, "reason": "Quyết định 12"})
    membership = Membership.objects.get()
    assert membership.valid_from == date(2026, 1, 5)
    assert client.get(reverse("admin:accounts_membership_change", args=[membership.pk])).status_code == 200
    assert "Ngày cuối phải từ ngày bắt đầu" in act_on(client, "ket-thuc", membership, reason="Nghỉ", last_day="04/01/2026").content.decode()
    act_on(client, "ket-thuc", membership, reason="Nghỉ", last_day="31/01/2026")

    membership.refresh_from_db()
    assert membership.valid_to == date(2026, 1, 31)
    assert [act.kind for act in PersonAct.objects.order_by("pk")] == ["post_granted", "post_ended"]
    assert client.post(reverse("admin:accounts_membership_delete", args=[membership.pk]), {"post": "yes"}).status_code == 403


def test_the_log_is_for_reading(client, administrator):
    act_on(client, "khoa-tai-khoan", UserFactory(), reason="Nghỉ")
    act = PersonAct.objects.get()

    assert client.post(reverse("admin:accounts_personact_change", args=[act.pk]), {"reason": "Khác"}).status_code == 403
    assert client.get(reverse("admin:accounts_personact_change", args=[act.pk])).status_code == 200


def test_the_tables_of_the_library_are_not_offered(client, administrator):
    page = client.get("/admin/").content.decode()

    assert "/admin/mfa/" not in page
    assert "/admin/account/" not in page
