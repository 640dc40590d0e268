"""Who asks the API for what: the dossier, the capacity the caller acts in, and the headers an act comes with."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast
from uuid import UUID

from rest_framework.request import Request

from accounts.api.offices import HEADER, offices_in_question, speaks_as_citizen, the_one
from accounts.models import Membership, User
from core.errors import DomainError
from dossiers.access import concerns, get_dossier_for, get_own_dossier, serves
from dossiers.actors import ActCall, Actor, citizen, officer
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier

KEY_HEADER, VERSION_HEADER, REPLAY_HEADER = "Idempotency-Key", "If-Match", "Idempotent-Replay"
_VERSION = re.compile(r'^(?:W/)?("?)(\d{1,9})\1$')  # weak where a proxy compressed the answer


class InvalidIdempotencyKey(DomainError):
    """The key is no UUID."""

    code = "invalid-idempotency-key"
    http_status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(f"{KEY_HEADER} phải là một UUID, ví dụ 5f0c6f0e-6f43-4d0a-9f0f-6f1f1c8f2b11.")


class InvalidVersion(DomainError):
    """The version is no number."""

    code = "invalid-version"
    http_status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(f'{VERSION_HEADER} phải là phiên bản của hồ sơ như trong ETag, ví dụ "3".')


@dataclass(frozen=True, slots=True)
class Caller:
    """A dossier and the capacity in which it is asked for; `office` None: one of its own people."""

    dossier: Dossier
    actor: Actor
    office: Membership | None


def caller_at(request: Request, code: str) -> Caller:
    """Return the dossier with the caller's capacity: the post named by X-Office, else the one that serves it, else a person of it.

    Raises:
        DossierNotFound: outside the caller's sight in that capacity. OfficeNotHeld, OfficeNotChosen.
    """
    user = cast(User, request.user)
    offices = offices_in_question(request)
    if speaks_as_citizen(request):
        return Caller(get_own_dossier(user, code), citizen(user), None)
    dossier = get_dossier_for(user, code)
    office = the_one([each for each in offices if serves([each], dossier)])
    if office is not None:
        return Caller(dossier, officer(office), office)
    if HEADER in request.headers or not concerns(user, dossier):
        raise DossierNotFound
    return Caller(dossier, citizen(user), None)


def call_of(request: Request, actor: Actor) -> ActCall:
    """Return the envelope of an act.

    Raises:
        InvalidIdempotencyKey, InvalidVersion.
    """
    return ActCall(actor=actor, key=key_of(request), version=version_of(request))


def key_of(request: Request) -> UUID | None:
    """Return the key that makes a repetition answer the first result.

    Raises InvalidIdempotencyKey.
    """
    text = request.headers.get(KEY_HEADER)
    if text is None:
        return None
    try:
        return UUID(text.strip())
    except ValueError as error:
        raise InvalidIdempotencyKey from error


def version_of(request: Request) -> int | None:
    """Return the version of the dossier the caller saw; None, and nothing compared, without the header.

    Raises InvalidVersion.
    """
    text = request.headers.get(VERSION_HEADER)
    if text is None:
        return None
    found = _VERSION.match(text.strip())
    if found is None:
        raise InvalidVersion
    return int(found[2])
