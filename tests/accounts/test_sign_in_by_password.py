"""People of the office: name and password, a lock-out, and sessions that end by themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from accounts.models import User
from core import clock
from tests.factories.accounts import PASSWORD, MembershipFactory, OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db

STAFF, FORGOT = "/dang-nhap/cong-chuc/", "/dang-nhap/mat-khau/quen/"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng"
LOCKED = "Bạn đã thử nhiều lần. Thử lại sau 15 phút"


def sign_in(client, username="can-bo", password=PASSWORD, **more):
    return client.post(STAFF, {"login": username, "password": password, **more})


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def officer():
    return OfficerFactory(username="can-bo", password=PASSWORD, email="can-bo@example.com")


def test_name_and_password_lead_to_work(client, officer):
    assert sign_in(client, " CAN-BO ").url == reverse("after_sign_in")
    assert client.get(reverse("after_sign_in")).url == "/mot-cua/"


def test_the_way_back_is_kept(client, officer):
    assert sign_in(client, next="/mot-cua/ho-so/").url == "/mot-cua/ho-so/"
    assert sign_in(client, next="https://example.org/").url != "https://example.org/"


@pytest.mark.parametrize(("username", "password"), [("can-bo", "sai mật khẩu này"), ("khong-co-ai", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_sound_the_same(client, officer, username, password):
    page = sign_in(client, username, password).content.decode()

    assert WRONG in page
    assert f'value="{username}"' in page
    assert password not in page
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_waits_fifteen_minutes(client, client_elsewhere, officer):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        for _ in range(5):
            assert WRONG in sign_in(client, password="sai mật khẩu này").content.decode()
        assert LOCKED in sign_in(client).content.decode()
        assert LOCKED in sign_in(client_elsewhere).content.decode()
    with time_machine.travel(now + timedelta(minutes=15, seconds=1), tick=False):
        sign_in(client)
    assert is_signed_in(client)


def test_names_that_nobody_has_are_locked_alike(client):
    pages = [sign_in(client, "khong-co-ai").content.decode() for _ in range(6)]

    assert LOCKED in pages[-1]


def test_a_closed_account_is_told_whom_to_call(client, officer):
    User.objects.update(is_active=False)

    assert sign_in(client).url == reverse("account_inactive")
    assert "1900 1009" in client.get(reverse("account_inactive")).content.decode()


@pytest.mark.parametrize(("minutes", "stays"), [(59, True), (61, False)])
def test_an_hour_without_work_ends_the_session(client, officer, minutes, stays):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        sign_in(client)
    with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
        client.get(reverse("profile"))

    assert is_signed_in(client) is stays


def test_work_keeps_the_session_until_the_working_day_is_over(client, officer):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        sign_in(client)
    for hours in [half / 2 for half in range(1, 20)]:
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            assert client.get(reverse("profile")).status_code == 200
    with time_machine.travel(now + timedelta(hours=10, seconds=1), tick=False):
        assert client.get(reverse("profile")).status_code == 302


def test_the_sign_in_page_says_that_the_session_ended(client, officer):
    now = clock.now()
    with time_machine.travel(now, tick=False):
        sign_in(client)
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        page = client.get(reverse("profile"), follow=True).content.decode()

    assert "Phiên làm việc đã hết." in page
    assert 'name="next" value="/dang-nhap/toi/"' in page


def test_citizens_stay_signed_in_over_a_break(client):
    client.force_login(UserFactory())
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        assert client.get(reverse("profile")).status_code == 200


def test_a_forgotten_password_is_set_anew_by_mail_and_ends_other_sessions(client, client_elsewhere, officer):
    sign_in(client_elsewhere)
    client.post(FORGOT, {"email": "Can-Bo@example.com"})
    address = next(word for word in mail.outbox[0].body.split() if "/quen/" in word)
    page = client.get(address.removeprefix("http://testserver"), follow=True)

    client.post(page.request["PATH_INFO"], {"password1": "năm từ ghép lại mới", "password2": "năm từ ghép lại mới"})

    assert client_elsewhere.get(reverse("profile")).status_code == 302
    sign_in(client, password="năm từ ghép lại mới")
    assert is_signed_in(client)
    assert "đường dẫn không dùng được nữa" in client_elsewhere.get(address, follow=True).content.decode().lower()


def test_a_weak_new_password_is_refused_in_words(client, officer):
    client.post(FORGOT, {"email": officer.email})
    address = next(word for word in mail.outbox[0].body.split() if "/quen/" in word)
    page = client.get(address.removeprefix("http://testserver"), follow=True)

    answer = client.post(page.request["PATH_INFO"], {"password1": "matkhau", "password2": "matkhau"}).content.decode()
    assert "12" in answer
    assert "<title>Lỗi: " in answer


@pytest.mark.parametrize("email", ["khong-co-ai@example.com", "nguoi-dan@example.com"])
def test_strangers_and_citizens_get_no_mail_and_the_same_page(client, officer, email):
    UserFactory(email="nguoi-dan@example.com")

    assert client.post(FORGOT, {"email": email}).url == client.post(FORGOT, {"email": officer.email}).url
    assert [message.to for message in mail.outbox] == [["can-bo@example.com"]]


def test_changing_the_password_asks_for_the_old_one(client, officer):
    sign_in(client)
    new = {"password1": "năm từ ghép lại mới", "password2": "năm từ ghép lại mới"}

    page = client.post(reverse("account_change_password"), {"oldpassword": "sai mật khẩu này", **new}).content.decode()
    assert "Mật khẩu hiện tại chưa đúng" in page
    assert client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new}).url == reverse("profile")
    assert client.get(reverse("profile")).status_code == 200


def test_too_many_visits_from_one_address_get_a_page_of_their_own(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "1/m/ip"}
    sign_in(client)
    response = sign_in(client)

    assert response.status_code == 429
    assert "Bạn đã thử nhiều lần" in response.content.decode()


def test_the_office_does_not_rename_itself(client, officer):
    sign_in(client)
    client.post(reverse("profile"), {"full_name": "Tên Khác"})

    assert User.objects.get().full_name == officer.full_name


def test_a_citizen_gives_their_name(client):
    client.force_login(UserFactory(full_name="", with_phone=True))
    client.post(reverse("profile"), {"full_name": "  Nguyễn  Thị Thử "})

    assert User.objects.get().full_name == "Nguyễn Thị Thử"


def test_a_post_that_ended_yesterday_lets_nobody_into_the_desk(client):
    yesterday = clock.today() - timedelta(days=1)
    membership = MembershipFactory(valid_to=yesterday, user__password=PASSWORD)
    client.force_login(membership.user)

    assert client.get(reverse("after_sign_in")).url == "/ho-so/"
