"""Which acts are offered: none that would be refused for a reason known beforehand."""

import pytest

from accounts.permissions import Post
from dossiers.actors import ActCall, Actor, citizen, officer
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier, Suspension
from dossiers.offered import is_made_at_once, needs_leader, offered_moves, times_asked
from dossiers.states import Act, Stage
from tests.factories.dossiers import MONDAY_9H, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

ASKED, WITHDRAWN = Suspension(stage=Stage.APPRAISAL), Suspension(stage=Stage.WITHDRAWAL)


def offered(dossier: Dossier, actor: Actor, *missing: str) -> set[Act]:
    return {move.act for move in offered_moves(dossier, actor, list(dossier.suspensions.all()), missing)}


@pytest.mark.parametrize(
    ("before", "times", "needed"),
    [([], 0, False), ([WITHDRAWN], 0, False), ([ASKED], 1, True), ([ASKED, WITHDRAWN, ASKED], 2, True)],
)
def test_a_further_request_needs_a_leader(before: list[Suspension], times: int, needed: bool) -> None:
    assert times_asked(before) == times
    assert needs_leader(Post.SPECIALIST, before) is needed
    assert not needs_leader(Post.COMMUNE_LEADER, before)


def test_the_desk_is_offered_what_the_table_gives_it(make: Situations, office: Office) -> None:
    dossier, desk = make.submitted(), officer(office.posts[Post.DESK_OFFICER])
    assert offered(dossier, desk) == {Act.RECEIVE, Act.REQUEST_SUPPLEMENT, Act.DECLINE}
    assert offered(dossier, desk, "giay-1") == {Act.REQUEST_SUPPLEMENT, Act.DECLINE}


def test_a_wish_to_withdraw_leaves_the_first_request_to_the_owner(make: Situations, office: Office) -> None:
    dossier = make.processing()
    dossier.suspensions.create(stage=Stage.WITHDRAWAL, number=1, resume_state=dossier.state, started_at=MONDAY_9H, ended_at=MONDAY_9H)
    assert Act.REQUEST_SUPPLEMENT in offered(dossier, officer(office.posts[Post.SPECIALIST]))


def test_while_a_leader_decides_the_citizen_may_go_on(make: Situations) -> None:
    person = citizen(make.applicant)
    dossier = withdraw_dossier(make.processing().pk, call=ActCall(person, MONDAY_9H))
    assert offered(dossier, person) == {Act.CANCEL_WITHDRAWAL}


def test_what_is_made_at_once_needs_procedure_limit_and_own_commune(make: Situations, office: Office, elsewhere: Office) -> None:
    here, there = office.commune.pk, elsewhere.commune.pk
    immediate = ProcedureVersionFactory.build(immediate=True)
    assert is_made_at_once(immediate, here, here)
    assert not is_made_at_once(immediate, here, there)
    assert not is_made_at_once(ProcedureVersionFactory.build(), here, here)
    assert not is_made_at_once(ProcedureVersionFactory.build(immediate=True, time_limit_rule=""), here, here)


def test_it_is_not_offered_to_make_at_once_what_lacks_a_paper(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory(immediate=True)
    dossier, desk = make.submitted(), officer(office.posts[Post.DESK_OFFICER])
    assert Act.COMPLETE_AT_DESK in offered(dossier, desk)
    assert Act.COMPLETE_AT_DESK not in offered(dossier, desk, "giay-1")
