"""Replaying a past: how often, from where and with whom; and taking it away again."""

from datetime import datetime

import pytest

from dossiers.codes import take_numbers
from dossiers.models import (
    Counter as NumberCounter,
)
from dossiers.models import (
    Declaration,
    Dossier,
    DossierEvent,
    DossierParty,
    DossierStep,
    EventFeed,
    EventNote,
    Result,
    SupplementItem,
    Suspension,
)
from dossiers.replay.office import NothingToReplay
from dossiers.states import DossierState
from tests.factories.accounts import MembershipFactory
from tests.factories.replays import purge_quietly, replay_past, small_city

pytestmark = pytest.mark.django_db

WRITTEN = (Dossier, DossierParty, Declaration, DossierStep, Suspension, SupplementItem, Result, DossierEvent, EventNote, EventFeed)


@pytest.fixture
def communes():
    return small_city()


def test_it_leaves_dossiers_in_many_situations(communes):
    replay_past(count=1500)
    states = set(Dossier.objects.order_by("state").values_list("state", flat=True).distinct())
    usual = {DossierState.SUBMITTED, DossierState.PROCESSING, DossierState.AWAITING_SUPPLEMENT, DossierState.RETURNED}
    assert usual | {DossierState.DECLINED, DossierState.STOPPED, DossierState.RESULT_READY} <= states
    assert Dossier.objects.filter(state__in=[9, 10], overdue_noted_at__isnull=False).exists()


def test_the_same_seed_makes_the_same_past(communes):
    first, again, other = replay_past(count=60), replay_past(count=60), replay_past(count=60, seed=7)
    assert len({first, again, other}) == 3
    assert story(first) == story(again) != story(other)


def story(batch):
    """Return what happened, without what differs by nature: ids, numbers, keys."""
    columns = ("listed_at", "receiving_unit", "competent_unit", "procedure_version", "state", "due_at", "finished_at", "last_seq")
    return sorted(map(str, Dossier.objects.filter(batch=batch).order_by("pk").values_list(*columns)))


def test_it_goes_on_where_the_desk_left_its_registers(communes):
    take_numbers("code", communes[0].pk, "261102", 5)
    replay_past(count=60, days=1, first=datetime(2026, 11, 2).date(), online_share=0)  # noqa: DTZ001  a day only
    codes = Dossier.objects.filter(receiving_unit=communes[0]).order_by("code").values_list("code", flat=True)
    assert codes[0].endswith("-0006")
    assert NumberCounter.objects.get(series="code", unit=communes[0], period="261102").n == 5 + len(codes)


def test_open_dossiers_lie_with_somebody_who_can_go_on(communes):
    people = {(post, unit.pk): MembershipFactory(commune=unit, post=post).user_id for unit in communes for post in ("specialist", "clerk")}
    replay_past()
    held = Dossier.objects.filter(state=DossierState.PROCESSING, steps__finished_at__isnull=True, steps__post="specialist")
    assert held.exists()
    assert all(people["specialist", unit] == person for unit, person in held.order_by("pk").values_list("competent_unit", "assignee"))
    assert not Dossier.objects.filter(state__in=[9, 10], assignee__isnull=False).exists()


def test_no_officer_is_named_for_what_he_did_not_do(communes):
    MembershipFactory(commune=communes[0])
    replay_past(count=60)
    assert not DossierEvent.objects.filter(actor__isnull=False).exists()


def test_a_purge_leaves_nothing_of_its_batch_and_all_of_the_others(communes):
    kept, gone = replay_past(count=40), replay_past(count=60)
    before = {model: model.objects.count() for model in WRITTEN}
    assert purge_quietly(gone) == 60
    left = {model: model.objects.count() for model in WRITTEN}
    assert Dossier.objects.filter(batch=kept).count() == left[Dossier] == 40
    assert all(0 < left[model] < before[model] or before[model] == 0 for model in (Dossier, DossierEvent, DossierParty, DossierStep))
    assert purge_quietly(kept) == 40
    assert not any(model.objects.exists() for model in WRITTEN)


def test_a_weekend_alone_brings_nobody_to_the_counter(communes):
    with pytest.raises(NothingToReplay):
        replay_past(count=5, days=1, first=datetime(2026, 11, 15).date())  # noqa: DTZ001  a day only


def test_before_the_catalogue_is_in_force_nothing_can_be_asked_for(communes):
    with pytest.raises(NothingToReplay):
        replay_past(count=5, days=5, first=datetime(2025, 6, 2).date())  # noqa: DTZ001  a day only
