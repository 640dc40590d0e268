"""Forms of the desk, where they ask a rule of the house."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.permissions import Post
from dossiers.forms.desk_acts import Desk, lines
from dossiers.forms.desk_forward import ForwardForm
from dossiers.forms.desk_supplement import RequestSupplementForm
from dossiers.models import Dossier
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def desk(office: Office, dossier: Dossier, post: Post = Post.SPECIALIST) -> Desk:
    return Desk(dossier, office.posts[post], MONDAY_9H)


@pytest.mark.parametrize(("days", "refused"), [("0", True), ("1", False), ("90", False), ("91", True)])
def test_the_window_of_a_supplement_has_one_to_ninety_days(make: Situations, office: Office, days: str, refused: bool) -> None:
    form = RequestSupplementForm(QueryDict(f"working_days={days}"), desk=desk(office, make.processing()))
    words = ["Hạn bổ sung từ 1 đến 90 ngày làm việc"] if refused else []
    assert form.errors.get("working_days", []) == words


def test_a_dossier_goes_on_or_one_step_back(make: Situations, office: Office) -> None:
    form = ForwardForm(desk=desk(office, make.processing()))
    assert [(step.title[:2], step.is_back) for step in form.steps] == [("3.", False), ("1.", True)]


def test_the_least_loaded_stands_first_and_is_chosen(make: Situations, office: Office) -> None:
    make.processing()
    idle = MembershipFactory(commune=office.commune, post=Post.SPECIALIST).user
    people = ForwardForm(desk=desk(office, make.received(), Post.DESK_OFFICER)).steps[0].people
    assert [(person.load, person.checked) for person in people] == [(0, True), (1, False)]
    assert people[0].name == idle.full_name


def test_what_is_typed_loses_the_signs_nobody_sees() -> None:
    assert lines("Lý do").clean("Chờ \u202enơi\r\nkhác\ttrả lời\x07") == "Chờ nơi\nkhác\ttrả lời"
    with pytest.raises(ValidationError):
        lines("Lý do").clean("\u200b\u202e")
