"""What holds for every standing order: its moment, once, an event in the chain, and no row it has no business with."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import ActCall, citizen
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.chain import first_broken
from dossiers.errors import VersionConflict
from dossiers.models import Dossier, DossierEvent, EventFeed, Extension
from dossiers.states import Act
from dossiers.sweeps import (
    APOLOGY_DUE,
    DUE_SOON,
    ORDERS,
    OVERDUE,
    RESPONSE_OVERDUE,
    STEP_OVERDUE,
    SUPPLEMENT_EXPIRED,
    Sweep,
    chunks,
    note_all,
    note_due,
    run_sweep,
)
from dossiers.sweeps.statement import sweep_statement, waiting_statement
from notifications.models import Notice
from tests.dossiers.sweeps.conftest import Case, MakeCase, copies
from tests.factories.dossiers import MONDAY_9H, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

SECOND = timedelta(seconds=1)
each_order = pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.act.value)
ASKED = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
ANSWER = [Sent(1, "Đã gửi lại")]


def chain_holds(dossier: Dossier) -> bool:
    dossier.refresh_from_db()
    return first_broken(dossier.events.order_by("seq"), last_seq=dossier.last_seq, last_hash=bytes(dossier.last_hash)) is None


@each_order
def test_it_notes_at_its_moment_and_once(order: Sweep, case: MakeCase) -> None:
    its = case(order)
    before = Dossier.objects.get(pk=its.dossier.pk)
    first = its.moment if order.warns else its.moment + SECOND  # a warning begins at its moment, lateness after it

    noted = [note_due(order, now=now) for now in (first - SECOND, first, first + SECOND)]

    assert noted == [0, 1, 0]
    assert (its.noted_at, its.events()) == (first, 1)
    assert chain_holds(its.dossier)
    its.dossier.refresh_from_db()
    assert (its.dossier.state, its.dossier.version) == (before.state, before.version)
    assert EventFeed.objects.filter(pk=its.dossier.events.get(act=order.act).pk).exists()


@each_order
def test_fifty_rows_are_fifty_events_in_one_statement(order: Sweep, case: MakeCase) -> None:
    its = case(order)
    steps = [its.row] if order.of_steps else []
    twins = copies(its.dossier, 49)
    for step in steps * 49:
        step.pk, step.dossier = None, twins.pop()
        step.save(force_insert=True)
    assert run_sweep(order, now=its.moment + SECOND, size=50) == 50
    assert DossierEvent.objects.filter(act=order.act).count() == 50
    assert all(map(chain_holds, Dossier.objects.order_by("pk")[:3]))


def test_a_form_open_while_the_clock_notes_stays_good_and_a_conflict_names_the_person(case: MakeCase, office: Office) -> None:
    its = case(OVERDUE)
    seen, late = its.dossier.version, its.moment + SECOND
    note_due(OVERDUE, now=late)
    request_supplement(its.dossier.pk, call=office.call(Post.SPECIALIST, late, version=seen), items=ASKED)
    Dossier.objects.filter(pk=its.dossier.pk).update(supplement_due_at=late)
    note_due(SUPPLEMENT_EXPIRED, now=late + SECOND)
    with pytest.raises(VersionConflict) as refused:
        request_supplement(its.dossier.pk, call=office.call(Post.COMMUNE_LEADER, late + SECOND, version=seen), items=ASKED)
    assert refused.value.data["who"] == office.person(Post.SPECIALIST).full_name


@pytest.mark.parametrize("order", [OVERDUE, STEP_OVERDUE, APOLOGY_DUE, DUE_SOON], ids=lambda order: order.act.value)
def test_a_clock_that_stands_is_left_alone(order: Sweep, case: MakeCase, office: Office) -> None:
    its = case(order)
    request_supplement(its.dossier.pk, call=office.call(Post.SPECIALIST), items=ASKED)
    assert note_due(order, now=its.moment + SECOND) == 0


def test_a_window_closed_by_a_withdrawal_is_left_alone(case: MakeCase, make: Situations) -> None:
    its = case(SUPPLEMENT_EXPIRED)
    withdraw_dossier(its.dossier.pk, call=ActCall(citizen(make.applicant), its.moment))
    assert note_due(SUPPLEMENT_EXPIRED, now=its.moment + SECOND) == 0


@pytest.mark.parametrize("order", [OVERDUE, APOLOGY_DUE, DUE_SOON], ids=lambda order: order.act.value)
def test_a_new_due_moment_is_noted_anew(order: Sweep, case: MakeCase, make: Situations, office: Office) -> None:
    its = case(order)
    first = its.moment + SECOND
    asked_at = min(its.moment, MONDAY_9H + timedelta(hours=1))
    note_due(order, now=first) if order.warns else None
    dossier = request_supplement(its.dossier.pk, call=office.call(Post.SPECIALIST, asked_at), items=ASKED)
    answered = supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), first + timedelta(days=7)), sent=ANSWER)

    moved = getattr(answered, order.due_column)
    assert moved > its.moment
    assert note_due(order, now=moved + SECOND) == 1
    assert its.events() == (2 if order.warns else 1)
    assert chain_holds(its.dossier)


def test_an_answer_due_anew_is_noted_anew(case: MakeCase, make: Situations, office: Office) -> None:
    its = case(RESPONSE_OVERDUE)
    late = its.moment + SECOND
    note_due(RESPONSE_OVERDUE, now=late)
    request_supplement(its.dossier.pk, call=office.call(Post.DESK_OFFICER, late), items=ASKED)
    answered = supplement_dossier(its.dossier.pk, call=ActCall(citizen(make.applicant), late + SECOND), sent=ANSWER)
    assert answered.response_noted_at is None
    assert note_due(RESPONSE_OVERDUE, now=answered.response_due_at + SECOND) == 1


def test_a_second_window_is_noted_anew(case: MakeCase, make: Situations, office: Office) -> None:
    its = case(SUPPLEMENT_EXPIRED)
    late = its.moment + SECOND
    note_due(SUPPLEMENT_EXPIRED, now=late)
    supplement_dossier(its.dossier.pk, call=ActCall(citizen(make.applicant), late), sent=ANSWER)
    again = request_supplement(its.dossier.pk, call=office.call(Post.COMMUNE_LEADER, late), items=ASKED)
    assert note_due(SUPPLEMENT_EXPIRED, now=again.supplement_due_at + SECOND) == 1
    assert its.events() == 2


def test_a_stop_gives_an_open_step_its_minutes_back(case: MakeCase, make: Situations, office: Office) -> None:
    its = case(STEP_OVERDUE)
    assert its.moment == MONDAY_9H + timedelta(hours=2)
    asked_at, answered_at = MONDAY_9H + timedelta(minutes=30), datetime(2026, 11, 4, 16, 0, tzinfo=ZONE)
    request_supplement(its.dossier.pk, call=office.call(Post.SPECIALIST, asked_at), items=ASKED)
    supplement_dossier(its.dossier.pk, call=ActCall(citizen(make.applicant), answered_at), sent=ANSWER)
    assert its.row.due_at == datetime(2026, 11, 5, 8, 30, tzinfo=ZONE)  # 90 minutes: an hour until closing, the rest next morning


def test_a_withdrawal_taken_back_gives_them_back_too_but_not_to_a_late_step(case: MakeCase, make: Situations) -> None:
    its = case(STEP_OVERDUE)
    person, late = citizen(make.applicant), its.moment + timedelta(minutes=30)
    for at in (MONDAY_9H + timedelta(minutes=60), late):
        withdraw_dossier(its.dossier.pk, call=ActCall(person, at))
        cancel_withdrawal(its.dossier.pk, call=ActCall(person, at + timedelta(minutes=20)))
    assert its.row.due_at == its.moment + timedelta(minutes=20)  # given back once: at `late` none were left


def test_a_limit_too_short_for_warnings_warns_of_nothing(make: Situations) -> None:
    make.version = ProcedureVersionFactory(time_limit_rule="2h")
    dossier = make.processing()
    assert [note_due(order, now=dossier.due_at) for order in (DUE_SOON, APOLOGY_DUE)] == [0, 0]


def test_overdue_silences_the_warnings_that_come_too_late(case: MakeCase) -> None:
    its = case(OVERDUE)
    assert note_all(now=its.moment + SECOND) == 2  # the dossier and its step
    acts = set(its.dossier.events.filter(act__startswith="note_").values_list("act", flat=True))
    assert acts == {Act.NOTE_OVERDUE, Act.NOTE_STEP_OVERDUE}
    its.dossier.refresh_from_db()
    assert its.dossier.due_soon_noted_at == its.dossier.apology_noted_at == its.dossier.overdue_noted_at


def test_a_warning_given_keeps_its_moment_when_overdue_follows(due_soon: Case) -> None:
    note_due(DUE_SOON, now=due_soon.moment)
    note_due(OVERDUE, now=due_soon.dossier.due_at + SECOND)
    assert due_soon.noted_at == due_soon.moment


def test_no_warning_is_given_of_what_is_overdue_already(due_soon: Case) -> None:
    assert note_due(DUE_SOON, now=due_soon.dossier.due_at + SECOND) == 0


def test_the_letter_is_drafted_once(case: MakeCase) -> None:
    its = case(APOLOGY_DUE)
    note_due(APOLOGY_DUE, now=its.moment)
    letter = Extension.objects.get(dossier=its.dossier)
    assert (letter.drafted_at, letter.issued_at, letter.reason) == (its.moment, None, "")

    Dossier.objects.filter(pk=its.dossier.pk).update(apology_noted_at=None)
    note_due(APOLOGY_DUE, now=its.moment + SECOND)
    assert Extension.objects.get(dossier=its.dossier).drafted_at == its.moment


def test_a_dossier_that_had_its_apology_is_passed_over_in_silence(case: MakeCase, office: Office) -> None:
    its = case(APOLOGY_DUE)
    Extension.objects.create(
        dossier=its.dossier,
        drafted_at=MONDAY_9H,
        reason="Chờ xác minh",
        until=its.moment.date(),
        issued_at=MONDAY_9H,
        issued_by=office.person(Post.COMMUNE_LEADER),
        due_before=its.moment,
        due_after=its.moment,
    )
    assert note_due(APOLOGY_DUE, now=its.moment) == 1
    assert (its.noted_at, its.events(), Notice.objects.filter(kind="apology_due").count()) == (its.moment, 0, 0)
    assert chain_holds(its.dossier)


def test_an_order_that_fails_stops_no_other(case: MakeCase) -> None:
    its = case(APOLOGY_DUE)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE dossiers_extension RENAME TO gone")
    note_all(now=its.moment)
    assert (its.events(), its.dossier.events.filter(act=Act.NOTE_DUE_SOON).count()) == (0, 1)


def test_a_run_without_time_leaves_everything_to_the_next(due_soon: Case) -> None:
    assert note_all(now=due_soon.moment, seconds=0) == 0


def test_the_oldest_come_first_and_the_limit_holds(make: Situations) -> None:
    young, old = make.received(MONDAY_9H + timedelta(days=1)), make.received()
    assert note_due(OVERDUE, now=MONDAY_9H + timedelta(days=12), limit=1) == 1
    young.refresh_from_db()
    old.refresh_from_db()
    assert (bool(old.overdue_noted_at), bool(young.overdue_noted_at)) == (True, False)


def test_chunks_add_up(case: MakeCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 2)
    its = case(OVERDUE)
    copies(its.dossier, 4)
    assert note_due(OVERDUE, now=its.moment + SECOND) == 5


@each_order
def test_what_waits_is_found_in_the_partial_index_alone(order: Sweep, case: MakeCase) -> None:
    case(order)
    index = {
        OVERDUE: "dossier_sweep_overdue",
        RESPONSE_OVERDUE: "dossier_sweep_response",
        STEP_OVERDUE: "step_sweep_overdue",
        SUPPLEMENT_EXPIRED: "dossier_sweep_supplement",
        APOLOGY_DUE: "dossier_sweep_apology",
        DUE_SOON: "dossier_sweep_due_soon",
    }[order]
    claim = sweep_statement(order, tell=False).split("hashed AS")[0].rstrip(",\n") + " SELECT count(*) FROM claimed"  # noqa: S608  our own text
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for statement in (claim, waiting_statement((order,))):
            cursor.execute("EXPLAIN " + statement, {"now": MONDAY_9H, "size": 5_000, "genesis": b""})
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert f"using {index} on" in plan
            assert "Sort" not in plan


def test_an_empty_sweep_is_one_look_and_touches_nothing(case: MakeCase, django_assert_num_queries: pytest.FixtureRequest) -> None:
    its = case(OVERDUE)
    early = MONDAY_9H + timedelta(minutes=1)
    before = tuples()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert note_all(now=early) == 0
    assert tuples() == before
    assert its.events() == 0


def tuples() -> list[tuple[str, int]]:
    """Return every dossier with the transaction that wrote its row last, and how many events and notices there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, xmin::text::bigint FROM dossiers_dossier UNION ALL SELECT 'n', count(*) FROM notifications_notice ORDER BY 1"
        )
        return list(cursor.fetchall())
