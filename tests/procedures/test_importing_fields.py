"""Fields a list names for the first time, and the way out of a write that failed."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from accounts.permissions import Post
from core.clock import ZONE
from procedures import tasks
from procedures.acts._uploads import difference_now
from procedures.acts.check_list import Terms, check_list
from procedures.acts.discard_list import discard_list
from procedures.acts.take_list import take_list
from procedures.importing.difference import MOST_NEW_FIELDS, Dates, Difference, difference
from procedures.importing.errors import ListNotWaiting
from procedures.importing.list_rows import read_list
from procedures.importing.report import report_of
from procedures.models import CatalogueImport, Field, Procedure, ProcedureVersion
from tests.factories.accounts import OfficerFactory
from tests.factories.lists import Row, as_csv, row

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
TERMS = Terms(date(2026, 11, 30), "4567/QĐ-UBND")
State = CatalogueImport.State


@pytest.fixture
def editor(db: None) -> User:
    return OfficerFactory(post=Post.CATALOGUE_EDITOR, post__commune=None)


@pytest.fixture
def approved(editor: User) -> CatalogueImport:
    """A list approved just now, which the database will not take."""
    upload = check_list("a.csv", as_csv([row("9.100001", "Một", "Đất đai")]), TERMS, prepared_by=editor, at=NOW)
    upload.rows[0]["facts"]["ministry"] = "x" * 121
    upload.report = report_of(difference_now(upload, NOW.date()))
    upload.state, upload.approved_by, upload.approved_at = State.APPLYING, editor, NOW
    upload.save()
    return upload


def compare(rows: list[Row]) -> Difference:
    return difference(read_list("a.csv", as_csv(rows)), Dates(NOW.date(), TERMS.in_force_from))


def rows_in(*fields: str) -> list[Row]:
    return [row(f"9.{100000 + number}", f"Thủ tục {number}", field) for number, field in enumerate(fields)]


LONG = "lĩnh vực rất dài " * 5


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (("Đất đai mới!", "Đất đai mới?", "đất đai mới!."), ["dat-dai-moi", "dat-dai-moi-2", "dat-dai-moi"]),
        (("Đất đại", "Đất đai"), ["dat-dai-3", "dat-dai"]),
        ((f"{LONG}một", f"{LONG}hai"), [slug := "linh-vuc-rat-dai-linh-vuc-rat-dai-linh-vuc-rat-dai-linh", f"{slug}-2"]),
    ],
)
def test_new_fields_of_one_slug_are_kept_apart(editor: User, fields: tuple[str, ...], codes: list[str]) -> None:
    Field.objects.create(code="dat-dai", name="Đất đai", sort_key="a")
    Field.objects.create(code="dat-dai-2", name="Đất dai", sort_key="b")
    take_list("a.csv", as_csv(rows_in(*fields)), TERMS, approver=editor, at=NOW)
    assert list(Procedure.objects.order_by("code").values_list("field__code", flat=True)) == codes


@pytest.mark.parametrize(("field", "reason"), [("???", "cần có chữ cái"), ("土地", "cần có chữ cái"), ("ă" * 200, "quá dài")])
def test_a_new_field_that_cannot_be_kept_is_refused_at_the_check(field: str, reason: str) -> None:
    (refused,) = compare(rows_in(field)).refused
    assert reason in refused.reason


def test_too_many_new_fields_are_refused_once() -> None:
    names = [f"Lĩnh vực {number}" for number in range(MOST_NEW_FIELDS + 50)]
    assert compare(rows_in(*names[:MOST_NEW_FIELDS], names[0])).refused == []
    (refused,) = compare(rows_in(*names)).refused
    assert (refused.line, "hơn 200 lĩnh vực mới" in refused.reason) == (MOST_NEW_FIELDS + 2, True)


def test_a_write_that_fails_leaves_the_list_waiting(approved: CatalogueImport) -> None:
    with time_machine.travel(NOW, tick=False), pytest.raises(Exception, match="value too long"):
        tasks.write_list(str(approved.pk))
    approved.refresh_from_db()
    assert (approved.state, approved.approved_by, approved.approved_at) == (State.CHECKED, None, None)
    assert not ProcedureVersion.objects.exists()
    assert discard_list(approved.pk).state == State.DISCARDED


def test_a_list_whose_write_was_lost_can_be_put_aside(approved: CatalogueImport) -> None:
    with time_machine.travel(NOW + timedelta(seconds=50), tick=False), pytest.raises(ListNotWaiting):
        discard_list(approved.pk)
    with time_machine.travel(NOW + timedelta(seconds=70), tick=False):
        assert discard_list(approved.pk).state == State.DISCARDED
