"""Submitting with three files, against inserting the same rows and nothing else."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import models, transaction

from dossiers.actors import ActCall, citizen
from dossiers.acts._shared import reserve_dossier_id
from dossiers.acts.submit import submit_dossier
from dossiers.codes import new_link_key
from dossiers.models import Declaration, Dossier, DossierEvent, DossierFile, DossierParty, EventFeed, EventNote
from notifications.models import Notice
from tests.bench.measuring import Row, paired_ms, queries, ratio_at_least
from tests.bench.world import World
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

TIMES = 60
FILES = 3
LEAST = 0.5


def rows(world: World) -> Iterator[Row]:
    office = Office(world.largest)
    make = Situations(office, UserFactory(with_email=True), ProcedureVersionFactory(papers=FILES))
    drafts = [make.draft().pk for _ in range(TIMES + 3)]
    call = ActCall(citizen(make.applicant))
    first = submit_dossier(drafts.pop(), call=call, agreed=True)
    pattern = _rows_of(first)
    yield Row("submit with 3 files", 1, queries(lambda: submit_dossier(drafts.pop(), call=call, agreed=True)), "queries")
    ours_ms, bare_ms = paired_ms(lambda: submit_dossier(drafts.pop(), call=call, agreed=True), lambda: _insert(pattern), TIMES)
    yield ratio_at_least(
        "submit with 3 files, against bare INSERTs", TIMES, 1000 / ours_ms, "dossiers/s", 1000 / bare_ms, bare_ms / ours_ms, LEAST
    )


def _rows_of(dossier: Dossier) -> list[list[models.Model]]:
    """Return the rows one submission left, table by table."""
    of_dossier = (DossierParty, Declaration, DossierFile, DossierEvent)
    tables: list[list[models.Model]] = [[Dossier.objects.get(pk=dossier.pk)]]
    tables += [list(model.objects.filter(dossier=dossier.pk).order_by("pk")) for model in of_dossier]
    tables += [list(EventNote.objects.filter(event__dossier=dossier.pk)), list(Notice.objects.filter(about_id=dossier.pk))]
    return [table for table in tables if table]


@transaction.atomic
def _insert(pattern: list[list[models.Model]]) -> None:
    dossier_id = reserve_dossier_id()
    event_id = 0
    for table in pattern:
        for row in table:
            _renew(row, dossier_id, event_id)
        table[0].__class__.objects.bulk_create(table)
        if isinstance(table[0], DossierEvent):
            event_id = table[0].pk
            EventFeed.objects.bulk_create([EventFeed(event_id=event_id)])


def _renew(row: models.Model, dossier_id: int, event_id: int) -> None:
    """Give a row the keys that must differ."""
    row.pk = dossier_id if isinstance(row, Dossier | Declaration) else event_id if isinstance(row, EventNote) else None
    if isinstance(row, Dossier):
        row.code, row.link_key, row.opening_key = f"BENCH-{dossier_id}", new_link_key(), uuid4()
    elif isinstance(row, Notice):
        row.dedupe, row.about_id = str(uuid4()), dossier_id
    elif not isinstance(row, EventNote):
        row.dossier_id = dossier_id  # type: ignore[attr-defined]
