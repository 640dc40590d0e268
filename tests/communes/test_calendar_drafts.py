"""A change of a calendar on its way: one at a time, by two people, never over a newer one."""

from contextlib import nullcontext

import pytest
from django.db import IntegrityError, transaction

from communes.acts.calendar_drafts import (
    approve_draft,
    begin_draft,
    discard_draft,
    draft_stand,
    hand_in_draft,
    restart_draft,
    save_draft,
    send_back_draft,
)
from communes.errors import DraftChanged, DraftNotThere, InvalidCalendar, NothingChanges, NotYourOwnCalendar, YearsDropped
from communes.models import CalendarDraft, CalendarRevision, DraftStatus
from communes.selectors import drafts_to_list, open_draft, units_of_calendar
from core import clock
from core.errors import FieldErrors
from tests.factories.accounts import UserFactory
from tests.factories.calendars import WEDNESDAY_OFF, approved_draft, waiting_draft, with_day
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory
from tests.factories.dossiers import MONDAY_9H

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city(calendar: None) -> None:
    pass


def hand_in(draft: CalendarDraft, *, seen: str | None = None, source: str = "Căn cứ", note: str = "", person_id: int = 0) -> CalendarDraft:
    stand = draft_stand(draft) if seen is None else seen
    return hand_in_draft(draft.pk, seen=stand, source=source, note=note, person_id=person_id or draft.prepared_by_id, at=clock.now())


def approve(draft: CalendarDraft, person_id: int, seen: str | None = None) -> CalendarDraft:
    return approve_draft(
        draft.pk, seen=draft_stand(draft) if seen is None else seen, person_id=person_id, approver="B, cán bộ", at=clock.now()
    )


def test_two_people_publish_a_revision():
    draft = approved_draft()
    assert (draft.status, draft.revision.commune_id, draft.revision.source) == (DraftStatus.APPLYING, None, "Công điện thử")
    assert draft.revision.approved_by == "Người duyệt thử"
    assert [day["date"] for day in draft.revision.content["days"]].count("2026-11-04") == 1


def test_who_prepared_or_edited_does_not_approve():
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    first, last = UserFactory().pk, UserFactory().pk
    content = with_day(draft.content, WEDNESDAY_OFF)
    draft = save_draft(draft.pk, content, seen=draft_stand(draft), person_id=first, at=clock.now())
    draft = hand_in(draft, person_id=last)
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
    seen = draft_stand(draft)
    save_draft(draft.pk, with_day(draft.content, WEDNESDAY_OFF), seen=seen, person_id=UserFactory().pk, at=clock.now())
    with pytest.raises(DraftChanged):
        save_draft(draft.pk, draft.content, seen=seen, person_id=UserFactory().pk, at=clock.now())


def test_an_approver_approves_what_was_looked_at_with_its_paper_and_its_note():
    draft = waiting_draft()
    seen = draft_stand(draft)
    for changed in ({"source": "Công điện khác"}, {"note": "Ghi chú khác"}):
        draft = hand_in(send_back_draft(draft.pk), **{"source": "Công điện thử", **changed})
        with pytest.raises(DraftChanged, match="Người khác vừa sửa"):
            approve(draft, UserFactory().pk, seen=seen)


def test_nothing_is_decided_about_what_nobody_looked_at():
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    content = with_day(draft.content, WEDNESDAY_OFF)
    with pytest.raises(DraftChanged, match="Tải lại trang"):
        save_draft(draft.pk, content, seen="", person_id=draft.prepared_by_id, at=clock.now())
    draft = save_draft(draft.pk, content, seen=draft_stand(draft), person_id=draft.prepared_by_id, at=clock.now())
    with pytest.raises(DraftChanged, match="Tải lại trang"):
        hand_in(draft, seen="")
    with pytest.raises(DraftChanged, match="Tải lại trang"):
        approve(hand_in(draft), UserFactory().pk, seen="")


@pytest.mark.parametrize(("years", "told"), [((2025, 2026), "năm 2027"), ((2025, 2025), "năm 2026, 2027"), ((2026, 2027), None)])
def test_the_present_year_and_those_after_it_stay(years: tuple[int, int], told: str | None):
    draft = begin_draft(None, person_id=UserFactory().pk, at=MONDAY_9H)
    first, last = years
    days = [day for day in draft.content["days"] if first <= int(day["date"][:4]) <= last]
    content = {**draft.content, "first_year": first, "last_year": last, "days": days}
    draft = save_draft(draft.pk, content, seen=draft_stand(draft), person_id=draft.prepared_by_id, at=MONDAY_9H)
    with pytest.raises(YearsDropped, match=f"bỏ mất {told}") if told else nullcontext():
        hand_in_draft(draft.pk, seen=draft_stand(draft), source="QĐ 1", note="", person_id=draft.prepared_by_id, at=MONDAY_9H)


@pytest.mark.parametrize("typed", [{"source": "QĐ\x00"}, {"source": "Đ" * 301}, {"note": "\ud800"}, {"note": "Đ" * 2_001}])
def test_texts_that_cannot_be_kept_are_told_at_their_field(typed: dict[str, str]):
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    with pytest.raises(FieldErrors) as refusal:
        hand_in(draft, **typed)
    assert list(refusal.value.errors) == list(typed)


def test_only_an_application_that_stopped_is_started_again():
    draft = approved_draft()
    CalendarDraft.objects.update(error="Lỗi hệ thống")
    assert restart_draft(draft.pk).error == ""
    CalendarDraft.objects.update(status=DraftStatus.APPLIED)
    with pytest.raises(DraftNotThere, match="đã áp dụng"):
        restart_draft(draft.pk)


def test_every_open_draft_is_listed_however_many_were_decided_since():
    commune = CommuneFactory()
    own = begin_draft(commune.pk, person_id=UserFactory().pk, at=MONDAY_9H)
    gone = [discard_draft(begin_draft(None, person_id=UserFactory().pk, at=clock.now()).pk) for _ in range(3)]
    assert drafts_to_list(None, closed=2) == [own, *gone[:0:-1]]
    assert drafts_to_list(commune.pk, closed=2) == [own]


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
        save_draft(draft.pk, twice, seen=draft_stand(draft), person_id=UserFactory().pk, at=clock.now())
    draft.refresh_from_db()
    assert draft.content == draft.base.content


@pytest.mark.parametrize(("source", "error"), [("  ", FieldErrors), ("Căn cứ", NothingChanges)])
def test_it_needs_a_paper_and_a_change_to_be_handed_in(source: str, error: type[Exception]):
    draft = begin_draft(None, person_id=UserFactory().pk, at=clock.now())
    with pytest.raises(error):
        hand_in(draft, source=source)


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
    published = approve(hand_in(draft), UserFactory().pk).revision
    assert (published.commune, published.number) == (commune, 1)
    assert (commune.pk in units_of_calendar(None), units_of_calendar(commune.pk)) == (False, [commune.pk])
