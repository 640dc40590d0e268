"""A version written by hand, from draft to force; two people, one day, one paper."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from core import clock
from core.errors import FieldErrors
from procedures.acts.drafts import (
    DraftChanged,
    DraftNotThere,
    DraftOutrun,
    NotYourOwnDraft,
    TooManyWriters,
    approve_draft,
    discard_draft,
    draft_stand,
    start_draft,
    with_writer,
)
from procedures.comparison import compared
from procedures.models import Fee, ProcedureVersion
from procedures.selectors import catalogue_revision, version_in_force, with_details
from tests.factories.accounts import UserFactory
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db

PAPER = "Quyết định 10/QĐ-UBND ngày 02/11/2026"


@pytest.fixture
def base() -> ProcedureVersion:
    version: ProcedureVersion = ProcedureVersionFactory(in_force_from=date(2026, 1, 1))
    Fee.objects.create(version=version, position=1, label="Bản sao", amount=8000)
    return version


@pytest.fixture
def editor() -> User:
    return UserFactory()


def test_a_draft_begins_as_a_copy_and_is_in_force_on_no_day(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    assert (draft.number, draft.status, draft.citation, draft.prepared_by) == (2, "draft", "", editor.username)
    assert [fee.label for fee in draft.fees.all()] == ["Bản sao"]
    assert draft.documents.count() == base.documents.count() == 1
    in_a_year = version_in_force(base.procedure.code, clock.today() + timedelta(days=365))
    assert in_a_year == base


def test_there_is_one_draft_at_a_time(base: ProcedureVersion, editor: User) -> None:
    assert start_draft(base.procedure_id, editor) == start_draft(base.procedure_id, UserFactory())


def test_approving_ends_the_version_before_on_the_day_before(base: ProcedureVersion, editor: User) -> None:
    draft, moved, day = start_draft(base.procedure_id, editor), catalogue_revision(), clock.today() + timedelta(days=1)
    ProcedureVersion.objects.filter(pk=draft.pk).update(time_limit_rule="5d")
    approve_draft(draft.pk, UserFactory(), in_force_from=day, citation=PAPER)
    old, new = version_in_force(base.procedure.code, clock.today()), version_in_force(base.procedure.code, day)
    assert (old, new) == (base, draft)
    assert (new.citation, new.time_limit_rule) == (PAPER, "5d") if new else False
    assert catalogue_revision() == moved + 1


def test_who_wrote_it_does_not_approve_it(base: ProcedureVersion, editor: User) -> None:
    with pytest.raises(NotYourOwnDraft):
        approve_draft(start_draft(base.procedure_id, editor).pk, editor, in_force_from=clock.today(), citation=PAPER)


@pytest.mark.parametrize(
    ("days", "citation", "rule", "wrong"),
    [(-1, PAPER, "3d", "in_force_from"), (0, " ", "3d", "citation"), (0, PAPER, "3 ngày", "time_limit_rule")],
)
def test_what_cannot_be_is_refused_whole(base: ProcedureVersion, editor: User, days: int, citation: str, rule: str, wrong: str) -> None:
    draft = start_draft(base.procedure_id, editor)
    ProcedureVersion.objects.filter(pk=draft.pk).update(time_limit_rule=rule)
    with pytest.raises(FieldErrors) as refused:
        approve_draft(draft.pk, UserFactory(), in_force_from=clock.today() + timedelta(days=days), citation=citation)
    assert list(refused.value.errors) == [wrong]
    base.refresh_from_db()
    assert base.in_force_to is None


def test_it_cannot_begin_before_the_version_before(editor: User) -> None:
    base = ProcedureVersionFactory(in_force_from=clock.today())
    draft = start_draft(base.procedure_id, editor)
    with pytest.raises(FieldErrors):
        approve_draft(draft.pk, UserFactory(), in_force_from=clock.today(), citation=PAPER)


def test_a_draft_thrown_away_is_gone(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    discard_draft(draft.pk)
    with pytest.raises(DraftNotThere):
        approve_draft(draft.pk, UserFactory(), in_force_from=clock.today(), citation=PAPER)
    with pytest.raises(DraftNotThere):
        discard_draft(base.pk)  # an approved version is never deleted


def test_only_what_differs_is_told(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    draft.fees.update(amount=9000)
    draft.steps.filter(position=2).update(name="Thẩm định kỹ")
    ProcedureVersion.objects.filter(pk=draft.pk).update(time_limit_rule="5d", retention="10 năm")
    old, new = (with_details(ProcedureVersion.objects.filter(pk=pk)).get() for pk in (base.pk, draft.pk))
    told = {change.label: (change.old.split(";")[0], change.new.split(";")[0]) for change in compared(old, new)}
    assert told == {
        "Thời hạn": ("3 ngày làm việc", "5 ngày làm việc"),
        "Thời hạn lưu hồ sơ": ("chưa có thông tin", "10 năm"),
        "Khoản thu: Bản sao, mọi kênh": ("8000 đồng", "9000 đồng"),
        "Bước 2": ("Thụ lý (Thụ lý, 120 phút làm việc)", "Thẩm định kỹ (Thụ lý, 120 phút làm việc)"),
    }
    assert compared(old, old) == []


def test_two_papers_of_one_name_are_both_compared(base: ProcedureVersion, editor: User) -> None:
    for position in (2, 3):
        base.documents.create(code=f"trung-{position}", position=position, name="Giấy trùng tên", plain_name="Giấy trùng tên")
    draft = start_draft(base.procedure_id, editor)
    draft.documents.filter(code="trung-2").update(originals=1)
    old, new = (with_details(ProcedureVersion.objects.filter(pk=pk)).get() for pk in (base.pk, draft.pk))
    assert [(change.label, change.new) for change in compared(old, new)] == [("Giấy tờ: Giấy trùng tên", "Giấy trùng tên; 1 bản chính")]


def test_a_question_inside_a_group_is_compared(base: ProcedureVersion, editor: User) -> None:
    def asked(label: str) -> dict[str, object]:
        group = {"code": "nguoi", "label": "Người", "repeat": {"min": 1}, "fields": [{"code": "ten", "label": label, "type": "text"}]}
        return {"sections": [{"code": "a", "title": "Phần A", "fields": [group]}]}

    draft = start_draft(base.procedure_id, editor)
    ProcedureVersion.objects.filter(pk=base.pk).update(declaration=asked("Tên"))
    ProcedureVersion.objects.filter(pk=draft.pk).update(declaration=asked("Họ và tên"))
    old, new = (with_details(ProcedureVersion.objects.filter(pk=pk)).get() for pk in (base.pk, draft.pk))
    assert [change.label for change in compared(old, new)] == [
        "Tờ khai: Phần A / Người / Tên",
        "Tờ khai: Phần A / Người / Họ và tên",
    ]


def test_the_stand_of_a_draft_moves_with_every_part(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    stands = [draft_stand(draft.pk)]
    draft.fees.update(amount=9000)
    stands.append(draft_stand(draft.pk))
    draft.documents.update(source_note="Ghi thêm")
    stands.append(draft_stand(draft.pk))
    ProcedureVersion.objects.filter(pk=draft.pk).update(retention="10 năm")
    stands.append(draft_stand(draft.pk))
    assert len(set(stands)) == 4
    assert draft_stand(draft.pk) == stands[-1]


def test_everybody_who_wrote_is_kept_from_approving(base: ProcedureVersion, editor: User) -> None:
    draft, second = start_draft(base.procedure_id, editor), UserFactory()
    draft.prepared_by = with_writer(draft, second)
    draft.save(update_fields=["prepared_by"])
    assert with_writer(draft, editor) == draft.prepared_by
    for writer in (editor, second):
        with pytest.raises(NotYourOwnDraft):
            approve_draft(draft.pk, writer, in_force_from=clock.today(), citation=PAPER)
    draft.prepared_by = "a" * 149
    with pytest.raises(TooManyWriters):
        with_writer(draft, editor)


def test_a_draft_saved_after_it_was_read_is_not_approved(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    read = draft_stand(draft.pk)
    draft.fees.update(amount=9000)
    with pytest.raises(DraftChanged):
        approve_draft(draft.pk, UserFactory(), in_force_from=clock.today(), citation=PAPER, stand=read)


def test_a_draft_does_not_undo_a_version_that_came_meanwhile(base: ProcedureVersion, editor: User) -> None:
    draft = start_draft(base.procedure_id, editor)
    ProcedureVersion.objects.filter(pk=base.pk).update(in_force_to=clock.today())
    ProcedureVersionFactory(procedure=base.procedure, number=draft.number + 1, in_force_from=clock.today() + timedelta(days=1))
    with pytest.raises(DraftOutrun):
        approve_draft(draft.pk, UserFactory(), in_force_from=clock.today() + timedelta(days=9), citation=PAPER)
