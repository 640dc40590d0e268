"""The explained date: recomputed from the log, equal to what is stored, whatever stopped the clock on the way."""

from datetime import timedelta

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import ActCall, citizen
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.stop import stop_dossier
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier
from dossiers.selectors.derivation import derivation_of, extension_of, why_this_date
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def recomputed(dossier: Dossier) -> bool:
    dossier.refresh_from_db()
    derivation = derivation_of(dossier, list(dossier.suspensions.order_by("started_at")), extension_of(dossier))
    return derivation is not None and derivation.due_at == dossier.due_at


def supplemented(make: Situations, after: timedelta) -> Dossier:
    dossier = make.awaiting_supplement()
    return supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), MONDAY_9H + after), sent=[Sent(1, "Bản rõ hơn")])


def test_without_a_stop_it_is_the_plain_limit(make: Situations) -> None:
    assert recomputed(make.received())


def test_while_the_clock_stands(make: Situations) -> None:
    assert recomputed(make.awaiting_supplement())


def test_after_a_supplement(make: Situations) -> None:
    assert recomputed(supplemented(make, timedelta(days=2, hours=3)))


def test_after_a_withdrawal_that_was_taken_back(make: Situations, office: Office) -> None:
    dossier = supplemented(make, timedelta(days=1))
    withdraw_dossier(dossier.pk, call=ActCall(citizen(make.applicant), MONDAY_9H + timedelta(days=1, hours=2)))
    cancel_withdrawal(dossier.pk, call=office.call(Post.COMMUNE_LEADER, MONDAY_9H + timedelta(days=3)))
    assert recomputed(dossier)


def test_after_a_stop_that_came_while_the_clock_stood(make: Situations, office: Office) -> None:
    dossier = make.awaiting_supplement()
    call = office.call(Post.COMMUNE_LEADER, MONDAY_9H + timedelta(days=4))
    stop_dossier(dossier.pk, call=call, legal_basis="Luật", explanation="Quá hạn bổ sung")
    assert recomputed(dossier)


def test_after_a_supplement_asked_for_when_it_was_late_already(make: Situations) -> None:
    late = MONDAY_9H - timedelta(days=20)
    dossier = make.processing(late)
    assert recomputed(dossier)


def test_before_reception_there_is_nothing_to_explain(make: Situations) -> None:
    assert derivation_of(make.submitted(), [], None) is None


def test_a_stop_is_told_to_the_desk_and_to_the_citizen_in_their_own_words(make: Situations) -> None:
    dossier = supplemented(make, timedelta(days=1))
    stops = list(dossier.suspensions.all())
    why = why_this_date(dossier, stops, None)
    assert why is not None
    derivation = derivation_of(dossier, stops, None)
    assert derivation is not None
    assert any("chờ bổ sung" in sentence for sentence in derivation.sentences)
    assert any("chờ bạn bổ sung" in sentence for sentence in why.derivation.sentences)
    assert (why.derivation.due_at, why.caption) == (dossier.due_at, f"Cách tính ngày {derivation.due_at.astimezone(ZONE):%d/%m/%Y}")


def test_a_date_that_does_not_follow_from_the_rule_is_not_explained_to_the_citizen(make: Situations) -> None:
    dossier = make.received()
    assert why_this_date(dossier, [], None) is not None
    assert dossier.due_at is not None
    dossier.due_at += timedelta(minutes=1)
    assert why_this_date(dossier, [], None) is None
    assert derivation_of(dossier, [], None) is not None
