"""Asking for a supplement, and answering it: the clock stands meanwhile."""

from datetime import datetime

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall, citizen
from dossiers.acts.decline import decline_dossier
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.errors import ActNotYours, MoveNotAllowed, SecondSupplementNeedsLeader, UploadRefused
from dossiers.models import Dossier
from dossiers.states import DossierState, Stage
from tests.factories.dossiers import MONDAY_9H, Office, Situations, checked_picture
from tests.factories.procedures import ProcedureVersionFactory

ITEMS = [Asked("Giấy thử số 1", "Ảnh mờ, không đọc được số", "giay-1")]
ASKED_AT = datetime(2026, 11, 4, 10, 0, tzinfo=ZONE)
SENT_AT = datetime(2026, 11, 10, 14, 0, tzinfo=ZONE)


@pytest.fixture
def five_days(make: Situations) -> Situations:
    make.version = ProcedureVersionFactory(time_limit_rule="5d")
    return make


def ask(dossier: Dossier, office: Office, post: Post = Post.SPECIALIST, at: datetime = ASKED_AT) -> Dossier:
    return request_supplement(dossier.pk, call=office.call(post, at), items=ITEMS)


def answer(dossier: Dossier, make: Situations, at: datetime = SENT_AT) -> Dossier:
    sent = [Sent(1, "", [checked_picture("moi.png", "black")])]
    return supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), at), sent=sent)


def test_the_minutes_left_are_given_back_to_the_minute(five_days: Situations, office: Office) -> None:
    dossier = five_days.processing()
    assert dossier.due_at == datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)

    asked = ask(dossier, office)
    assert (asked.state, asked.remaining_minutes) == (DossierState.AWAITING_SUPPLEMENT, 1800)

    resumed = answer(asked, five_days)
    assert resumed.state == DossierState.PROCESSING
    assert resumed.due_at == datetime(2026, 11, 16, 11, 0, tzinfo=ZONE)
    assert resumed.original_due_at == datetime(2026, 11, 9, 17, 0, tzinfo=ZONE)
    assert resumed.remaining_minutes is None


def test_a_due_moment_already_missed_stays_missed(five_days: Situations, office: Office) -> None:
    late = datetime(2026, 11, 10, 9, 0, tzinfo=ZONE)
    dossier = five_days.processing()
    asked = ask(dossier, office, at=late)
    assert asked.remaining_minutes == 0
    assert answer(asked, five_days).due_at == dossier.due_at


def test_at_reception_it_goes_back_to_the_desk_with_a_new_answer_time(make: Situations, office: Office) -> None:
    dossier = make.submitted()
    asked = ask(dossier, office, Post.DESK_OFFICER, MONDAY_9H)
    assert asked.suspensions.get().stage == Stage.RECEPTION
    assert asked.remaining_minutes is None

    back = answer(asked, make)
    assert back.state == DossierState.SUBMITTED
    assert back.response_due_at == datetime(2026, 11, 11, 14, 0, tzinfo=ZONE)


def test_the_window_ends_after_seven_working_days(make: Situations, office: Office) -> None:
    asked = ask(make.processing(), office, at=datetime(2026, 11, 25, 10, 0, tzinfo=ZONE))
    assert asked.supplement_due_at == datetime(2026, 12, 4, 17, 0, tzinfo=ZONE) == asked.next_act_by


def test_the_code_never_changes(make: Situations, office: Office) -> None:
    dossier = make.processing()
    assert answer(ask(dossier, office), make).code == dossier.code


def test_the_new_file_replaces_the_old_one_which_is_kept(make: Situations, office: Office) -> None:
    dossier = answer(ask(make.processing(), office), make)
    old, new = dossier.files.order_by("pk")
    assert (old.replaced_by, new.replaced_by) == (new, None)


def test_a_second_request_needs_a_leader(make: Situations, office: Office) -> None:
    dossier = answer(ask(make.processing(), office), make)
    with pytest.raises(SecondSupplementNeedsLeader):
        ask(dossier, office, at=SENT_AT)
    assert ask(dossier, office, Post.COMMUNE_LEADER, SENT_AT).state == DossierState.AWAITING_SUPPLEMENT


def test_only_the_owner_asks_during_appraisal(make: Situations, office: Office) -> None:
    with pytest.raises(ActNotYours):
        ask(make.processing(), office, Post.CLERK)


def test_it_refuses_a_paper_the_procedure_does_not_ask_for(make: Situations, office: Office) -> None:
    dossier = make.processing()
    with pytest.raises(FieldErrors) as refused:
        request_supplement(dossier.pk, call=office.call(Post.SPECIALIST), items=[*ITEMS, Asked("Giấy lạ", "mờ", "khong-co")])
    assert list(refused.value.errors) == [f"items.{len(ITEMS) + 1}"]
    assert not dossier.suspensions.exists()


@pytest.mark.parametrize("items", [[], [Asked("", "vì sao")], [Asked("giấy gì", " ")]])
def test_it_refuses_a_request_that_does_not_say_what_and_why(make: Situations, office: Office, items: list[Asked]) -> None:
    dossier = make.processing()
    with pytest.raises(FieldErrors):
        request_supplement(dossier.pk, call=office.call(Post.SPECIALIST), items=items)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.PROCESSING


def test_an_item_left_open_is_named_and_nothing_is_kept(make: Situations) -> None:
    dossier = make.awaiting_supplement()
    with pytest.raises(FieldErrors) as refused:
        supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), SENT_AT), sent=[])
    assert list(refused.value.errors) == ["item-1"]
    assert dossier.files.count() == 1


def test_what_was_not_asked_for_is_refused(make: Situations) -> None:
    dossier = make.awaiting_supplement()
    with pytest.raises(UploadRefused):
        supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), SENT_AT), sent=[Sent(1, "ok"), Sent(9, "thừa")])


def test_a_refusal_while_waiting_is_for_reception_only(make: Situations, office: Office) -> None:
    at_reception = ask(make.submitted(), office, Post.DESK_OFFICER)
    declined = decline_dossier(
        at_reception.pk, call=office.call(Post.DESK_OFFICER, SENT_AT), ground="papers_invalid", explanation="Không bổ sung được"
    )
    assert declined.state == DossierState.DECLINED
    assert not declined.suspensions.filter(ended_at__isnull=True).exists()

    at_appraisal = make.awaiting_supplement()
    with pytest.raises(MoveNotAllowed):
        decline_dossier(at_appraisal.pk, call=office.call(Post.DESK_OFFICER), ground="other", explanation="x")
