"""A change of a calendar on its way: one at a time, by two people, never over a newer one."""

import pytest
from django.db import IntegrityError, transaction

from communes.acts.calendar_drafts import approve_draft, begin_draft, discard_draft, hand_in_draft, save_draft, send_back_draft
from communes.calendar_content import content_hash
from communes.errors import DraftChanged, DraftNotThere, InvalidCalendar, NothingChanges, NotYourOwnCalendar
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.selectors import open_draft, units_of_calendar
from core import clock
from core.errors import FieldErrors
from tests.factories.accounts import UserFactory
from tests.factories.calendars import WEDNESDAY_OFF, approved_draft, waiting_draft, with_day
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(calendar: None) -> None:
    pass


def approve(draft: CalendarDraft, person_id: int, seen: str = "") -> CalendarDraft:
    return approve_draft(draft.pk, seen=seen or content_hash(draft.content), person_id=person_id, approver="B, cán bộ", at=clock.now())


def test_two_people_publish_a_revision():
    draft = approved_draft()
    assert (draft.status, draft.revision.commune_id, draft.revision.source) == (DraftStatus.APPLYING, None, "Công điện thử")
    assert draft.revision.approved_by == "Người duyệt thử"
    assert [day["date"] for day in draft.revision.content["days"]].count("2026-11-04") == 1


def test_who_prepared_or_edited_does_not_approve():
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    first, last = UserFactory().pk, UserFactory().pk
    content = with_day(draft.content, WEDNESDAY_OFF)
    save_draft(draft.pk, content, seen=content_hash(draft.content), person_id=first, at=clock.now())
    draft = hand_in_draft(draft.pk, source="Căn cứ", note="", person_id=last, at=clock.now())
    for person in (first, last):
        with pytest.raises(NotYourOwnCalendar):
            approve(draft, person)
    assert approve(draft, UserFactory().pk).status == DraftStatus.APPLYING


def test_the_database_refuses_one_person_for_both():
    draft = waiting_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDraft.objects.filter(pk=draft.pk).update(
            status="applying", decided_by=draft.prepared_by, decided_at=clock.now(), revision=draft.base
        )


def test_a_calendar_has_one_open_draft_and_communes_have_their_own():
    commune = CommuneFactory()
    of_city = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    assert begin_draft(None, person_id=UserFactory().pk, at=clock.now()) == of_city
    assert begin_draft(commune.pk, person_id=UserFactory().pk, at=clock.now()) != of_city
    discard_draft(of_city.pk)
    assert open_draft(None) is None


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    seen = content_hash(draft.content)
    save_draft(draft.pk, with_day(draft.content, WEDNESDAY_OFF), seen=seen, person_id=UserFactory().pk, at=clock.now())
    with pytest.raises(DraftChanged):
        save_draft(draft.pk, draft.content, seen=seen, person_id=UserFactory().pk, at=clock.now())


def test_an_approver_approves_what_was_looked_at():
    with pytest.raises(DraftChanged):
        approve(waiting_draft(), UserFactory().pk, seen="another content")


def test_a_calendar_published_since_is_not_overwritten():
    draft = waiting_draft()
    CalendarRevisionFactory(number=999_999)
    with pytest.raises(DraftChanged, match="Lịch đã có bản mới"):
        approve(draft, UserFactory().pk)
    assert CalendarRevision.objects.count() == 2


def test_an_unusable_content_is_not_kept():
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    twice = with_day(draft.content, WEDNESDAY_OFF, WEDNESDAY_OFF)
    with pytest.raises(InvalidCalendar, match="2026-11-04: ghi hai lần"):
        save_draft(draft.pk, twice, seen=content_hash(draft.content), person_id=UserFactory().pk, at=clock.now())
    draft.refresh_from_db()
    assert draft.content == draft.base.content


@pytest.mark.parametrize(("source", "error"), [("  ", FieldErrors), ("Căn cứ", NothingChanges)])
def test_it_needs_a_paper_and_a_change_to_be_handed_in(source: str, error: type[Exception]):
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    with pytest.raises(error):
        hand_in_draft(draft.pk, source=source, note="", person_id=UserFactory().pk, at=clock.now())


def test_sent_back_it_is_written_on_and_loses_its_approval():
    draft = send_back_draft(waiting_draft().pk, note=" Thiếu ngày 02/01 ")
    assert (draft.status, draft.decision_note) == (DraftStatus.DRAFT, "Thiếu ngày 02/01")
    with pytest.raises(DraftNotThere):
        approve(draft, UserFactory().pk)


def test_what_is_being_applied_is_neither_discarded_nor_approved_anew():
    draft = approved_draft()
    with pytest.raises(DraftNotThere):
        discard_draft(draft.pk)
    assert approve(draft, UserFactory().pk).decided_by_id == draft.decided_by_id


def test_a_commune_may_take_the_citys_calendar_over_as_its_own():
    commune = CommuneFactory()
    draft = begin_draft(commune.pk, person_id=UserFactory().pk, at=clock.now())
    draft = hand_in_draft(draft.pk, source="Căn cứ", note="", person_id=draft.prepared_by_id, at=clock.now())
    published = approve(draft, UserFactory().pk).revision
    assert (published.commune, published.number) == (commune, 1)
    assert (commune.pk in units_of_calendar(None), units_of_calendar(commune.pk)) == (False, [commune.pk])
