"""Many runs at once: every dossier is noted by exactly one of them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from dossiers.log_check import check_log
from dossiers.models import Dossier, DossierEvent
from dossiers.sweeps import DUE_SOON, OVERDUE, RESPONSE_OVERDUE, chunks, note_all, note_due
from notifications.models import Notice
from tests.dossiers.sweeps.conftest import MakeCase, copies

pytestmark = pytest.mark.django_db(transaction=True)
RUNS, TWINS = 8, 11


def test_eight_runs_at_once_leave_one_event_and_one_notice_each(case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 3)
    cases = [case(RESPONSE_OVERDUE), case(OVERDUE), case(DUE_SOON)]
    now = max(its.moment for its in cases) + timedelta(seconds=1)
    soon = cases[2].dossier
    Dossier.objects.filter(pk=soon.pk).update(due_at=now + timedelta(days=1))
    for its in cases:
        copies(Dossier.objects.get(pk=its.dossier.pk), TWINS)
    ready = Barrier(RUNS)

    def run(_: int) -> int:
        try:
            connection.ensure_connection()
            ready.wait(30)
            return note_all(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(RUNS) as runs:
        noted = sum(runs.map(run, range(RUNS)))
    noted += note_all(now=now)  # what the last run skipped because another one still held it

    expected = 4 * (TWINS + 1) + 2  # the last case is due soon and has its apology due; two open steps, of which twins have none
    assert noted == expected
    events = Counter(DossierEvent.objects.filter(act__startswith="note_").order_by("pk").values_list("dossier", "act"))
    assert (len(events), set(events.values())) == (expected, {1})
    for kind in (OVERDUE.tells_officer, RESPONSE_OVERDUE.tells_officer, OVERDUE.tells_citizen):
        told = Counter(Notice.objects.filter(kind=kind).order_by("pk").values_list("about_id", "recipient", "channel"))
        assert set(told.values()) == {1}
        assert len({about for about, *_ in told}) == (TWINS + 1 if kind != OVERDUE.tells_citizen else 1)
    digests = Counter[int]()
    for recipient, count in Notice.objects.filter(kind=DUE_SOON.tells_officer).order_by("pk").values_list("recipient", "data__count"):
        digests[recipient] += int(count)
    assert set(digests.values()) == {TWINS + 1}
    assert not [fault for portion in check_log() for fault in portion.faults]


def test_a_dossier_an_officer_holds_is_left_to_the_next_run(case: MakeCase) -> None:
    held, free = case(OVERDUE), case(OVERDUE)
    now = held.moment + timedelta(seconds=1)
    with transaction.atomic(), ThreadPoolExecutor(1) as another:
        Dossier.objects.select_for_update(no_key=True).get(pk=held.dossier.pk)
        assert another.submit(_note, now).result(10) == 1
    assert (held.events(), free.events()) == (0, 1)
    assert note_due(OVERDUE, now=now) == 1


def _note(now: object) -> int:
    try:
        return note_due(OVERDUE, now=now)  # type: ignore[arg-type]
    finally:
        connection.close()
