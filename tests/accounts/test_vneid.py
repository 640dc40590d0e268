"""Sign-in through an OpenID Connect provider, once its address is set."""

import pytest
from allauth.core.context import request_context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.login import complete_login
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

APP = {"provider_id": "vneid", "name": "VNeID", "client_id": "mot-cua", "secret": "-", "settings": {"server_url": "https://vneid.invalid"}}
SAYS = {"sub": "4711", "name": " Nguyễn  Thị Thử ", "email": "lan@example.com", "email_verified": True}


@pytest.fixture
def vneid(settings):
    settings.VNEID_SERVER = "https://vneid.invalid"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}


def come_back(says):
    """Let the provider send somebody back; return the user of the session."""
    request = RequestFactory().get("/dang-nhap/lien-ket/vneid/login/callback/")
    request.user, request.session = AnonymousUser(), SessionStore()
    request._messages = FallbackStorage(request)
    with request_context(request):
        provider = get_adapter().get_provider(request, "vneid")
        complete_login(request, provider.sociallogin_from_response(request, {"userinfo": says}))
    return User.objects.get(pk=request.session["_auth_user_id"])


def test_without_a_provider_the_page_does_not_offer_it(client):
    assert "VNeID" not in client.get("/dang-nhap/").content.decode()
    assert client.post("/dang-nhap/lien-ket/vneid/login/").status_code == 404


def test_with_a_provider_the_page_offers_it(client, vneid):
    assert "Đăng nhập bằng VNeID" in client.get("/dang-nhap/").content.decode()


def test_the_first_visit_opens_an_account_and_the_next_finds_it(vneid):
    person = come_back(SAYS)

    assert (person.full_name, person.has_usable_password()) == ("Nguyễn Thị Thử", False)
    assert come_back(SAYS) == person


def test_an_address_the_provider_names_gives_no_account_away(vneid):
    owner = UserFactory(email="lan@example.com")

    person = come_back(SAYS)
    assert person != owner
    assert person.email is None
