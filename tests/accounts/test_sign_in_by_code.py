"""Citizens come in with a code; nobody learns from the page who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.outbox import recent_messages
from core import clock
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PHONE, EMAIL = "0900 000 123", "Lan@example.com"
SIGN_IN, CODE = "/dang-nhap/", "/dang-nhap/ma/"


def ask(client, contact=PHONE, **more):
    return client.post(SIGN_IN, {"contact": contact, **more})


def enter(client, code, **more):
    return client.post(CODE, {"code": code, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_first_code_opens_an_account_without_a_password(client, sms_code):
    assert ask(client).url == CODE
    assert not User.objects.exists()

    response = enter(client, sms_code())

    person = User.objects.get()
    assert response.url == reverse("after_sign_in")
    assert is_signed_in(client)
    assert (person.phone, person.phone_verified, person.has_usable_password()) == ("+84900000123", True, False)


def test_the_next_code_signs_the_same_person_in(client, sms_code):
    person = UserFactory(phone="+84900000123", phone_verified=True)
    ask(client)

    enter(client, sms_code())

    assert client.session["_auth_user_id"] == str(person.pk)
    assert User.objects.count() == 1


def test_an_address_gets_its_code_by_mail_and_counts_as_proven(client, mail_code):
    ask(client, EMAIL)
    enter(client, mail_code())

    person = User.objects.get(email="lan@example.com")
    assert EmailAddress.objects.get(user=person).verified
    assert mail.outbox[0].subject == "Một cửa Hà Nội: mã đăng nhập"


def test_an_address_that_moved_to_somebody_else_follows_its_owner(client, mail_code):
    before = UserFactory(email="other@example.com")
    EmailAddress.objects.create(user=before, email="lan@example.com", verified=True, primary=True)
    ask(client, EMAIL)
    enter(client, mail_code())

    assert EmailAddress.objects.get(email="lan@example.com").user.email == "lan@example.com"
    assert client.session["_auth_user_id"] != str(before.pk)


@pytest.mark.parametrize("spaced", ["{0}", " {0} ", "{0:.3} {1}", "{0:.3}-{1}"])
def test_a_pasted_code_may_have_spaces(client, sms_code, spaced):
    ask(client)
    code = sms_code()

    enter(client, spaced.format(code, code[3:]))

    assert is_signed_in(client)


def test_a_wrong_code_keeps_the_page_and_says_what_to_do(client, sms_code):
    ask(client)
    response = enter(client, wrong(sms_code()))

    page = response.content.decode()
    assert not is_signed_in(client)
    assert "Mã chưa đúng. Xem lại tin nhắn hoặc e-mail mới nhất" in page
    assert "<title>Lỗi: " in page
    assert 'href="#id_code"' in page


def test_an_empty_code_is_no_attempt_on_the_server(client, sms_code):
    ask(client)
    for _ in range(6):
        enter(client, "")

    enter(client, sms_code())
    assert is_signed_in(client)


def test_five_wrong_codes_void_the_code(client, sms_code):
    ask(client)
    code = sms_code()
    responses = [enter(client, wrong(code)) for _ in range(5)]

    assert responses[-1].url == SIGN_IN
    assert enter(client, code).url == SIGN_IN
    assert not is_signed_in(client)


@pytest.mark.parametrize(("seconds", "lets_in"), [(299, True), (302, False)])
def test_a_code_works_for_five_minutes(client, sms_code, seconds, lets_in):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        ask(client)
    with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
        enter(client, sms_code())

    assert is_signed_in(client) is lets_in


def test_another_code_voids_the_one_before(client, sms_code):
    ask(client)
    first = sms_code()
    client.post(CODE, {"action": "resend"})
    second = sms_code()

    if first != second:  # one in a million
        enter(client, first)
        assert not is_signed_in(client)
    enter(client, second)
    assert is_signed_in(client)


def test_codes_are_sent_again_twice_at_most(client):
    ask(client)
    for _ in range(4):
        client.post(CODE, {"action": "resend"})

    assert len(recent_messages()) == 3
    assert "Gửi lại mã" not in client.get(CODE).content.decode()


def test_a_contact_gets_few_codes_whoever_asks(client, client_elsewhere):
    for _ in range(3):
        ask(client)
    response = ask(client_elsewhere)

    assert "Bạn đã thử nhiều lần" in response.content.decode()
    assert PHONE in response.content.decode()
    assert len(recent_messages()) == 3


def test_a_contact_is_closed_to_guessing_over_many_codes(client, sms_code):
    now = clock.now()
    for minutes in (0, 6, 12):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            ask(client)
            for _ in range(4):
                enter(client, wrong(sms_code()))
    with time_machine.travel(now + timedelta(minutes=18), tick=False):
        ask(client)
        enter(client, sms_code())
        assert not is_signed_in(client)
    with time_machine.travel(now + timedelta(minutes=75), tick=False):
        ask(client)
        enter(client, sms_code())
        assert is_signed_in(client)


def test_the_page_is_the_same_with_and_without_an_account(client, client_elsewhere):
    UserFactory(phone="+84900000123")
    pages = []
    for browser, contact in ((client, PHONE), (client_elsewhere, "0900 000 124")):
        ask(browser, contact)
        pages.append(re.sub(r"12[34]|csrfmiddlewaretoken.*?>", "", browser.get(CODE).content.decode()))

    assert pages[0] == pages[1]
    assert [bool(re.search(r"\d{6}", message.text)) for message in recent_messages()] == [True, True]


def test_a_person_of_the_office_gets_no_code_and_nobody_can_tell(client, client_elsewhere):
    MembershipFactory(user__phone="+84900000123")
    ask(client)
    ask(client_elsewhere, "0900 000 124")

    page, other = (browser.get(CODE).content.decode() for browser in (client, client_elsewhere))
    assert re.sub(r"12[34]|csrfmiddlewaretoken.*?>", "", page) == re.sub(r"12[34]|csrfmiddlewaretoken.*?>", "", other)
    assert "đăng nhập bằng tên và mật khẩu" in recent_messages()[1].text
    assert not re.search(r"\d{6}", recent_messages()[1].text)
    for code in ("", "000000"):
        enter(client, code)
        assert not is_signed_in(client)


def test_an_administrator_gets_no_code_by_mail(client):
    UserFactory(email="lan@example.com", is_staff=True)
    ask(client, EMAIL)

    assert "không dùng mã" in mail.outbox[0].body


def test_a_closed_account_stays_closed(client, sms_code):
    UserFactory(phone="+84900000123", is_active=False)
    ask(client)

    assert enter(client, sms_code()).url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_the_code_is_not_kept_in_the_clear(client, sms_code):
    ask(client)

    assert sms_code() not in str(dict(client.session))


@pytest.mark.parametrize(("typed", "kept"), [(PHONE, "900000123"), (EMAIL, "lan@example.com")])
def test_the_contact_is_not_kept_in_the_clear(client, sms_code, mail_code, typed, kept):
    ask(client, typed)
    assert kept not in str(dict(client.session))

    enter(client, sms_code() if typed == PHONE else mail_code())
    assert is_signed_in(client)
    assert kept not in str(dict(client.session))


def test_it_leads_back_to_where_the_person_wanted_to_go(client, sms_code):
    assert ask(client, next="/nop-ho-so/1.001193/").url == f"{CODE}?next=%2Fnop-ho-so%2F1.001193%2F"

    assert enter(client, sms_code(), next="/nop-ho-so/1.001193/").url == "/nop-ho-so/1.001193/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_never_leads_out_of_the_portal(client, sms_code, elsewhere):
    ask(client, next=elsewhere)

    assert enter(client, sms_code(), next=elsewhere).url == reverse("after_sign_in")


@pytest.mark.parametrize("typed", ["", "lan", "09000", "024 3825 0000"])
def test_what_cannot_be_reached_is_kept_and_explained(client, typed):
    page = ask(client, typed).content.decode()

    assert "Có 1 chỗ cần sửa" in page
    assert f'value="{typed}"' in page or not typed


def test_where_no_gateway_is_set_it_says_so(client, settings):
    settings.SMS_SENDER = "accounts.sms.NoSmsSender"

    assert "Chưa gửi được mã, lỗi ở phía chúng tôi" in ask(client).content.decode()


def test_where_the_mail_server_is_away_it_says_so(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    assert "Chưa gửi được mã, lỗi ở phía chúng tôi" in ask(client, EMAIL).content.decode()


def test_who_is_signed_in_already_goes_on(client):
    client.force_login(UserFactory())

    assert client.get(SIGN_IN, {"next": "/ho-so/"}).url == "/ho-so/"


def test_signing_out_asks_first_and_ends_the_session(client):
    client.force_login(UserFactory())
    assert "Đăng xuất?" in client.get("/dang-nhap/thoat/").content.decode()
    assert is_signed_in(client)

    client.post("/dang-nhap/thoat/")
    assert not is_signed_in(client)


def test_a_demo_citizen_may_also_use_a_password(client):
    UserFactory(username="cong-dan", password=PASSWORD)
    client.post("/dang-nhap/cong-chuc/", {"login": "cong-dan", "password": PASSWORD})

    assert is_signed_in(client)
