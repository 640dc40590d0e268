"""Cursors of lists as one opaque word in an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from core import keyset
from core.keyset import Cursor

PARAMETER = "cursor"
_NEXT, _PREVIOUS = "n", "p"


def write_cursor(cursor: Cursor) -> str:
    """Return the cursor as a word; moments keep their microseconds."""
    way = _PREVIOUS if cursor.backwards else _NEXT
    return urlsafe_b64encode(f"{way}{cursor}".encode()).decode().rstrip("=")


def read_cursor(word: str) -> Cursor | None:
    """Return the cursor of a word, None of an empty one.

    Raises ValidationError if it was not written here.
    """
    if not word:
        return None
    places = {_NEXT: "", _PREVIOUS: ""}
    try:
        text = urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode()
    except ValueError:  # not in base 64, or no text
        text = ""
    places[text[:1]] = text[1:]
    cursor = keyset.read_cursor(after=places[_NEXT], before=places[_PREVIOUS])
    if cursor is None:
        raise ValidationError({PARAMETER: "Con trỏ không đúng. Dùng địa chỉ next hoặc previous của trang trước."})
    return cursor


def link_to(request: Request, cursor: Cursor | None) -> str | None:
    """Return the address of the page at a cursor, with the filters of this one."""
    if cursor is None:
        return None
    query = request.query_params.copy()
    query[PARAMETER] = write_cursor(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
