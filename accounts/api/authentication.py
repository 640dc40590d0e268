"""Sign-in of programs: `Authorization: Bearer mc_…`."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.current_office import attach_office
from accounts.models import ApiToken, User
from accounts.tokens import living_token
from core import clock

SCHEME = "Bearer"


class ApiTokenAuthentication(BaseAuthentication):
    """A key stands for its user: the same posts and the same doors, without a session."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the user of the key; None if the request carries none. Raises AuthenticationFailed for a wrong or dead key."""
        scheme, _, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = living_token(key.strip(), now=clock.now())
        if token is None:
            raise AuthenticationFailed("Khóa API không đúng hoặc đã hết hạn")
        attach_office(request._request, token.user)  # the request behind DRF's, as the middleware sets it
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME
