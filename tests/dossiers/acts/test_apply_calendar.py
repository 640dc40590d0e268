"""A new calendar over open dossiers: what moves, what stays, who is told; once, whatever happens in between."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import psycopg2
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection

from accounts.permissions import Post
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from core.clock import ZONE
from core.sealing import keyed_hash, seal
from dossiers.actors import ActCall, citizen
from dossiers.acts import apply_calendar as applying
from dossiers.acts._calendar_rows import Repinned, _place
from dossiers.acts._clock import NOTED_COLUMNS, apologised_at
from dossiers.acts.apply_calendar import apply_calendar, unfinished_drafts
from dossiers.acts.extend import extend_dossier
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.calendar_moments import Counted
from dossiers.chain import first_broken
from dossiers.clock_check import compare_clocks
from dossiers.models import Dossier, DossierParty, EventFeed, PartyRole
from dossiers.selectors.calendar_effect import with_clocks
from dossiers.states import Act, DossierState
from notifications.models import Notice
from reporting import tasks
from tests.factories.calendars import approved_draft
from tests.factories.communes import CalendarRevisionFactory, city_calendar
from tests.factories.dossiers import MONDAY_9H, Office, Situations

NOW = MONDAY_9H + timedelta(hours=2)
DUE = datetime(2026, 11, 5, 17, 0, tzinfo=ZONE)  # three working days from Monday
MOVED = datetime(2026, 11, 6, 17, 0, tzinfo=ZONE)  # with Wednesday off


def run(draft: CalendarDraft, now: datetime = NOW) -> CalendarDraft:
    apply_calendar(draft.pk, now=now)
    draft.refresh_from_db()
    return draft


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def applied(dossier: Dossier) -> int:
    return dossier.events.filter(act=Act.APPLY_CALENDAR).count()


def test_a_running_clock_moves_and_its_people_hear_of_it(make: Situations) -> None:
    before = make.processing()
    Dossier.objects.update(due_soon_noted_at=NOW, apology_noted_at=NOW, overdue_noted_at=NOW, escalated_level=2, escalated_on=NOW.date())
    draft = run(approved_draft())

    dossier = fresh(before)
    assert (before.due_at, dossier.due_at, dossier.original_due_at, dossier.next_act_by) == (DUE, MOVED, DUE, MOVED)
    assert dossier.calendar_revision_id == draft.revision_id
    assert [getattr(dossier, name) for name in NOTED_COLUMNS] == [None, None, None, 0, None]
    event = dossier.events.get(act=Act.APPLY_CALENDAR)
    assert [datetime.fromisoformat(each) for each in event.note.data["moved"]["due_at"]] == [DUE, MOVED]
    assert EventFeed.objects.filter(pk=event.pk).exists()
    assert first_broken(dossier.events.order_by("seq"), last_seq=dossier.last_seq, last_hash=dossier.last_hash) is None
    told = Notice.objects.filter(kind="date_changed").order_by("channel")
    assert [(notice.channel, notice.data["old_due"], notice.data["due"]) for notice in told] == [
        ("in_app", "17:00 05/11/2026", "17:00 06/11/2026"),
        ("sms", "17:00 05/11/2026", "17:00 06/11/2026"),
    ]
    assert draft.status == DraftStatus.APPLIED
    assert draft.counts == {"total": 1, "done": 1, "written": 1, "moved": 1, "told": 2, "failed": 0}
    assert compare_clocks(now=NOW).different == 0


def test_all_is_forgotten_with_the_old_appointment_but_not_the_letter_that_was_issued(make: Situations) -> None:
    before = make.extended(until=date(2026, 11, 9))
    Dossier.objects.update(due_soon_noted_at=NOW, overdue_noted_at=NOW, escalated_level=3)
    clocked = next(iter(with_clocks([fresh(before)])))
    moved = Counted({"due_at": before.due_at + timedelta(days=1)})  # the warnings lie where they lay
    _place(Repinned(clocked, moved), moved.moved(clocked), before.calendar_revision)
    dossier = clocked.dossier
    assert [getattr(dossier, name) for name in NOTED_COLUMNS] == [None, apologised_at(before), None, 0, None]


def test_two_roles_of_one_address_are_told_once(make: Situations) -> None:
    before = make.processing()
    first = before.parties.get()
    first.email_cipher, first.email_hash = seal("A@example.org"), keyed_hash("a@example.org")
    first.save()
    DossierParty.objects.create(
        dossier=before, role=PartyRole.FILER, full_name="B", email_cipher=seal("a@example.org"), email_hash=keyed_hash("a@example.org")
    )
    assert run(approved_draft()).counts["told"] == 3
    assert Notice.objects.filter(kind="date_changed", channel="email").count() == 1


def test_a_stopped_clock_keeps_its_date_until_it_goes_on_with_the_minutes_it_now_has(make: Situations, applicant: Any) -> None:
    before = make.awaiting_supplement()
    run(approved_draft())

    dossier, stop = fresh(before), before.suspensions.get()
    assert (dossier.due_at, dossier.remaining_minutes, stop.remaining_minutes) == (
        MOVED,
        before.remaining_minutes,
        before.remaining_minutes,
    )
    assert dossier.supplement_due_at == stop.answer_by == datetime(2026, 11, 12, 17, 0, tzinfo=ZONE)  # seven working days, one later
    assert not Notice.objects.filter(kind="date_changed").exists()
    assert compare_clocks(now=NOW).different == 0
    call = ActCall(citizen(applicant), datetime(2026, 11, 3, 9, 0, tzinfo=ZONE))
    resumed = supplement_dossier(before.pk, call=call, sent=[Sent(1, "Đã sửa")])
    assert resumed.due_at == datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)


def test_what_the_citizen_was_given_to_supplement_is_never_shortened(make: Situations) -> None:
    before = make.awaiting_supplement()
    saturday = {"date": "2026-11-07", "kind": "makeup", "name": "Làm bù", "status": "announced", "sessions": [["08:00", "12:00"]]}
    run(approved_draft(saturday))
    assert fresh(before).supplement_due_at == before.supplement_due_at


def test_the_answer_to_a_filing_moves_without_a_pinned_calendar(make: Situations) -> None:
    before = make.submitted(MONDAY_9H + timedelta(days=1))
    draft = run(approved_draft())
    dossier = fresh(before)
    assert before.response_due_at == datetime(2026, 11, 4, 9, 0, tzinfo=ZONE)
    assert dossier.response_due_at == dossier.next_act_by == datetime(2026, 11, 5, 9, 0, tzinfo=ZONE)
    assert (dossier.calendar_revision_id, applied(dossier), draft.counts["moved"]) == (None, 1, 1)


def test_a_dossier_that_does_not_move_is_repinned_with_an_entry_and_nobody_is_told(make: Situations) -> None:
    before = make.received()
    far = {"date": "2026-12-14", "kind": "off", "name": "Nghỉ thử", "status": "announced"}
    draft = run(approved_draft(far))
    dossier = fresh(before)
    assert (dossier.due_at, dossier.calendar_revision_id, applied(dossier)) == (DUE, draft.revision_id, 1)
    assert (draft.counts["written"], draft.counts["moved"]) == (1, 0)
    assert not Notice.objects.filter(kind="date_changed").exists()


def test_a_commune_with_its_own_calendar_does_not_follow_the_city(office: Office, elsewhere: Office) -> None:
    CalendarRevisionFactory(commune=elsewhere.commune, number=1)
    own, of_city = Situations(elsewhere).received(), Situations(office).received()
    run(approved_draft())
    assert (fresh(own).due_at, fresh(of_city).due_at) == (DUE, MOVED)


def test_the_first_calendar_of_a_commune_moves_only_its_dossiers(office: Office, elsewhere: Office) -> None:
    own, of_city = Situations(elsewhere).received(), Situations(office).received()
    run(approved_draft(commune_id=elsewhere.commune.pk))
    assert (fresh(own).due_at, fresh(of_city).due_at) == (MOVED, DUE)


def test_what_cannot_be_counted_is_named_and_stays(make: Situations, office: Office) -> None:
    promised = make.processing()
    until = date(2026, 11, 11)
    extend_dossier(promised.pk, call=office.call(Post.COMMUNE_LEADER), reason="Chờ xác minh của cơ quan khác", until=until)
    odd = make.processing()
    Dossier.objects.filter(pk=odd.pk).update(due_at=DUE + timedelta(days=4))
    draft = run(approved_draft({"date": "2026-11-11", "kind": "off", "name": "Nghỉ thử", "status": "announced"}))

    assert draft.status == DraftStatus.APPLIED
    assert draft.failed == [
        [promised.code, "Ngày hẹn lại 11/11/2026 là ngày nghỉ"],
        [odd.code, "Hẹn trả đang lưu không theo thời hạn và nhật ký"],
    ]
    assert fresh(promised).calendar_revision_id == promised.calendar_revision_id
    assert applied(promised) == applied(odd) == 0


def test_finished_dossiers_keep_theirs(make: Situations) -> None:
    before = make.result_ready()
    run(approved_draft())
    assert (fresh(before).due_at, applied(before)) == (DUE, 0)


def test_killed_in_the_middle_and_run_again_it_writes_each_dossier_once(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make.submitted(MONDAY_9H + timedelta(days=1)), make.received(), make.awaiting_supplement(), make.processing()]
    draft = approved_draft()
    monkeypatch.setattr(applying, "CHUNK", 1)
    monkeypatch.setattr(applying, "write_repinned", failing_after(2, applying.write_repinned))
    with pytest.raises(RuntimeError):
        apply_calendar(draft.pk, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.counts["written"], draft.error) == ("applying", 2, "Lỗi hệ thống (RuntimeError). Đã ghi nhật ký máy chủ.")

    monkeypatch.undo()
    run(draft)
    run(draft)
    assert [applied(dossier) for dossier in made] == [1, 1, 1, 1]
    assert (draft.status, draft.error, draft.counts["written"], draft.counts["done"]) == ("applied", "", 4, 4)
    assert compare_clocks(now=NOW).different == 0


@pytest.mark.parametrize("fault", [SoftTimeLimitExceeded(), OperationalError("deadlock detected"), InterfaceError("connection closed")])
def test_what_passes_by_itself_leaves_the_rest_to_the_next_run(make: Situations, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    made = [make.received(), make.received()]
    draft = approved_draft()
    with monkeypatch.context() as patch:
        patch.setattr(applying, "CHUNK", 1)
        patch.setattr(applying, "write_repinned", failing_after(1, applying.write_repinned, fault))
        with pytest.raises(type(fault)):
            apply_calendar(draft.pk, now=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.counts["written"], draft.error, unfinished_drafts()) == ("applying", 1, "", [draft.pk])
    assert run(draft).status == DraftStatus.APPLIED
    assert [applied(dossier) for dossier in made] == [1, 1]


def test_all_calendars_of_a_run_share_one_time(make: Situations, elsewhere: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    friday = {"date": "2026-11-06", "kind": "off", "name": "Nghỉ thử", "status": "announced"}
    first, second = approved_draft(), approved_draft(friday, commune_id=elsewhere.commune.pk)
    given: list[tuple[int, float]] = []
    clock = iter([0.0, 10.0, 170.0, 0.0, 10.0, 181.0])
    monkeypatch.setattr(tasks, "monotonic", lambda: next(clock))
    monkeypatch.setattr(tasks, "apply_to_dossiers", lambda draft_id, now, seconds: given.append((draft_id, seconds)))
    tasks.apply_calendars()
    tasks.apply_calendars()
    assert given == [(first.pk, 170.0), (second.pk, 10.0), (first.pk, 170.0)]


def failing_after(count: int, write: Callable[..., Any], fault: Exception | None = None) -> Callable[..., Any]:
    calls = iter(range(count))

    def written(*args: Any, **named: Any) -> Any:
        if next(calls, None) is None:
            raise fault or RuntimeError("the worker is gone")
        return write(*args, **named)

    return written


@pytest.mark.django_db(transaction=True)
def test_a_row_an_officer_holds_comes_at_the_end_or_waits_for_the_next_run(make: Situations) -> None:
    held, free = make.received(), make.received()
    draft = approved_draft()
    with closing(psycopg2.connect(**connection.get_connection_params())) as officer, officer.cursor() as cursor:
        cursor.execute("SELECT id FROM dossiers_dossier WHERE id = %s FOR NO KEY UPDATE", [held.pk])
        with connection.cursor() as ours:
            ours.execute("SET lock_timeout = '50ms'")
        assert not apply_calendar(draft.pk, now=NOW)
        officer.rollback()
    draft.refresh_from_db()
    assert (draft.status, draft.error) == ("applying", "")
    assert (applied(free), applied(held)) == (1, 0)
    assert unfinished_drafts() == [draft.pk]
    assert run(draft).status == DraftStatus.APPLIED
    assert (applied(free), applied(held), unfinished_drafts()) == (1, 1, [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_no_harm(make: Situations) -> None:
    draft = approved_draft()
    make.received()
    with closing(psycopg2.connect(**connection.get_connection_params())) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"calendar draft {draft.pk}"])
        assert not apply_calendar(draft.pk, now=NOW)
        cursor.execute("SELECT pg_advisory_unlock_all()")  # a session that is closed gives it back a moment later
    assert not apply_calendar(draft.pk, now=NOW, seconds=0)
    assert run(draft).status == DraftStatus.APPLIED


def test_a_revision_published_since_is_not_undone(make: Situations) -> None:
    draft = approved_draft()
    newer = CalendarRevisionFactory(number=999_999, content=city_calendar())
    later = make.received()
    run(draft)
    assert fresh(later).calendar_revision_id == newer.pk
    assert fresh(later).state == DossierState.RECEIVED
    assert CalendarRevision.objects.count() == 3
