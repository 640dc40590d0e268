"""The administration of people: nothing goes past the log."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from accounts.acts.issue_token import issue_token
from accounts.models import Membership, PersonAct, User
from accounts.permissions import Post
from accounts.tokens import living_token
from core import clock
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


@pytest.mark.parametrize("model", ["user", "membership", "personact", "apitoken", "delegation"])
def test_every_list_opens(client, administrator, model):
    MembershipFactory()
    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("address", ["/admin/accounts/membership/?post__exact=%00", "/admin/autocomplete/?term=%00"])
def test_a_sign_no_text_can_hold_is_refused(client, administrator, address):
    assert client.get(address).status_code == 400


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
    form = {"username": "Can-Bo.Moi", "full_name": "Lê Thị Thử", "email": "Moi@Example.com", "phone": "0900 000 123", "is_superuser": "on"}
    client.post(reverse("admin:accounts_user_add"), form)
    assert not User.objects.filter(username="can-bo.moi").exists()

    client.post(reverse("admin:accounts_user_add"), {**form, "reason": "Quyết định 12"})

    person = User.objects.get(username="can-bo.moi")
    assert (person.email, person.phone, person.has_usable_password()) == ("moi@example.com", "+84900000123", False)
    assert not person.is_superuser
    assert (PersonAct.objects.get().kind, PersonAct.objects.get().person) == ("account_added", person)


def test_the_page_of_a_person_changes_nothing(client, administrator):
    person = UserFactory(email="can-bo@example.com")
    form = {"username": "khac", "full_name": "Khác", "email": "khac@example.com", "is_staff": "on", "is_superuser": "on"}

    assert client.get(reverse("admin:accounts_user_change", args=[person.pk])).status_code == 200
    client.post(reverse("admin:accounts_user_change", args=[person.pk]), form)

    kept = User.objects.get(pk=person.pk)
    assert (kept.username, kept.full_name, kept.email) == (person.username, person.full_name, "can-bo@example.com")
    assert (kept.is_staff, kept.is_superuser) == (False, False)


def test_contacts_change_with_a_reason(client, administrator):
    person = UserFactory(phone="+84900000123", phone_verified=True)
    assert "0900 000 123" in client.get(f"/admin/accounts/user/{person.pk}/sua-lien-he/").content.decode()

    form = {"full_name": "Lê Thị Thử", "email": "Moi@Example.com", "phone": "0900 000 124"}
    assert "Ghi lý do" in act_on(client, "sua-lien-he", person, **form).content.decode()
    assert act_on(client, "sua-lien-he", person, **form, reason="Đổi số, đã gặp trực tiếp").status_code == 302

    person.refresh_from_db()
    assert (person.full_name, person.email, person.phone, person.phone_verified) == ("Lê Thị Thử", "moi@example.com", "+84900000124", False)
    assert (PersonAct.objects.get().kind, PersonAct.objects.get().actor) == ("details_changed", administrator)


@pytest.mark.parametrize("typed", [{"email": "co-roi@example.com"}, {"phone": "0900 000 124"}, {"phone": "113"}])
def test_contacts_of_somebody_else_are_refused_beside_their_field(client, administrator, typed):
    UserFactory(email="co-roi@example.com", phone="+84900000124")
    person = UserFactory()

    response = act_on(client, "sua-lien-he", person, **typed, reason="Đổi")

    assert response.context["form"].errors.keys() == typed.keys()
    assert not PersonAct.objects.exists()


def test_administration_is_given_and_taken_with_a_reason(client, administrator):
    person = UserFactory()
    for name, has_it in [("giao-quyen-quan-tri", True), ("thu-quyen-quan-tri", False)]:
        act_on(client, name, person, reason="Theo phân công")
        person.refresh_from_db()
        assert (person.is_staff, person.is_superuser) == (has_it, has_it)

    assert [act.kind for act in PersonAct.objects.order_by("pk")] == ["administration_granted", "administration_ended"]


def test_a_key_is_revoked_with_a_reason(client, administrator):
    token, key = issue_token(UserFactory(), days=1, now=clock.now(), label="Thử")
    assert "Ghi lý do" in act_on(client, "thu-hoi", token, reason="").content.decode()
    assert living_token(key, now=clock.now()) is not None

    act_on(client, "thu-hoi", token, reason="Lộ khóa")

    assert living_token(key, now=clock.now()) is None
    act = PersonAct.objects.order_by("pk").last()
    assert (act.kind, act.person, act.actor, act.reason) == ("token_revoked", token.user, administrator, f"{token.prefix}…: Lộ khóa")


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
