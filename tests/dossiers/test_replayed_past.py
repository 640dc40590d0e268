"""What a replayed past is like: everything in it could have happened, and nobody is told."""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.time_limits import TimeLimit, due_moment
from dossiers.log_check import check_log
from dossiers.models import Channel, Dossier, DossierEvent, DossierParty, DossierStep, EventFeed, Extension, Result, Suspension
from dossiers.states import CLOCK_RUNNING, FINISHED, MOVES, Act
from dossiers.sweeps import note_all
from notifications.models import Notice
from tests.factories.replays import TODAY, purge_quietly, replay_past, small_city

pytestmark = pytest.mark.django_db

PRESENT = datetime.combine(TODAY, time.min, ZONE)


@pytest.fixture(scope="module")
def batch(module_db):
    small_city()
    return replay_past()


def test_it_writes_as_many_as_asked_with_the_share_asked_for(batch):
    assert Dossier.objects.filter(batch=batch).count() == 300
    assert Dossier.objects.filter(channel=Channel.ONLINE).count() == 120


def test_every_chain_holds_and_ends_in_the_state_of_its_dossier(batch):
    checked = list(check_log())
    assert checked[-1].dossiers == 300
    assert not [fault for portion in checked for fault in portion.faults]


def test_every_event_is_a_move_of_the_table(batch):
    allowed = {(move.act, source, move.to or source) for move in MOVES for source in move.sources}
    allowed |= {(move.act, None, move.to) for move in MOVES if move.opens}
    told = {(Act(act), before, after) for act, before, after in DossierEvent.objects.values_list("act", "from_state", "to_state")}
    assert not told - allowed


def test_events_come_in_order_and_none_lies_in_the_future(batch):
    moments = defaultdict(list)
    for dossier_id, at in DossierEvent.objects.order_by("dossier", "seq").values_list("dossier", "at"):
        moments[dossier_id].append(at)
    assert all(of_one == sorted(of_one) for of_one in moments.values())
    assert max(of_one[-1] for of_one in moments.values()) < PRESENT


def test_due_moments_are_those_of_the_engine(batch):
    for dossier in Dossier.objects.filter(received_at__isnull=False).order_by("pk"):
        calendar = calendar_of_revision(dossier.calendar_revision_id)
        assert dossier.original_due_at == due_moment(TimeLimit.parse(dossier.time_limit_rule), dossier.received_at, calendar)


def test_people_come_to_counters_on_working_days_in_office_hours(batch):
    for at in Dossier.objects.exclude(channel=Channel.ONLINE).order_by("pk").values_list("received_at", flat=True):
        local = at.astimezone(ZONE)
        assert local.weekday() < 5
        assert time(8) <= local.time() < time(12) or time(13) <= local.time() < time(17)


def test_what_ran_late_is_noted_once_and_nobody_is_told(batch):
    late = Dossier.objects.filter(state__in=CLOCK_RUNNING, due_at__lt=PRESENT)
    assert late.exists()
    assert not late.filter(overdue_noted_at__isnull=True).exists()
    assert note_all(now=PRESENT) == 0
    assert max(Counter(DossierEvent.objects.filter(act=Act.NOTE_OVERDUE).order_by("pk").values_list("dossier", flat=True)).values()) == 1
    assert not Notice.objects.exists()


def test_codes_run_by_unit_and_day_in_the_order_of_filing(batch):
    serials = defaultdict(list)
    for unit, at, code in Dossier.objects.order_by("listed_at", "pk").values_list("receiving_unit", "listed_at", "code"):
        serials[unit, at.astimezone(ZONE).date()].append(int(code.rsplit("-", 1)[1]))
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in serials.values())


def test_people_bear_made_up_names_and_numbers_of_no_province(batch):
    numbers = [party.identity_number for party in DossierParty.objects.order_by("pk")]
    assert len(set(numbers)) == 300
    assert all(number.startswith("000") and len(number) == 12 for number in numbers)
    assert not DossierParty.objects.filter(phone_hash__isnull=False).exists()


def test_every_event_waits_to_be_counted(batch):
    assert EventFeed.objects.count() == DossierEvent.objects.count()


def test_finished_dossiers_have_a_result_and_no_open_step(batch):
    with_result = Dossier.objects.filter(state__in=[9, 10])
    assert Result.objects.count() == with_result.count()
    assert not DossierStep.objects.filter(dossier__in=with_result, finished_at__isnull=True).exists()
    assert not Suspension.objects.filter(dossier__state__in=FINISHED, ended_at__isnull=True).exists()


def test_a_purge_takes_what_was_done_since_along(batch):
    dossier = Dossier.objects.order_by("pk").first()
    Notice.objects.create(
        dedupe="x", kind="overdue", channel="email", address_sealed=b"x", about_id=dossier.pk, next_try_at=PRESENT, created_at=PRESENT
    )
    assert note_all(now=PRESENT + timedelta(hours=9))
    assert Extension.objects.exists()
    purge_quietly(batch)
    assert not Notice.objects.exists()
    assert not Extension.objects.exists()


def test_a_purge_of_nothing_removes_nothing(batch):
    assert purge_quietly("") == purge_quietly("replay-elsewhere") == 0
    assert Dossier.objects.count() == 300


def test_events_of_another_batch_cannot_be_removed(batch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.purging_batch', 'another', true)")
        with pytest.raises(Exception, match="append-only"):
            cursor.execute("DELETE FROM dossiers_dossierevent")


def test_the_log_command_agrees(batch, capsys):
    call_command("verify_log")
    assert "300 hồ sơ" in capsys.readouterr().out
