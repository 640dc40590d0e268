"""What the views of citizens share: the person, keys and versions of forms, the rate of uploads."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from accounts.errors import TooManyAttempts
from accounts.models import User
from dossiers.actors import ActCall, citizen

UPLOADS = "60/5m"  # requests with files of one person; a filing of twenty papers needs twenty


class TooManyUploads(TooManyAttempts):
    """A person sends files faster than people do."""

    def __init__(self) -> None:
        super().__init__("Bạn gửi nhiều tệp quá nhanh. Thử lại sau 5 phút; các tệp đã nhận vẫn còn.")


def person_of(request: HttpRequest) -> User:
    """Return who is signed in; for views behind login_required."""
    return cast(User, request.user)


def call_of(request: HttpRequest) -> ActCall:
    """Return the act call of a posted form, with its hidden `key` and `version`; values that cannot be are not compared."""
    return ActCall(
        actor=citizen(person_of(request)), key=_uuid(request.POST.get("key", "")), version=number_of(request.POST.get("version", ""))
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def limit_uploads(request: HttpRequest) -> None:
    """Count a request that carries files.

    Raises TooManyUploads.
    """
    if request.FILES and is_ratelimited(request, group="citizen-uploads", key="user", rate=UPLOADS, increment=True):
        raise TooManyUploads
