"""Receive: online and at the counter."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from core.time_limits import TimeLimit
from dossiers.acts.receive import CounterFiling, receive_at_counter, receive_dossier
from dossiers.codes import CODE
from dossiers.errors import ActNotYours, DocumentsMissing, IdempotencyKeyReused, MoveNotAllowed, TimeLimitUnknown, VersionConflict
from dossiers.models import Dossier
from dossiers.parties import Person
from dossiers.states import Act, DossierState
from notifications.models import Notice
from tests.factories.dossiers import MONDAY_9H, PERSON, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

TET_EVE = datetime(2026, 2, 12, 10, 0, tzinfo=ZONE)


def test_it_starts_the_time_limit_over_the_holidays(make: Situations, office: Office) -> None:
    dossier = make.submitted(TET_EVE)

    received = receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, TET_EVE))

    assert received.state == DossierState.RECEIVED
    assert received.due_at == datetime(2026, 2, 24, 17, 0, tzinfo=ZONE)
    assert received.original_due_at == received.due_at == received.next_act_by
    assert received.calendar_revision_id is not None


def test_it_warns_from_two_working_days_before_and_asks_for_an_apology_the_day_before(make: Situations) -> None:
    dossier = make.received(TET_EVE)
    assert dossier.due_soon_at == datetime(2026, 2, 13, 8, 0, tzinfo=ZONE)
    assert dossier.apology_due_at == datetime(2026, 2, 23, 8, 0, tzinfo=ZONE)


def test_it_writes_one_event_with_the_number_of_the_slip(make: Situations, office: Office) -> None:
    dossier = make.received()
    event = dossier.events.get(act=Act.RECEIVE)
    assert (event.actor, event.from_state, event.to_state) == (office.person(Post.DESK_OFFICER), 1, 2)
    assert event.artefact == "01:1/TNHS"


def test_it_tells_the_citizen_once_by_each_address(make: Situations) -> None:
    dossier = make.received()
    told = Notice.objects.filter(about_id=dossier.pk, kind="received").order_by("channel")
    assert [notice.channel for notice in told] == ["in_app", "sms"]


def test_the_officer_holds_it_and_the_first_step_runs(make: Situations, office: Office) -> None:
    dossier = make.received()
    step = dossier.steps.get()
    assert dossier.assignee == step.assignee == office.person(Post.DESK_OFFICER)
    assert step.due_at == MONDAY_9H + timedelta(minutes=120)


@pytest.mark.parametrize("situation", ["received", "processing", "awaiting_supplement", "result_ready", "returned"])
def test_it_refuses_a_dossier_that_does_not_wait_for_it(make: Situations, office: Office, situation: str) -> None:
    dossier = getattr(make, situation)()
    events = dossier.events.count()

    with pytest.raises(MoveNotAllowed):
        receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER))

    assert dossier.events.count() == events


@pytest.mark.parametrize("post", [Post.SPECIALIST, Post.CLERK, Post.COMMUNE_LEADER, Post.DIVISION_HEAD])
def test_other_posts_may_not_receive(make: Situations, office: Office, post: Post) -> None:
    dossier = make.submitted()
    with pytest.raises(ActNotYours):
        receive_dossier(dossier.pk, call=office.call(post))


def test_a_desk_elsewhere_may_not_receive(make: Situations, elsewhere: Office) -> None:
    dossier = make.submitted()
    with pytest.raises(ActNotYours):
        receive_dossier(dossier.pk, call=elsewhere.call(Post.DESK_OFFICER))


def test_the_same_key_answers_the_first_result(make: Situations, office: Office) -> None:
    dossier, key = make.submitted(), uuid4()
    first = receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, key=key))
    again = receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, MONDAY_9H + timedelta(hours=3), key=key, version=1))

    assert (again.due_at, again.version) == (first.due_at, first.version)
    assert dossier.events.filter(act=Act.RECEIVE).count() == 1


def test_the_same_key_with_other_content_is_refused(make: Situations, office: Office) -> None:
    dossier, key = make.submitted(), uuid4()
    receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, key=key))
    with pytest.raises(IdempotencyKeyReused):
        receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, key=key), basis="khác")


def test_a_stale_version_names_who_was_first(make: Situations, office: Office) -> None:
    dossier = make.received()
    with pytest.raises(VersionConflict) as refused:
        receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER, version=1))
    assert office.person(Post.DESK_OFFICER).full_name in refused.value.message
    assert "09:00:00" in refused.value.message


def test_a_procedure_without_a_limit_needs_one_with_its_basis(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory(unknown_limit=True)
    dossier = make.submitted()
    desk = office.call(Post.DESK_OFFICER)

    with pytest.raises(TimeLimitUnknown):
        receive_dossier(dossier.pk, call=desk)
    with pytest.raises(TimeLimitUnknown):
        receive_dossier(dossier.pk, call=desk, stated_limit=TimeLimit.parse("5d"), basis=" ")

    received = receive_dossier(dossier.pk, call=desk, stated_limit=TimeLimit.parse("5d"), basis="NĐ thử")
    assert received.due_at == datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)
    assert received.time_limit_rule == "5d"


def test_a_stated_limit_never_overrules_the_catalogue(make: Situations, office: Office) -> None:
    dossier = make.submitted()
    received = receive_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER), stated_limit=TimeLimit.parse("30d"), basis="x")
    assert received.time_limit_rule == "3d"


def test_at_the_counter_the_dossier_begins_received_with_one_event(make: Situations) -> None:
    dossier = make.at_counter()
    assert CODE.match(dossier.code)
    assert [event.act for event in dossier.events.order_by("seq")] == [Act.RECEIVE]
    assert dossier.events.get().from_state is None
    assert [(paper.name, paper.kind) for paper in dossier.papers.all()] == [("Giấy thử số 1", "original")]


def test_at_the_counter_a_missing_paper_leaves_nothing_behind(make: Situations, office: Office) -> None:
    filing = make.counter_filing()
    bare = CounterFiling(filing.version, filing.competent, filing.applicant)
    with pytest.raises(DocumentsMissing) as refused:
        receive_at_counter(bare, call=office.call(Post.DESK_OFFICER))
    assert refused.value.data == {"documents": ["giay-1"]}
    assert not Dossier.objects.exists()


def test_at_the_counter_a_second_press_makes_no_second_dossier(make: Situations) -> None:
    key = uuid4()
    assert make.at_counter(key=key) == make.at_counter(MONDAY_9H + timedelta(minutes=1), key=key)
    assert Dossier.objects.count() == 1


def test_a_dossier_of_another_commune_keeps_the_code_of_the_desk(make: Situations, office: Office, elsewhere: Office) -> None:
    dossier = make.at_counter(competent=elsewhere.commune)
    assert dossier.code.startswith(f"H26.{office.commune.unit_code}-261102-")
    assert (dossier.receiving_unit, dossier.competent_unit) == (office.commune, elsewhere.commune)


def test_identity_numbers_are_sealed_and_found_by_their_hash(make: Situations) -> None:
    party = make.submitted().parties.get()
    assert PERSON["identity_number"].encode() not in bytes(party.id_cipher)
    assert party.identity_number == PERSON["identity_number"]
    assert party.masked_identity == "001*****0123"


@pytest.mark.parametrize(("number", "roles"), [("001192009999", ["applicant"]), ("001192009998", ["applicant", "filer"])])
def test_the_same_number_twice_at_the_counter_is_one_person(office: Office, number: str, roles: list[str]) -> None:
    applicant = Person("Hà Thị Thử", "001192009999", "", "", "Ngõ Thử")
    filing = CounterFiling(ProcedureVersionFactory(papers=0), office.commune, applicant, Person("Hà Thị Thử", number, "+84912345678"))
    dossier = receive_at_counter(filing, call=office.call(Post.DESK_OFFICER))
    assert sorted(dossier.parties.values_list("role", flat=True)) == roles
    assert bool(dossier.parties.get(role="applicant").phone_cipher) == (roles == ["applicant"])
