"""A dossier for every standing order, and copies of it where a test needs many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import uuid4

import pytest

from dossiers.codes import new_link_key
from dossiers.models import Dossier, DossierStep
from dossiers.sweeps import DUE_SOON, RESPONSE_OVERDUE, STEP_OVERDUE, SUPPLEMENT_EXPIRED, Sweep
from tests.factories.dossiers import Situations


@dataclass(frozen=True)
class Case:
    """A dossier an order will note, and the moment it waits for."""

    order: Sweep
    dossier: Dossier
    moment: datetime

    @property
    def row(self) -> Dossier | DossierStep:
        return self.dossier.steps.get(finished_at__isnull=True) if self.order.of_steps else Dossier.objects.get(pk=self.dossier.pk)

    @property
    def noted_at(self) -> datetime | None:
        return getattr(self.row, self.order.noted_column)

    def events(self) -> int:
        return self.dossier.events.filter(act=self.order.act).count()


_numbers = count(1)
MakeCase = Callable[[Sweep], Case]


@pytest.fixture
def case(make: Situations) -> MakeCase:
    situations = {RESPONSE_OVERDUE: make.submitted, SUPPLEMENT_EXPIRED: make.awaiting_supplement}

    def build(order: Sweep) -> Case:
        dossier = situations.get(order, make.processing)()
        row = dossier.steps.get(finished_at__isnull=True) if order is STEP_OVERDUE else dossier
        return Case(order, dossier, getattr(row, order.due_column))

    return build


def copies(dossier: Dossier, times: int) -> list[Dossier]:
    """Write the dossier so many times more, each with a log of its own that begins empty."""
    rows = [Dossier.objects.get(pk=dossier.pk) for _ in range(times)]
    for row in rows:
        row.pk, row.opening_key = None, uuid4()
        row.code, row.link_key = f"{dossier.code}-{next(_numbers)}", new_link_key()
        row.last_seq, row.last_hash = 0, b""
    return Dossier.objects.bulk_create(rows)


@pytest.fixture
def due_soon(case: MakeCase) -> Case:
    return case(DUE_SOON)
