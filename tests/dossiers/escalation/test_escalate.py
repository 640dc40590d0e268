"""Overdue dossiers climb the ladder once a level and working day, whoever runs it and however often."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import InterfaceError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Post
from dossiers.acts.release_result import release_result
from dossiers.chain import first_broken
from dossiers.escalation import escalate as escalating
from dossiers.escalation.escalate import escalate
from dossiers.models import Dossier, Escalation, EscalationRule, EventFeed
from dossiers.states import Act
from dossiers.sweeps import chunks
from tests.dossiers.escalation.conftest import FRIDAY_BEFORE_TET, Late, at, put_late
from tests.factories.communes import CalendarRevisionFactory, city_calendar
from tests.factories.dossiers import Office, Situations, signed_result

NOON_AFTER_TET = at(23, 12)


def levels(dossier: Dossier) -> list[tuple[int, int]]:
    """Return the level and the day of February of every escalation."""
    return [(row.level, row.on.day) for row in Escalation.objects.filter(dossier=dossier).order_by("on", "level")]


def caps(dossier: Dossier) -> list[str]:
    return list(dossier.events.filter(act=Act.NOTE_ESCALATED).order_by("seq").values_list("artefact", flat=True))


@pytest.mark.parametrize(
    ("moment", "level"),
    [
        (at(14, 12), 0),  # a Saturday
        (at(18, 12), 0),  # Tết
        (at(23, 8), 0),
        (at(23, 11, 59, 59), 0),
        (NOON_AFTER_TET, 1),
        (at(23, 16, 59, 59), 1),
        (at(23, 17), 2),
        (at(24, 16, 59), 2),
        (at(24, 17), 3),
    ],
)
def test_it_reaches_a_level_after_office_minutes_not_after_hours(late: Late, moment: datetime, level: int) -> None:
    dossier = late()
    assert escalate(now=moment) == (1 if level else 0)
    dossier.refresh_from_db()
    assert (dossier.escalated_level, dossier.escalated_on) == (level, moment.date() if level else None)
    assert levels(dossier) == [(each, moment.day) for each in range(1, level + 1)]
    assert caps(dossier) == ([f"cap:{level}"] if level else [])


def test_each_level_hears_once_a_working_day(late: Late) -> None:
    dossier = late()
    for moment in (NOON_AFTER_TET, at(23, 12, 1), at(23, 17), at(23, 23), at(24, 7, 59), at(24, 8), at(24, 9)):
        escalate(now=moment)
    assert levels(dossier) == [(1, 23), (2, 23), (1, 24), (2, 24)]
    assert caps(dossier) == ["cap:1", "cap:2", "cap:2"]


def test_a_day_off_is_no_further_day(late: Late) -> None:
    dossier = late()
    escalate(now=at(27, 9))
    assert (escalate(now=at(28, 9)), escalate(now=at(1, 9, month=3)), escalate(now=at(2, 8, month=3))) == (0, 0, 1)
    assert [day for _, day in levels(dossier)] == [27] * 3 + [2] * 3


def test_the_clock_going_backwards_brings_nothing_twice(late: Late) -> None:
    late()
    escalate(now=at(24, 9))
    assert escalate(now=at(23, 13)) == 0
    assert escalate(now=at(24, 9, 30)) == 0


def test_state_and_version_stay_chain_holds_and_tallies_hear(late: Late) -> None:
    dossier = late()
    escalate(now=NOON_AFTER_TET)
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.state, after.version) == (dossier.state, dossier.version)
    assert first_broken(after.events.order_by("seq"), last_seq=after.last_seq, last_hash=after.last_hash) is None
    event = after.events.get(act=Act.NOTE_ESCALATED)
    assert (event.post, event.actor, event.at) == ("system", None, NOON_AFTER_TET)
    assert EventFeed.objects.filter(pk=event.pk).exists()


def test_a_dossier_that_waits_or_is_done_is_left_alone(late: Late, make: Situations, office: Office) -> None:
    waiting = make.awaiting_supplement(at(2, 9))
    done = late()
    release_result(done.pk, call=office.call(Post.CLERK, at(23, 9)), result=signed_result(at(23, 9)))
    moments = {"due_at": FRIDAY_BEFORE_TET, "overdue_noted_at": at(23, 9)}
    Dossier.objects.filter(pk__in=[waiting.pk, done.pk]).update(**moments)
    assert escalate(now=at(24, 17)) == 0


def test_what_is_overdue_but_not_noted_waits_for_the_note(late: Late) -> None:
    Dossier.objects.filter(pk=late().pk).update(overdue_noted_at=None)
    assert escalate(now=NOON_AFTER_TET) == 0


def test_a_commune_goes_by_its_own_ladder_and_the_others_by_the_citys(
    late: Late, office: Office, elsewhere: Office, make: Situations
) -> None:
    EscalationRule.objects.create(commune=office.commune, level=1, post=Post.COMMUNE_LEADER, after_minutes=60)
    EscalationRule.objects.create(level=1, post=Post.CITY_STAFF, after_minutes=120)
    own = late()
    other = put_late(Situations(elsewhere, make.applicant, make.version).processing(at(2, 9, month=1)), FRIDAY_BEFORE_TET)
    assert (escalate(now=at(23, 9)), escalate(now=at(23, 10))) == (1, 1)
    posts = Escalation.objects.order_by("at").values_list("dossier", "level", "post")
    assert list(posts) == [(own.pk, 1, Post.COMMUNE_LEADER), (other.pk, 1, Post.CITY_STAFF)]


def test_each_dossier_goes_by_the_calendar_it_is_pinned_to(late: Late, office: Office) -> None:
    early = city_calendar()
    early["weekly"]["monday"] = [["07:00", "11:00"], ["13:00", "17:00"]]
    by_city, by_own = late(), late()
    revision = CalendarRevisionFactory(commune=office.commune, content=early)
    Dossier.objects.filter(pk=by_own.pk).update(calendar_revision=revision)
    escalate(now=at(23, 11))
    assert (levels(by_city), levels(by_own)) == ([], [(1, 23)])


def test_a_new_appointment_begins_the_ladder_anew(late: Late) -> None:
    dossier = late()
    escalate(now=at(24, 9))
    Dossier.objects.filter(pk=dossier.pk).update(
        due_at=at(24, 12), overdue_noted_at=at(24, 12, 0, 15), escalated_level=0, escalated_on=None
    )
    escalate(now=at(24, 17))
    assert levels(dossier) == [(1, 24), (1, 24), (2, 24)]
    assert caps(dossier) == ["cap:2", "cap:1"]


def test_chunks_add_up_and_a_failing_one_is_tried_smaller(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    for minute in range(3):
        late(FRIDAY_BEFORE_TET - timedelta(minutes=minute))
    bring, sizes = escalating._bring, []

    def sometimes(parameters, size):
        sizes.append(size)
        if len(sizes) == 1:
            raise InterfaceError
        return bring(parameters, size)

    monkeypatch.setattr(chunks, "CHUNK", 20)
    monkeypatch.setattr(escalating, "_bring", sometimes)
    assert escalate(now=NOON_AFTER_TET) == 3
    assert sizes == [20, 2, 2]


def test_a_crash_within_a_chunk_leaves_nothing(late: Late) -> None:
    dossier = late()
    with transaction.atomic():
        assert escalate(now=NOON_AFTER_TET) == 1
        transaction.set_rollback(True)
    assert (levels(dossier), caps(dossier)) == ([], [])
    assert escalate(now=NOON_AFTER_TET) == 1


def test_a_run_with_nothing_to_do_is_three_statements(late: Late) -> None:
    late()
    escalate(now=NOON_AFTER_TET)
    with CaptureQueriesContext(connection) as queries:
        escalate(now=at(23, 12, 5))
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) == 3  # rules, revisions, the claim


@pytest.mark.django_db(transaction=True)
def test_a_row_an_act_holds_is_left_to_the_next_run(late: Late) -> None:
    held, free = late(), late()
    holds, done = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            Dossier.objects.select_for_update(of=("self",)).get(pk=held.pk)
            holds.set()
            done.wait(20)
        connection.close()

    officer = threading.Thread(target=act)
    officer.start()
    holds.wait(20)
    brought = escalate(now=NOON_AFTER_TET)
    done.set()
    officer.join()
    assert (brought, levels(free), escalate(now=NOON_AFTER_TET), levels(held)) == (1, [(1, 23)], 1, [(1, 23)])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_bring_each_dossier_once(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)
    dossiers = [late() for _ in range(5)]
    brought, together = [], threading.Barrier(3)

    def work() -> None:
        together.wait()
        brought.append(escalate(now=at(24, 17)))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    brought.append(escalate(now=at(24, 17)))  # rows that one worker held while another looked
    assert sum(brought) == 5
    assert all(levels(dossier) == [(1, 24), (2, 24), (3, 24)] for dossier in dossiers)
    assert all(caps(dossier) == ["cap:3"] for dossier in dossiers)
