"""Withdrawing, letting go, and changing one's mind."""

from datetime import datetime, timedelta

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import ActCall, citizen
from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.errors import ActNotYours, MoveNotAllowed
from dossiers.models import Dossier
from dossiers.states import DossierState, Stage
from notifications.models import Notice
from tests.factories.dossiers import MONDAY_9H, Office, Situations

TUESDAY_9H = MONDAY_9H + timedelta(days=1)
THURSDAY_9H = MONDAY_9H + timedelta(days=3)


def withdraw(dossier: Dossier, make: Situations, at: datetime = TUESDAY_9H) -> Dossier:
    return withdraw_dossier(dossier.pk, call=ActCall(citizen(make.applicant), at))


def test_before_reception_it_ends_at_once(make: Situations) -> None:
    withdrawn = withdraw(make.submitted(), make)
    assert (withdrawn.state, withdrawn.finished_at) == (DossierState.STOPPED, TUESDAY_9H)


def test_after_reception_the_leaders_are_asked_and_the_clock_stands(make: Situations, office: Office) -> None:
    dossier = withdraw(make.processing(), make)
    assert dossier.state == DossierState.WITHDRAWAL_REQUESTED
    assert dossier.suspensions.get().stage == Stage.WITHDRAWAL
    assert dossier.remaining_minutes == 480 * 3 - 60
    told = Notice.objects.get(about_id=dossier.pk, kind="withdrawal_requested")
    assert told.recipient == office.person(Post.COMMUNE_LEADER)


@pytest.mark.parametrize("situation", ["received", "processing"])
def test_changing_ones_mind_gives_the_state_and_the_minutes_back(make: Situations, situation: str) -> None:
    dossier = getattr(make, situation)()
    state = dossier.state
    back = cancel_withdrawal(withdraw(dossier, make).pk, call=ActCall(citizen(make.applicant), THURSDAY_9H))
    assert back.state == state
    assert back.due_at == datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)


def test_a_dossier_that_waited_goes_on_waiting(make: Situations) -> None:
    dossier = make.awaiting_supplement()
    suspension = dossier.suspensions.get()
    back = cancel_withdrawal(withdraw(dossier, make).pk, call=ActCall(citizen(make.applicant), THURSDAY_9H))
    assert back.state == DossierState.AWAITING_SUPPLEMENT
    assert list(back.suspensions.filter(ended_at__isnull=True)) == [suspension]
    assert back.next_act_by == back.supplement_due_at


def test_a_leader_lets_it_go_with_form_05(make: Situations, office: Office) -> None:
    dossier = withdraw(make.processing(), make)
    ended = approve_withdrawal(dossier.pk, call=office.call(Post.COMMUNE_LEADER, THURSDAY_9H))
    assert ended.state == DossierState.STOPPED
    assert ended.events.get(act="approve_withdrawal").artefact == "05:1/TBD"
    assert not ended.suspensions.filter(ended_at__isnull=True).exists()
    assert not ended.steps.filter(finished_at__isnull=True).exists()


def test_a_leader_may_decide_to_go_on(make: Situations, office: Office) -> None:
    dossier = withdraw(make.processing(), make)
    assert cancel_withdrawal(dossier.pk, call=office.call(Post.COMMUNE_LEADER, THURSDAY_9H)).state == DossierState.PROCESSING
    assert Notice.objects.filter(about_id=dossier.pk, kind="withdrawal_refused", channel="in_app").count() == 1


@pytest.mark.parametrize("post", [Post.DESK_OFFICER, Post.SPECIALIST, Post.CLERK, Post.DIVISION_HEAD])
def test_others_may_not_decide(make: Situations, office: Office, post: Post) -> None:
    dossier = withdraw(make.processing(), make)
    with pytest.raises(ActNotYours):
        approve_withdrawal(dossier.pk, call=office.call(post))


def test_an_officer_may_not_withdraw_for_the_citizen(make: Situations, office: Office) -> None:
    with pytest.raises(ActNotYours):
        withdraw_dossier(make.processing().pk, call=office.call(Post.COMMUNE_LEADER))


@pytest.mark.parametrize("situation", ["result_ready", "returned"])
def test_a_finished_dossier_is_not_withdrawn(make: Situations, situation: str) -> None:
    with pytest.raises(MoveNotAllowed):
        withdraw(getattr(make, situation)(), make)
