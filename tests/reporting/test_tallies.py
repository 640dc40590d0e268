"""Sums count every event once, on its day at the office, for the commune that decides."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import ActCall, citizen
from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.decline import decline_dossier
from dossiers.acts.release_result import release_result
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.stop import stop_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier, EventFeed
from reporting.models import TallyUnitDay
from reporting.tallies import COUNTED, roll_tallies, uncount_dossiers
from reporting.tasks import roll_tallies as roll_tallies_task
from tests.factories.dossiers import MONDAY_9H, signed_result
from tests.factories.replays import replay_past, small_city

pytestmark = pytest.mark.django_db

MONDAY = MONDAY_9H.date()


def tally(unit, day=MONDAY):
    """Return the counted columns of a cell that are not zero."""
    roll_tallies()
    cell = TallyUnitDay.objects.filter(unit=unit, day=day).first()
    return {name: getattr(cell, name) for name in COUNTED if cell and getattr(cell, name)}


def released(make, at):
    """Return a dossier received on Monday (due on Thursday at 17:00) and released at `at`."""
    call = make.office.call(Post.CLERK, at)
    return release_result(make.processing().pk, call=call, result=signed_result(at))


def test_a_reception_counts_on_its_day(make, office):
    make.at_counter()
    assert tally(office.commune) == {"received": 1}


def test_an_online_filing_counts_when_it_is_received_not_when_it_is_sent(make, office):
    make.submitted()
    assert tally(office.commune) == {}
    make.received(MONDAY_9H + timedelta(days=1))
    assert tally(office.commune, MONDAY + timedelta(days=1)) == {"received": 1, "online": 1}


def test_the_day_is_that_of_the_office_not_of_the_server(make, office):
    half_past_six = datetime(2026, 11, 3, 6, 30, tzinfo=ZONE)  # still Monday in UTC
    make.at_counter(half_past_six)
    assert tally(office.commune, date(2026, 11, 3)) == {"received": 1}


def test_the_commune_that_decides_is_counted_not_the_desk_that_took_it(make, office, elsewhere):
    make.at_counter(competent=elsewhere.commune)
    assert tally(elsewhere.commune) == {"received": 1, "non_local": 1}
    assert tally(office.commune) == {}


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        (datetime(2026, 11, 4, 16, 59, tzinfo=ZONE), "early"),
        (datetime(2026, 11, 5, 8, 0, tzinfo=ZONE), "on_time"),
        (datetime(2026, 11, 5, 17, 0, tzinfo=ZONE), "on_time"),
        (datetime(2026, 11, 5, 17, 0, 1, tzinfo=ZONE), "late_plain"),
    ],
)
def test_a_result_is_early_on_time_or_late_at_its_due_moment(make, office, moment, kind):
    released(make, moment)
    assert tally(office.commune, moment.date()) == {kind: 1}


def test_a_reopened_dossier_leaves_the_day_it_was_counted_on(make, office):
    tuesday = MONDAY_9H + timedelta(days=1)
    dossier = released(make, tuesday)
    assert tally(office.commune, tuesday.date()) == {"early": 1}
    reopen_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, MONDAY_9H + timedelta(days=2)), reason="Sai tên")
    assert tally(office.commune, tuesday.date()) == {}
    assert tally(office.commune, MONDAY + timedelta(days=2)) == {}


def test_release_and_reopening_counted_in_one_run_cancel_out(make, office):
    dossier = released(make, MONDAY_9H + timedelta(days=1))
    reopen_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, MONDAY_9H + timedelta(days=1)), reason="Sai tên")
    assert tally(office.commune, MONDAY + timedelta(days=1)) == {}
    assert tally(office.commune) == {"received": 1, "online": 1}


def test_endings_without_a_result_have_columns_of_their_own(make, office):
    leader, desk = office.call(Post.COMMUNE_LEADER), office.call(Post.DESK_OFFICER)
    decline_dossier(make.submitted().pk, call=desk, ground="duplicate", explanation="Đã nộp hôm qua")
    stop_dossier(make.received().pk, call=leader, legal_basis="Điều 1", explanation="Theo đề nghị")
    withdrawn = withdraw_dossier(make.received().pk, call=ActCall(citizen(make.applicant), MONDAY_9H))
    approve_withdrawal(withdrawn.pk, call=leader)
    assert tally(office.commune) == {"received": 2, "online": 2, "declined": 1, "stopped": 1, "withdrawn": 1}


def test_what_was_never_received_is_neither_stopped_nor_withdrawn(make, office):
    withdraw_dossier(make.submitted().pk, call=ActCall(citizen(make.applicant), MONDAY_9H))
    assert tally(office.commune) == {}


def test_each_event_is_counted_once_in_chunks_of_any_size(make, office):
    for _ in range(3):
        make.at_counter()
    assert roll_tallies(chunk=2) == 3
    assert roll_tallies() == 0
    assert not EventFeed.objects.exists()
    assert tally(office.commune) == {"received": 3}


def test_the_task_of_the_beat_counts(make, office):
    make.at_counter()
    roll_tallies_task()
    assert TallyUnitDay.objects.get(unit=office.commune).received == 1


def test_a_run_that_fails_counts_nothing_and_loses_nothing(make, office):
    make.at_counter()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_tallyunitday ADD CONSTRAINT broken CHECK (received = 0) NOT VALID")
    with pytest.raises(IntegrityError), transaction.atomic():  # a savepoint: the test's own transaction goes on
        roll_tallies()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_tallyunitday DROP CONSTRAINT broken")
    assert tally(office.commune) == {"received": 1}


def counted_by_hand():
    """Count a replayed past from the events themselves, without the statement under test."""
    cells = {}
    for dossier in Dossier.objects.order_by("pk"):
        due = dossier.due_at
        for event in dossier.events.order_by("seq"):
            day = event.at.astimezone(ZONE).date()
            columns = {
                "receive": ["received", *(["online"] if dossier.channel == 2 else []), *(["post"] if dossier.channel == 3 else [])],
                "decline": ["declined"],
                "stop": ["stopped"],
                "approve_withdrawal": ["withdrawn"],
            }.get(event.act, [])
            if event.act == "receive" and dossier.receiving_unit_id != dossier.competent_unit_id:
                columns.append("non_local")
            if event.act == "release_result":
                columns = ["late_plain" if event.at > due else "early" if day < due.astimezone(ZONE).date() else "on_time"]
            for column in columns:
                cells[dossier.competent_unit_id, day, column] = cells.get((dossier.competent_unit_id, day, column), 0) + 1
    return cells


def counted_in_tallies():
    cells = TallyUnitDay.objects.order_by("day", "unit")
    return {(cell.unit_id, cell.day, name): getattr(cell, name) for cell in cells for name in COUNTED if getattr(cell, name)}


def test_the_sums_of_a_replayed_past_equal_its_events(db):
    small_city()
    replay_past(count=400)
    roll_tallies()
    assert counted_in_tallies() == counted_by_hand()


def test_removed_dossiers_leave_the_sums_whether_they_were_counted_or_not(db):
    small_city()
    kept = replay_past(count=80)
    roll_tallies()
    before = counted_in_tallies()
    gone = replay_past(count=80, seed=5)
    roll_tallies(chunk=100)
    waiting = replay_past(count=20, seed=6)
    uncount_dossiers(list(Dossier.objects.filter(batch__in=[gone, waiting]).order_by("pk").values_list("pk", flat=True)))
    assert counted_in_tallies() == before
    assert not EventFeed.objects.exists()
    assert Dossier.objects.filter(batch=kept).count() == 80
