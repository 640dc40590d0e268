"""Apologising and making a new appointment: once, by a leader, with a reason, the first appointment kept."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall, citizen
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.extend import extend_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.errors import ActNotYours, AlreadyExtended, IdempotencyKeyReused, MoveNotAllowed, VersionConflict
from dossiers.models import Dossier, Extension
from dossiers.states import DossierState
from notifications.models import Notice
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations

DUE = datetime(2026, 11, 5, 17, 0, tzinfo=ZONE)
MONDAY_AFTER = date(2026, 11, 9)
NEW_DUE = datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)
WEDNESDAY = MONDAY_9H + timedelta(days=2)
SECOND = timedelta(seconds=1)


def extend(dossier: Dossier, call: ActCall, reason: str = REASON, until: date = MONDAY_AFTER) -> Dossier:
    return extend_dossier(dossier.pk, call=call, reason=reason, until=until)


def by_leader(office: Office, at: datetime = WEDNESDAY) -> ActCall:
    return office.call(Post.COMMUNE_LEADER, at)


@pytest.mark.parametrize("situation", ["received", "processing"])
def test_the_due_moment_moves_and_the_first_one_is_kept(make: Situations, office: Office, situation: str) -> None:
    dossier = getattr(make, situation)()
    extended = extend(dossier, by_leader(office))
    assert (extended.due_at, extended.original_due_at, extended.next_act_by) == (NEW_DUE, DUE, NEW_DUE)
    assert extended.state == dossier.state
    assert extended.due_soon_at == datetime(2026, 11, 5, 8, 0, tzinfo=ZONE)
    letter = Extension.objects.get(dossier=dossier)
    assert (letter.number, letter.issued_at, letter.issued_by) == ("1/PXL", WEDNESDAY, office.person(Post.COMMUNE_LEADER))
    assert (letter.due_before, letter.due_after, letter.until) == (DUE, NEW_DUE, MONDAY_AFTER)
    event = extended.events.get(act="extend")
    assert (event.artefact, event.note.reason, event.note.data["late"]) == ("04:1/PXL", REASON, False)


def test_what_was_noted_of_the_old_moment_is_forgotten_but_no_second_letter_is_drafted(make: Situations, office: Office) -> None:
    dossier = make.processing()
    Dossier.objects.filter(pk=dossier.pk).update(
        due_soon_noted_at=WEDNESDAY,
        apology_noted_at=MONDAY_9H,
        overdue_noted_at=WEDNESDAY,
        escalated_level=2,
        escalated_on=WEDNESDAY.date(),
    )
    extend(dossier, by_leader(office))
    dossier.refresh_from_db()
    assert (dossier.due_soon_noted_at, dossier.overdue_noted_at, dossier.escalated_level, dossier.escalated_on) == (None, None, 0, None)
    assert dossier.apology_noted_at == WEDNESDAY


def test_a_stop_after_it_leaves_the_letter_noted(make: Situations, office: Office) -> None:
    dossier = extend(make.processing(), by_leader(office))
    withdraw_dossier(dossier.pk, call=ActCall(citizen(make.applicant), WEDNESDAY + timedelta(hours=1)))
    back = cancel_withdrawal(dossier.pk, call=by_leader(office, WEDNESDAY + timedelta(hours=2)))
    assert (back.apology_noted_at, back.due_at) == (WEDNESDAY, datetime(2026, 11, 10, 9, 0, tzinfo=ZONE))


def test_it_issues_the_letter_the_clock_drafted(make: Situations, office: Office) -> None:
    dossier = make.processing()
    Extension.objects.create(dossier=dossier, drafted_at=MONDAY_9H)
    extend(dossier, by_leader(office))
    letter = Extension.objects.get(dossier=dossier)
    assert (letter.drafted_at, letter.issued_at) == (MONDAY_9H, WEDNESDAY)


def test_the_citizen_and_the_holder_are_told_both_dates(make: Situations, office: Office) -> None:
    dossier = extend(make.processing(), by_leader(office))
    told = Notice.objects.filter(about_id=dossier.pk, kind__startswith="extended")
    told_here = {notice.kind: notice.recipient for notice in told.filter(channel="in_app")}
    assert told_here == {"extended": make.applicant, "extended_officer": office.person(Post.SPECIALIST)}
    assert told.filter(channel="sms").count() == 1
    assert {(notice.data["old_due"], notice.data["due"]) for notice in told} == {("17:00 05/11/2026", "17:00 09/11/2026")}


def test_a_desk_elsewhere_that_received_it_is_told_too(make: Situations, office: Office, elsewhere: Office) -> None:
    dossier = make.at_counter(competent=elsewhere.commune)
    extend(dossier, elsewhere.call(Post.COMMUNE_LEADER, WEDNESDAY))
    told = Notice.objects.filter(about_id=dossier.pk, kind="extended_officer", channel="in_app")
    assert [notice.recipient for notice in told] == [office.person(Post.DESK_OFFICER)]


def test_a_second_one_is_refused(make: Situations, office: Office) -> None:
    dossier = extend(make.processing(), by_leader(office))
    with pytest.raises(AlreadyExtended, match="thư số 1/PXL"):
        extend(dossier, by_leader(office), until=date(2026, 11, 12))


def test_a_reason_that_says_nothing_is_refused(make: Situations, office: Office) -> None:
    dossier = make.processing()
    for reason in ("", "   ", "Bận việc", "123456789012345", "Lý do khách quan", "Vì lý do khách quan.", "chưa kịp giải quyết"):
        with pytest.raises(FieldErrors) as refused:
            extend(dossier, by_leader(office), reason=reason)
        assert list(refused.value.errors) == ["reason"]


DAYS_THAT_CANNOT_BE = (
    (date(2026, 11, 5), "phải sau ngày hẹn cũ"),
    (date(2026, 11, 3), "phải sau ngày hẹn cũ"),
    (date(2026, 11, 7), "là ngày nghỉ"),
    (date(2026, 11, 24), "là ngày nghỉ"),
    (date(2031, 1, 6), "Chọn ngày sớm hơn"),
    (date(2027, 2, 2), "muộn nhất là ngày 01/02/2027, 60 ngày làm việc sau ngày 05/11/2026"),
)


def test_a_day_that_cannot_be_is_refused_and_nothing_moves(make: Situations, office: Office) -> None:
    dossier = make.processing()
    for until, words in DAYS_THAT_CANNOT_BE:
        with pytest.raises(FieldErrors) as refused:
            extend(dossier, by_leader(office), until=until)
        assert words in refused.value.errors["until"]
    dossier.refresh_from_db()
    assert (dossier.due_at, Extension.objects.exists()) == (DUE, False)


def test_sixty_working_days_may_be_given_and_count_from_the_decision_where_it_is_later(make: Situations, office: Office) -> None:
    extend(make.processing(), by_leader(office), until=date(2027, 2, 1))
    overdue = make.processing(MONDAY_9H - timedelta(days=280))
    assert extend(overdue, by_leader(office)).due_at == NEW_DUE


def test_a_decision_before_reception_or_before_the_clock_went_on_is_refused_and_nothing_is_written(
    make: Situations, office: Office
) -> None:
    stopped = make.processing()
    withdraw_dossier(stopped.pk, call=ActCall(citizen(make.applicant), MONDAY_9H + timedelta(hours=1)))
    cancel_withdrawal(stopped.pk, call=by_leader(office, WEDNESDAY))
    for dossier, at in ((make.processing(), MONDAY_9H - SECOND), (stopped, WEDNESDAY - SECOND)):
        with pytest.raises(FieldErrors) as refused:
            extend(dossier, by_leader(office, at))
        assert "sớm nhất là" in refused.value.errors["until"]
        assert not dossier.events.filter(act="extend").exists()
    assert not Extension.objects.exists()


@pytest.mark.parametrize(("at", "late"), [(DUE - SECOND, False), (DUE, False), (DUE + SECOND, True)])
def test_a_letter_after_the_appointment_is_marked_late(make: Situations, office: Office, at: datetime, late: bool) -> None:
    event = extend(make.processing(), by_leader(office, at)).events.get(act="extend")
    assert event.note.data["late"] is late


@pytest.mark.parametrize("post", [Post.DESK_OFFICER, Post.SPECIALIST, Post.DIVISION_HEAD, Post.CLERK])
def test_only_a_leader_apologises(make: Situations, office: Office, post: Post) -> None:
    with pytest.raises(ActNotYours):
        extend(make.processing(), office.call(post, WEDNESDAY))


def test_a_leader_elsewhere_does_not(make: Situations, elsewhere: Office) -> None:
    with pytest.raises(ActNotYours):
        extend(make.processing(), by_leader(elsewhere))


@pytest.mark.parametrize("situation", ["submitted", "awaiting_supplement", "result_ready", "returned"])
def test_only_a_running_clock_is_extended(make: Situations, office: Office, situation: str) -> None:
    with pytest.raises(MoveNotAllowed):
        extend(getattr(make, situation)(), by_leader(office))


def test_the_same_press_twice_writes_one_letter(make: Situations, office: Office) -> None:
    dossier, key = make.processing(), uuid4()
    call = office.call(Post.COMMUNE_LEADER, WEDNESDAY, key=key)
    assert extend(extend(dossier, call), call).due_at == NEW_DUE
    assert dossier.events.filter(act="extend").count() == 1
    with pytest.raises(IdempotencyKeyReused):
        extend(dossier, call, until=date(2026, 11, 10))


def test_somebody_faster_is_named(make: Situations, office: Office) -> None:
    dossier = make.processing()
    with pytest.raises(VersionConflict):
        extend(dossier, office.call(Post.COMMUNE_LEADER, WEDNESDAY, version=dossier.version - 1))
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.PROCESSING
