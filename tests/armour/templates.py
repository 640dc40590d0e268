"""An undefined variable in one of our templates fails the test; `|default` says that it may be missing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, engines
from django.template.base import FilterExpression, Parser

FORGIVING_FILTERS = {"default", "default_if_none", "yesno"}


class UndefinedTemplateVariable(AssertionError):
    """A template names something that its view did not give."""


class _Located(FilterExpression):
    """An expression that knows the file it stands in."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        self.file = Path(getattr(parser.origin, "name", ""))

    @property
    def must_be_defined(self) -> bool:
        is_ours = self.file.is_relative_to(settings.BASE_DIR) and "site-packages" not in self.file.parts
        return is_ours and not any(function.__name__ in FORGIVING_FILTERS for function, _ in self.filters)

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:  # noqa: FBT002  Django's signature
        """Return what Django returns; tags of others get the empty text they know, not our stand-in."""
        found = super().resolve(context, ignore_failures)
        return "" if isinstance(found, _Undefined) else found


class _Undefined(str):
    """Django's `string_if_invalid`, which decides at the place of use whether to fail."""

    __slots__ = ()

    def __bool__(self) -> bool:
        expression = sys._getframe(1).f_locals.get("self")
        return isinstance(expression, _Located) and expression.must_be_defined

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        expression = sys._getframe(1).f_locals["self"]
        raise UndefinedTemplateVariable(f"“{variable}” is undefined in {expression.file}.")


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parser, "compile_filter", lambda parser, token: _Located(token, parser))
        engine = engines["django"].engine  # type: ignore[attr-defined]
        patch.setattr(engine, "string_if_invalid", _Undefined())
        for loader in engine.template_loaders:
            loader.reset()
        yield
