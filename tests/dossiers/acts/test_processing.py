"""Inside the office: forward, stop, decline, release, reopen, return."""

from datetime import timedelta

import pytest

from accounts.permissions import Post
from core.errors import FieldErrors
from dossiers.acts.decline import decline_dossier
from dossiers.acts.forward import forward_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.return_result import return_result
from dossiers.acts.stop import stop_dossier
from dossiers.errors import ActNotYours, DeclineNeedsLeader, FeeNotSettled, MoveNotAllowed, RecipientHoldsNoPost, StepNotNext
from dossiers.models import Dossier
from dossiers.states import DossierState
from notifications.models import Notice
from tests.factories.accounts import MembershipFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result
from tests.factories.procedures import ProcedureVersionFactory

TOMORROW = MONDAY_9H + timedelta(days=1)


def test_forward_hands_the_dossier_to_the_holder_of_the_next_post(make: Situations, office: Office) -> None:
    dossier = make.processing()
    assert dossier.assignee == office.person(Post.SPECIALIST)
    assert [step.name for step in dossier.steps.order_by("position")] == ["Một cửa", "Thụ lý"]
    first = dossier.steps.get(position=1)
    assert (first.finished_at, first.spent_minutes) == (MONDAY_9H, 0)


def test_forward_prefers_whoever_holds_the_fewest(make: Situations, office: Office) -> None:
    make.processing()
    free = MembershipFactory(commune=office.commune, post=Post.SPECIALIST).user
    assert make.processing().assignee == free


def test_forward_refuses_a_person_without_the_post(make: Situations, office: Office, elsewhere: Office) -> None:
    dossier = make.received()
    for stranger in (office.person(Post.CLERK), elsewhere.person(Post.SPECIALIST)):
        with pytest.raises(RecipientHoldsNoPost):
            forward_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER), to_user_id=stranger.pk)


def test_forward_may_go_back_a_step(make: Situations, office: Office) -> None:
    dossier = make.processing()
    forward_dossier(dossier.pk, call=office.call(Post.SPECIALIST, TOMORROW))
    back = forward_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, TOMORROW), step_position=2, remark="Xem lại")
    assert back.assignee == office.person(Post.SPECIALIST)
    assert back.events.order_by("-seq").first().note.reason == "Xem lại"  # type: ignore[union-attr]  # there is an event


@pytest.mark.parametrize("position", [4, 99, 0])
def test_forward_never_skips_a_step(make: Situations, office: Office, position: int) -> None:
    with pytest.raises(StepNotNext):
        forward_dossier(make.received().pk, call=office.call(Post.DESK_OFFICER), step_position=position)


def test_only_the_owner_forwards_during_processing(make: Situations, office: Office) -> None:
    with pytest.raises(ActNotYours):
        forward_dossier(make.processing().pk, call=office.call(Post.DESK_OFFICER))


def test_stop_needs_a_basis_and_a_reason(make: Situations, office: Office) -> None:
    dossier = make.processing()
    with pytest.raises(FieldErrors) as refused:
        stop_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER), legal_basis=" ", explanation="")
    assert set(refused.value.errors) == {"legal_basis", "explanation"}


@pytest.mark.parametrize("situation", ["received", "processing", "awaiting_supplement"])
def test_a_leader_stops_an_open_dossier(make: Situations, office: Office, situation: str) -> None:
    dossier = getattr(make, situation)()
    stopped = stop_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, TOMORROW), legal_basis="Luật thử", explanation="Hết hạn")
    assert (stopped.state, stopped.finished_at) == (DossierState.STOPPED, TOMORROW)
    assert not stopped.steps.filter(finished_at__isnull=True).exists()


def test_decline_needs_a_ground_and_an_explanation(make: Situations, office: Office) -> None:
    with pytest.raises(FieldErrors):
        decline_dossier(make.submitted().pk, call=office.call(Post.DESK_OFFICER), ground="vi-thich", explanation="x")


def test_a_civil_status_filing_is_declined_by_a_leader_only(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory()  # of civil status
    dossier = make.submitted()
    with pytest.raises(DeclineNeedsLeader):
        decline_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER), ground="duplicate", explanation="Đã nộp rồi")
    declined = decline_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER), ground="duplicate", explanation="Đã nộp rồi")
    assert declined.state == DossierState.DECLINED


