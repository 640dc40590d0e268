"""Cursors of lists as one opaque word in an address."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core.clock import ZONE
from dossiers.selectors.history import Cursor

PARAMETER = "cursor"
_NEXT, _PREVIOUS = "n", "p"


def write_cursor(cursor: Cursor) -> str:
    """Return the cursor as a word; moments keep their microseconds."""
    way = _PREVIOUS if cursor.backwards else _NEXT
    return urlsafe_b64encode(f"{way} {cursor.pk} {cursor.at.astimezone(UTC).isoformat()}".encode()).decode().rstrip("=")


def read_cursor(word: str) -> Cursor | None:
    """Return the cursor of a word, None of an empty one.

    Raises ValidationError if it was not written here.
    """
    if not word:
        return None
    try:
        way, pk, at = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode().split(" ")
        return Cursor(datetime.fromisoformat(at).astimezone(ZONE), _small(int(pk)), backwards=way == _PREVIOUS)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise ValidationError({PARAMETER: "Con trỏ không đúng. Dùng địa chỉ next hoặc previous của trang trước."}) from error


def link_to(request: Request, cursor: Cursor | None) -> str | None:
    """Return the address of the page at a cursor, with the filters of this one."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    query[PARAMETER] = write_cursor(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _small(pk: int) -> int:
    if not 0 < pk < 2**63:
        raise ValueError(pk)
    return pk
