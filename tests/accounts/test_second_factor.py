"""The second factor: set up, asked for, required where the settings say so, taken off with a reason."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.urls import reverse

from accounts.acts.reset_second_factor import reset_second_factor
from accounts.errors import ReasonMissing
from accounts.models import PersonAct
from tests.factories.accounts import PASSWORD, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db

STAFF, SECOND = "/dang-nhap/cong-chuc/", "/dang-nhap/lop-thu-hai/nhap-ma/"


def sign_in(client):
    return client.post(STAFF, {"login": "can-bo", "password": PASSWORD})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def officer():
    return OfficerFactory(username="can-bo", password=PASSWORD, email="can-bo@example.com")


@pytest.fixture
def secret(officer):
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def test_a_password_alone_is_not_enough(client, secret):
    assert sign_in(client).url == SECOND
    assert not is_signed_in(client)

    client.post(SECOND, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_wrong_code_says_what_to_do(client, secret):
    sign_in(client)
    page = client.post(SECOND, {"code": "000000" if code_of(secret) != "000000" else "111111"}).content.decode()

    assert "Mã chưa đúng" in page
    assert not is_signed_in(client)


def test_guessing_codes_locks(client, secret):
    sign_in(client)
    wrong = "000000" if code_of(secret) != "000000" else "111111"
    pages = [client.post(SECOND, {"code": wrong}).content.decode() for _ in range(6)]

    assert "Bạn đã thử nhiều lần" in pages[-1]
    client.post(SECOND, {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(client, client_elsewhere, officer, secret):
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    for browser, lets_in in ((client, True), (client_elsewhere, False)):
        sign_in(browser)
        browser.post(SECOND, {"code": code})
        assert is_signed_in(browser) is lets_in


def test_a_half_finished_sign_in_can_be_given_up(client, secret):
    sign_in(client)
    client.post("/dang-nhap/thoat/", {"next": "/dang-nhap/"})

    assert client.get("/dang-nhap/").status_code == 200
    assert client.get(SECOND).url == "/dang-nhap/"


def test_setting_an_app_up_asks_for_the_password_and_gives_recovery_codes(client, officer):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    page = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True)
    secret = re.search(r"Hình QR chứa mã ([A-Z2-7]+)", page.content.decode()).group(1)

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<li>(\d{8})</li>", client.get(response.url).content.decode())
    assert len(codes) == 10
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == codes
    assert "Ứng dụng xác thực vừa được bật" in mail.outbox[-1].body


def test_secrets_are_sealed_in_the_database(officer, secret):
    RecoveryCodes.activate(officer)
    kept = str(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))

    assert secret not in kept
    assert "gAAAA" in kept


@pytest.mark.parametrize(
    "page",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
)
@pytest.mark.parametrize("is_on", [True, False])
def test_every_page_of_it_opens(client, officer, page, is_on):
    if is_on:
        TOTP.activate(officer, secret := generate_totp_secret())
        RecoveryCodes.activate(officer)
    sign_in(client)
    if is_on:
        client.post(SECOND, {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    response = client.get(reverse(page), follow=True)
    assert response.status_code in ({200} if is_on else {200, 404})
    assert "<script>" not in response.content.decode()


def test_where_it_is_required_nothing_opens_before_it_is_set_up(client, officer, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    sign_in(client)

    assert client.get("/mot-cua/").url == reverse("mfa_index")
    assert "Cần cài trước khi làm việc." in client.get(reverse("mfa_index")).content.decode()
    refused = client.get("/mot-cua/", headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (403, "second-factor-needed")


def test_where_it_is_required_work_goes_on_once_it_is_set_up(client, secret, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    client.post(SECOND, {"code": code_of(secret)})

    assert client.get(reverse("after_sign_in")).url == "/mot-cua/"


def test_citizens_are_never_made_to_have_one(client, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    person = UserFactory()
    client.force_login(person)

    assert not person.must_use_mfa
    assert client.get("/dang-nhap/xong/").url == "/ho-so/"


def test_who_must_have_one_cannot_take_the_last_off(client, officer, secret, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    sign_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=officer).exists()


def test_a_reset_is_logged_and_ends_every_session(client, officer, secret):
    sign_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    administrator = UserFactory(is_staff=True)

    assert reset_second_factor(officer, actor=administrator, reason=" Mất điện thoại ") == 1

    act = PersonAct.objects.get()
    assert (act.kind, act.person, act.actor, act.reason) == ("second_factor_reset", officer, administrator, "Mất điện thoại")
    assert client.get(reverse("profile")).status_code == 302
    assert sign_in(client).url == reverse("after_sign_in")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reset_without_a_reason_changes_nothing(officer, secret, reason):
    with pytest.raises(ReasonMissing):
        reset_second_factor(officer, actor=None, reason=reason)

    assert Authenticator.objects.filter(user=officer).exists()
    assert not PersonAct.objects.exists()
