"""Overdue dossiers: who is told, and which are never overdue."""

from datetime import datetime, timedelta

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.acts.release_result import release_result
from dossiers.models import Dossier
from dossiers.states import Act
from dossiers.sweeps import OVERDUE, note_due
from notifications.models import Notice
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import Office, Situations, signed_result

DUE = datetime(2026, 11, 5, 17, 0, tzinfo=ZONE)
LATER = DUE + timedelta(hours=1)


def kinds(dossier: Dossier) -> list[tuple[str, str]]:
    told = Notice.objects.filter(about_id=dossier.pk, kind__startswith="overdue").order_by("kind", "channel", "pk")
    return [(notice.kind, notice.channel) for notice in told]


def test_it_notes_and_tells_once(make: Situations) -> None:
    dossier = make.processing()
    assert note_due(OVERDUE, now=LATER) == 1
    assert note_due(OVERDUE, now=LATER + timedelta(days=1)) == 0

    assert dossier.events.filter(act=Act.NOTE_OVERDUE).count() == 1
    assert kinds(dossier) == [("overdue_citizen", "in_app"), ("overdue_citizen", "sms"), ("overdue_officer", "in_app")]


def test_the_officer_who_holds_it_is_told(make: Situations, office: Office) -> None:
    dossier = make.processing()
    note_due(OVERDUE, now=LATER)
    told = Notice.objects.get(about_id=dossier.pk, kind="overdue_officer")
    assert told.recipient == office.person(Post.SPECIALIST)
    assert told.data["due"] == "17:00 05/11/2026"


def test_every_desk_officer_of_the_day_is_told_where_nobody_holds_it(make: Situations, office: Office) -> None:
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(assignee=None)
    second = MembershipFactory(commune=office.commune).user
    MembershipFactory(commune=office.commune, valid_to=(LATER - timedelta(days=1)).date())
    MembershipFactory(commune=office.commune, user=UserFactory(is_active=False))

    note_due(OVERDUE, now=LATER)

    told = Notice.objects.filter(about_id=dossier.pk, kind="overdue_officer").values_list("recipient", flat=True)
    assert set(told) == {office.person(Post.DESK_OFFICER).pk, second.pk}


def test_nobody_to_tell_still_notes(make: Situations, office: Office) -> None:
    dossier = make.at_counter()
    Dossier.objects.filter(pk=dossier.pk).update(assignee=None)
    office.posts[Post.DESK_OFFICER].delete()
    assert note_due(OVERDUE, now=LATER) == 1
    assert kinds(dossier) == [("overdue_citizen", "sms")]


@pytest.mark.parametrize("situation", ["submitted", "awaiting_supplement", "result_ready", "returned"])
def test_a_stopped_clock_is_never_overdue(make: Situations, situation: str) -> None:
    getattr(make, situation)()
    assert note_due(OVERDUE, now=LATER + timedelta(days=30)) == 0


def test_a_result_after_the_note_ends_the_dossier_as_usual(make: Situations, office: Office) -> None:
    dossier = make.processing()
    note_due(OVERDUE, now=LATER)
    assert release_result(dossier.pk, call=office.call(Post.CLERK, LATER), result=signed_result(LATER)).finished_at == LATER


def test_a_silent_sweep_leaves_the_event_and_tells_nobody(make: Situations) -> None:
    dossier = make.processing()
    note_due(OVERDUE, now=LATER, tell=False)
    assert dossier.events.filter(act=Act.NOTE_OVERDUE).count() == 1
    assert kinds(dossier) == []
