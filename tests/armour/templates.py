"""An undefined variable in one of our templates fails the test; `|default` says that it may be missing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, Parser

_compile_filter = Parser.compile_filter
FORGIVING_FILTERS = {"default", "default_if_none", "yesno"}


class UndefinedTemplateVariable(AssertionError):
    """A template names something that its view did not give."""


class _Undefined(str):
    """Django's `string_if_invalid`, which decides at the place of use whether to fail."""

    __slots__ = ()

    def __bool__(self) -> bool:
        expression = sys._getframe(1).f_locals.get("self")
        return isinstance(expression, FilterExpression) and _is_ours(expression) and not _may_be_missing(expression)

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        expression = sys._getframe(1).f_locals["self"]
        raise UndefinedTemplateVariable(f"“{variable}” is undefined in {expression.origin_of_template}.")


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Parser, "compile_filter", _compile_and_remember)
        engine = engines["django"].engine  # type: ignore[attr-defined]
        patch.setattr(engine, "string_if_invalid", _Undefined())
        for loader in engine.template_loaders:
            loader.reset()
        yield


def _compile_and_remember(self: Parser, token: str) -> FilterExpression:
    expression = _compile_filter(self, token)
    expression.origin_of_template = getattr(self.origin, "name", "")  # type: ignore[attr-defined]
    return expression


def _is_ours(expression: FilterExpression) -> bool:
    origin = Path(getattr(expression, "origin_of_template", ""))
    return origin.is_relative_to(settings.BASE_DIR) and "site-packages" not in origin.parts


def _may_be_missing(expression: FilterExpression) -> bool:
    names: list[Any] = [function.__name__ for function, _ in expression.filters]
    return any(name in FORGIVING_FILTERS for name in names)
