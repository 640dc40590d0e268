"""VNeID and other OpenID Connect providers: who the provider says it is, is all we take."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from accounts.adapter import citizen_username
from accounts.models import User
from core.text import normalise_name


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """The subject of the provider is the identity. Addresses it names are not taken over: they may belong to somebody here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sociallogin.email_addresses = []

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        person: User = sociallogin.user
        person.username = citizen_username()
        person.full_name = normalise_name(data.get("name") or "")
        return person
