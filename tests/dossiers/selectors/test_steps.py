"""The internal process: where a dossier may go from its open step, and who would take it."""

import pytest

from accounts.permissions import Post
from dossiers.models import DossierStep
from dossiers.selectors.steps import USUAL_STEPS, Holder, holders_by_load, steps_around
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations


@pytest.mark.parametrize(
    ("here", "around"),
    [(None, (None, 1, 2)), (1, (None, 1, 2)), (2, (1, 2, 3)), (4, (3, 4, None)), (9, (4, None, None))],
)
def test_it_goes_one_step_either_way(here: int | None, around: tuple[int | None, ...]) -> None:
    step = DossierStep(step_position=here) if here else None
    assert tuple(each and each.position for each in steps_around(USUAL_STEPS, step)) == around


def test_holders_come_least_loaded_first_and_only_of_this_unit(make: Situations, office: Office, elsewhere: Office) -> None:
    make.processing()
    idle = MembershipFactory(commune=office.commune, post=Post.SPECIALIST).user
    found = holders_by_load(office.commune.pk, Post.SPECIALIST, MONDAY_9H.date())
    assert found == [Holder(idle, 0, None), Holder(office.person(Post.SPECIALIST), 1, None)]
    assert holders_by_load(elsewhere.commune.pk, Post.SPECIALIST, MONDAY_9H.date()) == [Holder(elsewhere.person(Post.SPECIALIST), 0, None)]
