"""A queryset without an order has no order: its rows come shuffled, so nobody relies on luck."""

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet

_fetch_all = QuerySet._fetch_all
SEED = os.environ.setdefault("SHUFFLE_SEED", str(random.randrange(10_000)))  # noqa: S311  workers inherit it
_dice = random.Random()  # noqa: S311  for rows, not for secrets


def pytest_report_header() -> str:
    return f"unordered querysets are shuffled: SHUFFLE_SEED={SEED}"


@pytest.fixture(autouse=True, scope="session")
def _unordered_rows_are_shuffled() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", _fetch_and_shuffle)
        yield


@pytest.fixture(autouse=True)
def _shuffle_is_repeatable(request: pytest.FixtureRequest) -> None:
    _dice.seed(f"{SEED}:{request.node.nodeid}")


def _fetch_and_shuffle(self: QuerySet[Any]) -> None:
    is_fresh = self._result_cache is None
    _fetch_all(self)
    if is_fresh and not self.ordered and self._result_cache:
        _dice.shuffle(self._result_cache)
