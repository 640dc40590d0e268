"""A version written by hand, from draft to force; two people, one day, one paper."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from core import clock
from core.errors import FieldErrors
from procedures.acts.drafts import DraftNotThere, NotYourOwnDraft, approve_draft, discard_draft, start_draft
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
