"""The sweep: after the due moment, once, whoever runs it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.acts import note_overdue
from dossiers.acts.note_overdue import note_overdue_dossiers
from dossiers.acts.release_result import release_result
from dossiers.chain import first_broken
from dossiers.models import Dossier, EventFeed
from dossiers.states import Act
from notifications.models import Notice
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result

DUE = datetime(2026, 11, 5, 17, 0, tzinfo=ZONE)
LATER = DUE + timedelta(hours=1)


def kinds(dossier: Dossier) -> list[tuple[str, str]]:
    told = Notice.objects.filter(about_id=dossier.pk, kind__startswith="overdue").order_by("kind", "channel", "pk")
    return [(notice.kind, notice.channel) for notice in told]


@pytest.mark.parametrize(("moment", "noted"), [(DUE - timedelta(seconds=1), 0), (DUE, 0), (DUE + timedelta(seconds=1), 1)])
def test_it_notes_only_after_the_due_moment(make: Situations, moment: datetime, noted: int) -> None:
    assert make.received().due_at == DUE
    assert note_overdue_dossiers(now=moment) == noted


def test_it_notes_and_tells_once(make: Situations) -> None:
    dossier = make.processing()
    assert note_overdue_dossiers(now=LATER) == 1
    assert note_overdue_dossiers(now=LATER + timedelta(days=1)) == 0

    assert dossier.events.filter(act=Act.NOTE_OVERDUE).count() == 1
    assert kinds(dossier) == [("overdue_citizen", "in_app"), ("overdue_citizen", "sms"), ("overdue_officer", "in_app")]


def test_the_state_stays_and_the_chain_holds(make: Situations) -> None:
    dossier = make.processing()
    before = dossier.version
    note_overdue_dossiers(now=LATER)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.version, dossier.overdue_noted_at) == (4, before + 1, LATER)
    assert first_broken(dossier.events.order_by("seq"), last_seq=dossier.last_seq, last_hash=dossier.last_hash) is None


def test_the_tallies_hear_of_it(make: Situations) -> None:
    dossier = make.processing()
    note_overdue_dossiers(now=LATER)
    event = dossier.events.get(act=Act.NOTE_OVERDUE)
    assert EventFeed.objects.filter(pk=event.pk).exists()


def test_the_officer_who_holds_it_is_told(make: Situations, office: Office) -> None:
    dossier = make.processing()
    note_overdue_dossiers(now=LATER)
    told = Notice.objects.get(about_id=dossier.pk, kind="overdue_officer")
    assert told.recipient == office.person(Post.SPECIALIST)
    assert told.data["due"] == "17:00 05/11/2026"


def test_every_desk_officer_of_the_day_is_told_where_nobody_holds_it(make: Situations, office: Office) -> None:
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(assignee=None)
    second = MembershipFactory(commune=office.commune).user
    MembershipFactory(commune=office.commune, valid_to=(LATER - timedelta(days=1)).date())
    MembershipFactory(commune=office.commune, user=UserFactory(is_active=False))

    note_overdue_dossiers(now=LATER)

    told = Notice.objects.filter(about_id=dossier.pk, kind="overdue_officer").values_list("recipient", flat=True)
    assert set(told) == {office.person(Post.DESK_OFFICER).pk, second.pk}


def test_nobody_to_tell_still_notes(make: Situations, office: Office) -> None:
    dossier = make.at_counter()
    Dossier.objects.filter(pk=dossier.pk).update(assignee=None)
    office.posts[Post.DESK_OFFICER].delete()
    assert note_overdue_dossiers(now=LATER) == 1
    assert kinds(dossier) == [("overdue_citizen", "sms")]


@pytest.mark.parametrize("situation", ["submitted", "awaiting_supplement", "result_ready", "returned"])
def test_a_stopped_clock_is_never_overdue(make: Situations, situation: str) -> None:
    getattr(make, situation)()
    assert note_overdue_dossiers(now=LATER + timedelta(days=30)) == 0


def test_a_result_after_the_note_ends_the_dossier_as_usual(make: Situations, office: Office) -> None:
    dossier = make.processing()
    note_overdue_dossiers(now=LATER)
    assert release_result(dossier.pk, call=office.call(Post.CLERK, LATER), result=signed_result(LATER)).finished_at == LATER


def test_the_oldest_come_first_and_the_limit_holds(make: Situations) -> None:
    young = make.received(MONDAY_9H + timedelta(days=1))
    old = make.received()
    assert note_overdue_dossiers(now=LATER + timedelta(days=9), limit=1) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert old.overdue_noted_at
    assert not young.overdue_noted_at


def test_chunks_add_up(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(note_overdue, "CHUNK", 2)
    for _ in range(3):
        make.received()
    assert note_overdue_dossiers(now=LATER) == 3


def test_a_silent_sweep_leaves_the_event_and_tells_nobody(make: Situations) -> None:
    dossier = make.processing()
    note_overdue_dossiers(now=LATER, tell=False)
    assert dossier.events.filter(act=Act.NOTE_OVERDUE).count() == 1
    assert kinds(dossier) == []


def test_an_empty_sweep_reads_the_partial_index_only(make: Situations) -> None:
    make.returned()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM dossiers_dossier WHERE due_at < now() AND overdue_noted_at IS NULL AND state IN (2, 4)"
            " ORDER BY due_at, id LIMIT 5000 FOR NO KEY UPDATE SKIP LOCKED"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "dossier_sweep_overdue" in plan
    assert "Sort" not in plan
