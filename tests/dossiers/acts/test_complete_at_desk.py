"""Certified copies and the like: four acts, one button, all or nothing."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from accounts.permissions import Post
from dossiers.acts.complete_at_desk import Completion, complete_at_desk
from dossiers.acts.receive import receive_at_counter
from dossiers.errors import ActNotYours, FeeNotSettled, IdempotencyKeyReused, MoveNotAllowed, RecipientHoldsNoPost
from dossiers.models import Dossier
from dossiers.states import DossierState
from notifications.models import Notice
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

FOUR = ["receive", "forward", "release_result", "return_result"]


@pytest.fixture
def at_once(make: Situations) -> Situations:
    make.version = ProcedureVersionFactory(immediate=True)
    return make


@pytest.fixture
def completion(office: Office) -> Completion:
    return Completion(office.person(Post.COMMUNE_LEADER).pk, "Lò Văn Thử", "Ký nhận", fee_settled=True)


def test_it_writes_four_events_in_one_go(at_once: Situations, office: Office, completion: Completion) -> None:
    dossier = complete_at_desk(at_once.counter_filing(), call=office.call(Post.DESK_OFFICER), completion=completion)
    assert dossier.state == DossierState.RETURNED
    assert [event.act for event in dossier.events.order_by("seq")] == FOUR
    assert dossier.results.get().signer_name == office.person(Post.COMMUNE_LEADER).full_name
    assert not Notice.objects.filter(about_id=dossier.pk).exists()  # the person stands at the counter


def test_it_finishes_an_online_dossier_too(at_once: Situations, office: Office, completion: Completion) -> None:
    dossier = complete_at_desk(at_once.submitted().pk, call=office.call(Post.DESK_OFFICER), completion=completion)
    assert [event.act for event in dossier.events.order_by("seq")] == ["submit", *FOUR]


def test_a_second_press_answers_the_first_result(at_once: Situations, office: Office, completion: Completion) -> None:
    call = office.call(Post.DESK_OFFICER, key=uuid4())
    first = complete_at_desk(at_once.counter_filing(), call=call, completion=completion)
    assert complete_at_desk(at_once.counter_filing(), call=call, completion=completion) == first
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("waits", [True, False])
def test_the_same_key_with_another_ending_is_refused(at_once: Situations, office: Office, completion: Completion, waits: bool) -> None:
    call = office.call(Post.DESK_OFFICER, key=uuid4())
    target = at_once.submitted().pk if waits else at_once.counter_filing()
    complete_at_desk(target, call=call, completion=completion)
    changes: list[dict[str, Any]] = [{"receiver_name": "Người khác"}, {"evidence": "Giấy ủy quyền"}, {"number": "9/CT"}, {"signer_id": 0}]
    for change in changes:
        with pytest.raises(IdempotencyKeyReused):
            complete_at_desk(target, call=call, completion=replace(completion, **change))


def test_what_another_commune_decides_is_not_finished_here(
    at_once: Situations, office: Office, elsewhere: Office, completion: Completion
) -> None:
    call, theirs = office.call(Post.DESK_OFFICER), replace(completion, signer_id=elsewhere.person(Post.COMMUNE_LEADER).pk)
    for ending in (completion, theirs):
        with pytest.raises(MoveNotAllowed, match="chuyển phường Cầu Giấy giải quyết"):
            complete_at_desk(at_once.counter_filing(elsewhere.commune), call=call, completion=ending)
    assert not Dossier.objects.exists()
    assert receive_at_counter(at_once.counter_filing(elsewhere.commune), call=call).state == DossierState.RECEIVED


def test_an_unsettled_fee_leaves_nothing_behind(at_once: Situations, office: Office) -> None:
    unpaid = Completion(office.person(Post.COMMUNE_LEADER).pk, "Lò Văn Thử", "Ký nhận", fee_settled=False)
    with pytest.raises(FeeNotSettled):
        complete_at_desk(at_once.counter_filing(), call=office.call(Post.DESK_OFFICER), completion=unpaid)
    assert not Dossier.objects.exists()


def test_the_signer_must_lead_this_commune_today(at_once: Situations, office: Office, elsewhere: Office) -> None:
    stranger = Completion(elsewhere.person(Post.COMMUNE_LEADER).pk, "A", "ký", fee_settled=True)
    with pytest.raises(RecipientHoldsNoPost):
        complete_at_desk(at_once.counter_filing(), call=office.call(Post.DESK_OFFICER), completion=stranger)


def test_it_is_for_procedures_marked_so(make: Situations, office: Office, completion: Completion) -> None:
    with pytest.raises(MoveNotAllowed):
        complete_at_desk(make.counter_filing(), call=office.call(Post.DESK_OFFICER), completion=completion)
    with pytest.raises(MoveNotAllowed):
        complete_at_desk(make.submitted().pk, call=office.call(Post.DESK_OFFICER), completion=completion)


def test_only_the_desk_may(at_once: Situations, office: Office, elsewhere: Office, completion: Completion) -> None:
    waiting = at_once.submitted().pk
    for call in (office.call(Post.SPECIALIST), elsewhere.call(Post.DESK_OFFICER)):
        with pytest.raises(ActNotYours):
            complete_at_desk(waiting, call=call, completion=completion)
