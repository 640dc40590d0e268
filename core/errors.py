"""Errors of the domain: said once, understood by a person and by a machine."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar


class DomainError(Exception):
    """Something the law or the state of things does not allow.

    `message` is Vietnamese and may be shown as it is; `data` adds facts for a machine, never personal ones.
    """

    code: ClassVar[str] = "domain-error"
    http_status: ClassVar[HTTPStatus] = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: str, *, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.data: dict[str, object] = dict(data or {})


class FieldErrors(DomainError):
    """Some answers cannot be right. `errors` holds one message a field, in the order of the form."""

    code = "invalid-input"

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        per_field = {field: [message] for field, message in self.errors.items()}
        super().__init__(f"Có {len(self.errors)} chỗ cần sửa", data={"errors": per_field})