def test_decline_ends_it_with_form_03(make: Situations, office: Office) -> None:
    dossier = decline_dossier(make.submitted().pk, call=office.call(Post.DESK_OFFICER), ground="duplicate", explanation="Đã nộp rồi")
    event = dossier.events.get(act="decline")
    assert (dossier.state, event.artefact, event.note.reason) == (DossierState.DECLINED, "03:1/TC", "Đã nộp rồi")


def test_release_ends_the_clock_and_keeps_the_signed_file(make: Situations) -> None:
    dossier = make.result_ready()
    result = dossier.results.get()
    assert (dossier.state, dossier.finished_at, dossier.assignee) == (DossierState.RESULT_READY, MONDAY_9H, None)
    assert (result.number, result.file.purpose) == ("12/XN-UBND", "result")


LEFT_OUT = (
    (SignedResult("", MONDAY_9H.date(), "A", "B", signed_result().file), "number"),
    (SignedResult("1", MONDAY_9H.date(), " ", "B", signed_result().file), "signer_name"),
    (SignedResult("1", TOMORROW.date(), "A", "B", signed_result().file), "issued_on"),
    (SignedResult("1", MONDAY_9H.date(), "A", "B", None), "file"),
)


def test_release_names_what_is_left_out(make: Situations, office: Office) -> None:
    dossier = make.processing()
    for result, field in LEFT_OUT:
        with pytest.raises(FieldErrors) as refused:
            release_result(dossier.pk, call=office.call(Post.CLERK), result=result)
        assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("delivery", "words"), [("counter", "Nhận tại quầy phường Láng"), ("post", "bưu chính"), ("electronic", "bản điện tử")]
)
def test_the_notice_says_how_the_citizen_gets_it(make: Situations, office: Office, delivery: str, words: str) -> None:
    dossier = make.processing()
    Dossier.objects.filter(pk=dossier.pk).update(delivery=delivery)
    release_result(dossier.pk, call=office.call(Post.CLERK), result=signed_result())
    assert words in Notice.objects.get(about_id=dossier.pk, kind="result_ready", channel="in_app").data["where"]


@pytest.mark.parametrize("post", [Post.SPECIALIST, Post.DESK_OFFICER, Post.COMMUNE_LEADER])
def test_only_the_clerk_releases(make: Situations, office: Office, post: Post) -> None:
    with pytest.raises(ActNotYours):
        release_result(make.processing().pk, call=office.call(post), result=signed_result())


def test_reopen_voids_the_result_and_keeps_the_due_moment(make: Situations, office: Office) -> None:
    dossier = make.result_ready()
    reopened = reopen_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, TOMORROW), reason="Sai họ tên")
    assert (reopened.state, reopened.finished_at, reopened.due_at) == (DossierState.PROCESSING, None, dossier.due_at)
    assert reopened.assignee == office.person(Post.SPECIALIST)
    assert reopened.results.get().voided_at == TOMORROW

    again = release_result(dossier.pk, call=office.call(Post.CLERK, TOMORROW), result=signed_result(TOMORROW, "13/XN-UBND"))
    assert [result.version for result in again.results.order_by("version")] == [1, 2]


def test_return_needs_a_receiver_evidence_and_the_fee(make: Situations, office: Office) -> None:
    dossier, desk = make.result_ready(), office.call(Post.DESK_OFFICER)
    with pytest.raises(FieldErrors) as refused:
        return_result(dossier.pk, call=desk, receiver_name="", evidence="", fee_settled=True)
    assert set(refused.value.errors) == {"receiver_name", "evidence"}
    with pytest.raises(FeeNotSettled):
        return_result(dossier.pk, call=desk, receiver_name="A", evidence="ký nhận", fee_settled=False)

    returned = return_result(dossier.pk, call=desk, receiver_name="A", evidence="ký nhận", fee_settled=True)
    assert (returned.state, returned.returned_at, returned.finished_at) == (DossierState.RETURNED, MONDAY_9H, MONDAY_9H)


def test_what_was_returned_is_never_reopened(make: Situations, office: Office) -> None:
    with pytest.raises(MoveNotAllowed):
        reopen_dossier(make.returned().pk, call=office.call(Post.COMMUNE_LEADER), reason="x")
