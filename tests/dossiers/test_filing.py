"""Writing a draft and sending it: what was typed stays, nothing is half-written."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from core.clock import ZONE
from core.errors import FieldErrors
from core.sealing import unseal
from core.time_limits import TimeLimit
from dossiers import drafts, filing
from dossiers.actors import ActCall, citizen
from dossiers.acts.submit import submit_dossier
from dossiers.errors import CommuneNotFound, DocumentsMissing, DossierNotFound, ProcedureNotAvailable, UploadRefused
from dossiers.models import Dossier, Draft, DraftFile
from dossiers.opening import require_version
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import ANSWERS, MONDAY_9H, PERSON, Office, Situations, picture
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

TODAY = MONDAY_9H.date()


def call(user: User) -> ActCall:
    return ActCall(citizen(user), MONDAY_9H)


def stored_names() -> set[str]:
    """Return the names of all objects in the store."""
    root = Path(configured.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_draft_most_tests_start_from_is_what_its_pages_leave(make: Situations, applicant: User) -> None:
    typed, made = Draft.objects.create(owner=applicant, procedure_version=make.procedure()), make.draft()
    drafts.save_place(typed, commune_code=make.office.commune.code, case_code="", today=TODAY)
    drafts.save_applicant(typed, PERSON)
    for step in filing.steps_of(make.procedure()):
        if step.section is not None:
            drafts.save_section(typed, step, ANSWERS, today=TODAY)
    drafts.add_file(typed, "giay-1", picture())
    drafts.save_papers(typed)
    drafts.save_delivery(typed, "counter")
    assert kept(made) == kept(typed)


def kept(draft: Draft) -> tuple[Any, ...]:
    """Return everything a draft holds, unsealed, but for its names and moments."""
    draft = Draft.objects.get(pk=draft.pk)
    sealed = [
        json.loads(unseal(bytes(each))) if each else None for each in (draft.applicant_sealed, draft.filer_sealed, draft.answers_sealed)
    ]
    columns = ("document_code", "name", "content_type", "size", "sha256", "pages")
    files = [(*row[:4], bytes(row[4]), row[5]) for row in draft.files.order_by("pk").values_list(*columns)]
    return draft.commune_id, draft.case_code, draft.delivery, draft.done_steps, *sealed, files


def test_a_complete_draft_becomes_a_dossier_and_is_gone(make: Situations) -> None:
    dossier = make.submitted()
    assert not Draft.objects.exists()
    assert [file.document_code for file in dossier.files.all()] == ["giay-1"]
    assert dossier.response_due_at == MONDAY_9H.replace(day=3)


def test_sending_twice_answers_the_same_dossier(make: Situations, applicant: User) -> None:
    draft = make.draft()
    first = submit_dossier(draft.pk, call=call(applicant), agreed=True)
    assert submit_dossier(draft.pk, call=call(applicant), agreed=True) == first
    assert Dossier.objects.count() == 1


def test_another_person_can_neither_read_nor_send_a_draft(make: Situations) -> None:
    draft, stranger = make.draft(), UserFactory()
    with pytest.raises(DossierNotFound):
        filing.get_draft(stranger, draft.pk)
    with pytest.raises(DossierNotFound):
        submit_dossier(draft.pk, call=call(stranger), agreed=True)


def test_another_person_cannot_learn_what_a_sent_draft_became(make: Situations, applicant: User) -> None:
    draft = make.draft()
    key = draft.pk
    submit_dossier(key, call=call(applicant), agreed=True)
    with pytest.raises(DossierNotFound):
        submit_dossier(key, call=call(UserFactory()), agreed=True)


def test_without_the_statement_nothing_is_sent(make: Situations, applicant: User) -> None:
    draft = make.draft()
    with pytest.raises(FieldErrors) as refused:
        submit_dossier(draft.pk, call=call(applicant), agreed=False)
    assert list(refused.value.errors) == ["agreed"]
    assert Draft.objects.filter(pk=draft.pk).exists()
    assert not Dossier.objects.exists()


def test_a_missing_paper_is_named(make: Situations, applicant: User) -> None:
    draft = make.draft()
    draft.files.all().delete()
    with pytest.raises(DocumentsMissing) as refused:
        submit_dossier(draft.pk, call=call(applicant), agreed=True)
    assert "Giấy thử số 1" in refused.value.message


def test_what_was_left_out_is_named_by_its_page(office: Office, applicant: User) -> None:
    draft = Draft.objects.create(owner=applicant, procedure_version=ProcedureVersionFactory())
    with pytest.raises(FieldErrors) as refused:
        filing.read_filing(draft, today=TODAY)
    assert list(refused.value.errors) == ["khai-viec.noi_dung", "noi-nop", "nguoi-nop", "nhan-ket-qua"]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("full_name", "  ", "Nhập họ, chữ đệm, tên"),
        ("identity_number", "0011850", "bạn mới nhập 7"),
        ("phone", "0123", "10 chữ số"),
        ("email", "khong-phai", "E-mail cần có dạng"),
    ],
)
def test_a_person_that_cannot_be_is_refused_and_the_old_one_stays(make: Situations, field: str, typed: str, words: str) -> None:
    draft = make.draft()
    before = filing.applicant_of(draft)
    with pytest.raises(FieldErrors) as refused:
        drafts.save_applicant(draft, {**before, field: typed})
    assert words in refused.value.errors[field]
    draft.refresh_from_db()
    assert filing.applicant_of(draft) == before


def test_an_unknown_commune_is_refused(make: Situations) -> None:
    with pytest.raises(CommuneNotFound):
        drafts.save_place(make.draft(), commune_code="99999", case_code="", today=TODAY)


def test_a_case_must_be_chosen_where_there_are_several(office: Office, applicant: User) -> None:
    version = ProcedureVersionFactory(cases=[{"code": "a", "label": "A", "hint": ""}, {"code": "b", "label": "B", "hint": ""}])
    draft = Draft.objects.create(owner=applicant, procedure_version=version)
    with pytest.raises(FieldErrors):
        drafts.save_place(draft, commune_code=office.commune.code, case_code="c", today=TODAY)


def test_a_refused_file_leaves_the_good_ones(make: Situations) -> None:
    draft = make.draft()
    with pytest.raises(UploadRefused):
        drafts.add_file(draft, "giay-1", ContentFile(b"MZ", name="a.exe"))
    assert draft.files.count() == 1


def test_the_last_file_allowed_is_taken_and_the_next_is_not(make: Situations, settings: Any) -> None:
    settings.FILES_PER_PAPER = 2
    draft = make.draft()
    drafts.add_file(draft, "giay-1", picture(colour="red"))
    with pytest.raises(UploadRefused, match="tối đa 2"):
        drafts.add_file(draft, "giay-1", picture(colour="blue"))
    assert stored_names() == set(draft.files.values_list("stored", flat=True))


def test_the_same_content_is_kept_once_even_where_no_more_files_are_taken(make: Situations, settings: Any) -> None:
    settings.FILES_PER_PAPER = 1
    draft = make.draft()
    assert drafts.add_file(draft, "giay-1", picture("lai.png")) == (draft.files.get(), False)
    assert stored_names() == {draft.files.get().stored.name}


def test_a_file_for_a_draft_sent_meanwhile_is_refused_and_not_kept(make: Situations, applicant: User) -> None:
    draft = make.draft()
    dossier = submit_dossier(draft.pk, call=call(applicant), agreed=True)
    with pytest.raises(DossierNotFound):
        drafts.add_file(draft, "giay-1", picture(colour="red"))
    assert stored_names() == {dossier.files.get().stored.name}


def test_a_paper_that_is_not_asked_for_is_refused(make: Situations) -> None:
    with pytest.raises(UploadRefused):
        drafts.add_file(make.draft(), "giay-la", picture())


def test_removing_a_file_removes_the_object_too(make: Situations) -> None:
    draft = make.draft()
    file = DraftFile.objects.get()
    path = file.stored
    drafts.remove_file(draft, file.pk)
    assert not path.storage.exists(path.name)
    drafts.remove_file(draft, file.pk)


def test_a_change_that_fails_keeps_the_object(make: Situations) -> None:
    draft = make.draft()
    path = DraftFile.objects.get().stored

    @transaction.atomic
    def change() -> None:
        drafts.remove_file(draft, DraftFile.objects.get().pk)
        drafts.save_delivery(draft, "bay")

    with pytest.raises(FieldErrors):
        change()
    assert draft.files.count() == 1
    assert path.storage.exists(path.name)


def test_removing_after_the_draft_was_sent_keeps_the_paper_of_the_dossier(make: Situations, applicant: User) -> None:
    draft = make.draft()
    file = DraftFile.objects.get()
    dossier = submit_dossier(draft.pk, call=call(applicant), agreed=True)
    drafts.remove_file(Draft(pk=file.draft_id), file.pk)
    kept = dossier.files.get()
    assert kept.stored.storage.exists(kept.stored.name)


def test_an_unknown_procedure_is_refused(calendar: None) -> None:
    with pytest.raises(ProcedureNotAvailable):
        require_version("0.000000", TODAY, online=True)


def test_a_replaced_procedure_names_its_successor(calendar: None) -> None:
    successor = ProcedureFactory()
    version = ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=successor))
    with pytest.raises(ProcedureNotAvailable) as refused:
        require_version(version.procedure.code, TODAY, online=True)
    assert refused.value.data == {"replaced_by": successor.code}


def test_a_counter_procedure_is_not_taken_online(calendar: None) -> None:
    version = ProcedureVersionFactory(counter=True)
    with pytest.raises(ProcedureNotAvailable, match="chỉ nhận tại quầy"):
        require_version(version.procedure.code, TODAY, online=True)
    assert require_version(version.procedure.code, TODAY, online=False) == version


def test_a_dossier_keeps_the_version_and_limit_it_was_filed_under(make: Situations, office: Office) -> None:
    dossier = make.received()
    version = dossier.procedure_version
    type(version).objects.filter(pk=version.pk).update(in_force_to=TODAY)
    ProcedureVersionFactory(procedure=version.procedure, number=2, time_limit_rule="9d", in_force_from=TODAY.replace(day=3))
    dossier.refresh_from_db()
    assert TimeLimit.parse(dossier.time_limit_rule) == version.time_limit
    assert dossier.due_at == MONDAY_9H.replace(day=5, hour=17).astimezone(ZONE)
