"""What can go wrong on the city's pages."""

from http import HTTPStatus

from core.errors import DomainError


class UnitNotFound(DomainError):
    """No commune has this code."""

    code = "commune-not-found"
    http_status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("Không có xã, phường với mã này.")
