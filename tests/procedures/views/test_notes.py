"""Sổ tay nghiệp vụ: officers read it beside the page, editors write it, citizens never see it."""

from http import HTTPStatus

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.permissions import Post
from procedures.acts.notes import NoteMoved, edit_note, remove_note
from procedures.models import GuidanceNote, ProcedureVersion
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import Office
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db

WORDS = "Bản chính có tẩy xóa thì không nhận."


@pytest.fixture
def editor() -> Membership:
    membership: Membership = MembershipFactory(city=True, post=Post.CATALOGUE_EDITOR)
    return membership


@pytest.fixture
def version() -> ProcedureVersion:
    found: ProcedureVersion = ProcedureVersionFactory()
    return found


@pytest.fixture
def note(client: Client, editor: Membership, version: ProcedureVersion) -> GuidanceNote:
    client.force_login(editor.user)
    client.post(f"/thu-tuc/{version.procedure.code}/ghi-chu/", {"text": WORDS, "source": "Điều 22"})
    return GuidanceNote.objects.get()


def page_for(person: object, version: ProcedureVersion) -> str:
    client = Client()
    if person is not None:
        client.force_login(person)  # type: ignore[arg-type]  # a user of a factory
    return client.get(f"/thu-tuc/{version.procedure.code}/").content.decode()


def test_officers_read_it_and_citizens_do_not(note: GuidanceNote, version: ProcedureVersion, office: Office) -> None:
    assert WORDS in page_for(office.person(Post.DESK_OFFICER), version)
    for citizen in (None, UserFactory()):
        page = page_for(citizen, version)
        assert WORDS not in page
        assert "Sổ tay nghiệp vụ" not in page


def test_officers_read_and_do_not_write(note: GuidanceNote, version: ProcedureVersion, office: Office) -> None:
    page = page_for(office.person(Post.DESK_OFFICER), version)
    assert "Thêm ghi chú" not in page
    assert f"/ghi-chu/{note.pk}/" not in page


def test_an_officers_page_is_kept_by_no_browser(note: GuidanceNote, version: ProcedureVersion, office: Office) -> None:
    client = Client()
    client.force_login(office.person(Post.DESK_OFFICER))
    assert "no-store" in client.get(f"/thu-tuc/{version.procedure.code}/").headers["Cache-Control"]


def test_a_second_press_writes_no_second_note(client: Client, note: GuidanceNote, version: ProcedureVersion) -> None:
    client.post(f"/thu-tuc/{version.procedure.code}/ghi-chu/", {"text": WORDS})
    assert GuidanceNote.objects.count() == 1


def test_an_empty_note_is_refused_with_what_was_typed(client: Client, note: GuidanceNote, version: ProcedureVersion) -> None:
    response = client.post(f"/thu-tuc/{version.procedure.code}/ghi-chu/", {"text": " ", "source": "Điều 9"})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Nhập nội dung ghi chú" in response.content.decode()
    assert 'value="Điều 9"' in response.content.decode()


def test_it_is_changed_as_it_was_seen(client: Client, note: GuidanceNote, version: ProcedureVersion) -> None:
    address = f"/thu-tuc/{version.procedure.code}/ghi-chu/{note.pk}/"
    assert WORDS in client.get(address).content.decode()
    client.post(address, {"text": "Mới", "source": "", "seen_at": note.written_at.isoformat()})
    note.refresh_from_db()
    assert (note.text, note.source) == ("Mới", "")


@pytest.mark.parametrize("seen_at", ["2026-11-22T09:00:00+07:00", ""])
def test_a_change_upon_an_older_state_is_told_and_keeps_what_was_typed(
    client: Client, note: GuidanceNote, version: ProcedureVersion, seen_at: str
) -> None:
    address = f"/thu-tuc/{version.procedure.code}/ghi-chu/{note.pk}/"
    response = client.post(address, {"text": "Mới", "seen_at": seen_at})
    assert response.status_code == HTTPStatus.CONFLICT
    page = response.content.decode()
    assert "vừa sửa ghi chú này" in page
    assert WORDS in page
    assert ">\nMới</textarea>" in page


def test_it_is_removed_after_a_second_question(client: Client, note: GuidanceNote, version: ProcedureVersion) -> None:
    address = f"/thu-tuc/{version.procedure.code}/ghi-chu/{note.pk}/xoa/"
    assert "Xóa ghi chú này?" in client.get(address).content.decode()
    assert GuidanceNote.objects.exists()
    client.post(address)
    assert not GuidanceNote.objects.exists()


def test_a_note_of_another_procedure_is_not_found(client: Client, note: GuidanceNote) -> None:
    other = ProcedureVersionFactory().procedure.code
    assert client.get(f"/thu-tuc/{other}/ghi-chu/{note.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_what_is_gone_is_told(note: GuidanceNote, editor: Membership) -> None:
    remove_note(note.pk)
    with pytest.raises(NoteMoved):
        remove_note(note.pk)
    with pytest.raises(NoteMoved):
        edit_note(note.pk, editor.user, text="Mới", source="", seen_at=note.written_at)
