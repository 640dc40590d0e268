"""Which post a caller of the API works in: the header `X-Office`, else the one office there is."""

from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import cast

from rest_framework.request import Request

from accounts.current_office import OfficeRequest
from accounts.models import Membership
from core.errors import DomainError

HEADER = "X-Office"
AS_CITIZEN = "citizen"  # the value by which somebody with a post speaks for himself


class OfficeNotHeld(DomainError):
    """The header names a post the caller does not hold today."""

    code = "office-not-held"
    http_status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(f"Hôm nay bạn không giữ vị trí ghi ở {HEADER}. Xem các vị trí của bạn tại /api/v1/me/.")


class OfficeNotChosen(DomainError):
    """Several posts would do, and the caller did not say which. `data["offices"]` holds their ids."""

    code = "office-not-chosen"
    http_status = HTTPStatus.BAD_REQUEST

    def __init__(self, offices: Collection[Membership]) -> None:
        super().__init__(f"Bạn giữ nhiều vị trí. Gửi {HEADER} để chọn một vị trí.", data={"offices": sorted(each.pk for each in offices)})


def speaks_as_citizen(request: Request) -> bool:
    """Tell whether the caller asked to be taken as himself, whatever posts he holds."""
    return _named(request) == AS_CITIZEN


def offices_in_question(request: Request) -> Sequence[Membership]:
    """Return the posts this request may be made in: the one it names, else the one chosen in the session, else all held today.

    Raises:
        OfficeNotHeld: the header names something else.
    """
    here = cast(OfficeRequest, request._request)
    named = _named(request)
    if named == AS_CITIZEN:
        return ()
    if not named:
        return (here.membership,) if here.membership else here.memberships
    found = [held for held in here.memberships if str(held.pk) == named]
    if not found:
        raise OfficeNotHeld
    return found


def office_of(request: Request) -> Membership | None:
    """Return the post the caller works in; None: a citizen.

    Raises:
        OfficeNotHeld, OfficeNotChosen.
    """
    return the_one(offices_in_question(request))


def the_one(offices: Sequence[Membership]) -> Membership | None:
    """Return the only post among `offices`, None if there is none.

    Raises:
        OfficeNotChosen: there are several.
    """
    if len(offices) > 1:
        raise OfficeNotChosen(offices)
    return offices[0] if offices else None


def _named(request: Request) -> str:
    return str(request.headers.get(HEADER, "")).strip()
