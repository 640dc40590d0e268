"""Why a list is not taken."""

from http import HTTPStatus

from core.errors import DomainError


class BrokenList(DomainError):
    """The file as a whole cannot be read, or is not read for safety. One plain sentence."""

    code = "broken-list"


class ListRefused(DomainError):
    """Nothing was written: rows are refused, or the dates do not fit."""

    code = "list-refused"


class LookAgain(DomainError):
    """The catalogue moved since the list was checked, and the difference is another one now."""

    code = "look-again"
    http_status = HTTPStatus.CONFLICT


class NotYourOwnList(DomainError):
    """Who handed a list in does not approve it. Source: docs/adr/0013-catalogue-versions-and-import.md"""

    code = "not-your-own-list"
    http_status = HTTPStatus.FORBIDDEN


class ListNotWaiting(DomainError):
    """The list was written or discarded already."""

    code = "list-not-waiting"
    http_status = HTTPStatus.CONFLICT


class NothingToWrite(DomainError):
    """The list says what the catalogue says already."""

    code = "nothing-to-write"
