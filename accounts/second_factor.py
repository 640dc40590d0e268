"""The second factor: secrets sealed at rest, and no work before it is set up where the settings require it."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import lazy

from accounts.current_office import OfficeRequest
from accounts.errors import SecondFactorNeeded, too_many_attempts
from accounts.models import User
from core.api_errors import problem_body
from core.sealing import seal, unseal

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of these


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets of authenticator apps and recovery codes are unreadable in a copy of the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Mã chưa đúng. Xem lại đồng hồ của điện thoại rồi nhập mã mới",
        "rate_limited": lazy(too_many_attempts, str)(),
        "cannot_delete_authenticator": "Bạn phải giữ lớp xác thực thứ hai khi làm việc ở cơ quan",
        "cannot_generate_recovery_codes": "Cài ứng dụng hoặc khóa bảo mật trước, rồi tạo mã dự phòng",
    }

    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take the last second factor from somebody who must have one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not authenticator.user.must_use_mfa

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's signature
        return f"Khóa {Authenticator.objects.filter(user=user, type=type).count() + 1}"


class SecondFactorMiddleware:
    """Send people of the office who must have a second factor to set one up; only sign-in pages stay open until then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and _is_missing(request):
            return _send_to_set_up(request)
        return self.get_response(request)


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user, SECOND_FACTORS))


def _is_missing(request: HttpRequest) -> bool:
    """Return whether the person must set a factor up first. Sessions that passed one cost no query."""
    if not request.user.is_authenticated or request.path.startswith(reverse("account_login")):
        return False
    if not request.user.is_staff and not cast(OfficeRequest, request).memberships:
        return False
    passed = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return not passed and not has_second_factor(request.user)


def _send_to_set_up(request: HttpRequest) -> HttpResponse:
    if request.accepts("text/html"):
        return HttpResponseRedirect(reverse("mfa_index"))
    error = SecondFactorNeeded()
    return JsonResponse(problem_body(error), status=error.http_status, content_type="application/problem+json")
