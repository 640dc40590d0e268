"""Supplement: the citizen sends what was asked; same code, the clock goes on with what was left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._clock import RESUMED_COLUMNS, answer_moment, resume_clock
from dossiers.acts._files import folder_of, write_file
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import resume_step
from dossiers.errors import UploadRefused
from dossiers.models import Dossier, SupplementItem, Suspension
from dossiers.states import Act, Stage
from dossiers.telling import holder_or_desk, moment_words, tell_people
from dossiers.uploads import CheckedFile, StoredFile, store_file
from notifications.service import NoticeKind


@dataclass(frozen=True, slots=True)
class Sent:
    """What answers one item: words, files, or both. `position` is the item's."""

    position: int
    answer: str = ""
    files: Sequence[CheckedFile | StoredFile] = ()


def supplement_dossier(dossier_id: int, *, call: ActCall, sent: Sequence[Sent]) -> Dossier:
    """Answer a supplement request completely and hand the dossier back to where it was.

    Asked at reception: back to waiting for the desk, which gets its response time anew. Asked at appraisal: back to
    processing, with the working minutes that were left. Files are stored before the dossier is locked.

    Raises:
        FieldErrors: an item has neither words nor a file. UploadRefused: something that was not asked for.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#supplement
    """
    folder = folder_of(dossier_id, call)
    stored = {each.position: [store_file(file, folder) for file in each.files] for each in sent}
    return _supplement(dossier_id, call, sent, stored)


@transaction.atomic
def _supplement(dossier_id: int, call: ActCall, sent: Sequence[Sent], stored: Mapping[int, Sequence[StoredFile]]) -> Dossier:
    payload = {str(each.position): [each.answer, [file.sha256.hex() for file in each.files]] for each in sent}
    opened = open_act(dossier_id, Act.SUPPLEMENT, call, payload)
    if opened.repeated or opened.suspension is None:
        return opened.dossier
    dossier, suspension = opened.dossier, opened.suspension
    answers = {each.position: each.answer.strip() for each in sent}
    for item in _answered_items(suspension, answers, stored):
        _answer(dossier, item, answers[item.position], stored[item.position], call)
    resume_clock(dossier, suspension, call.at)
    resume_step(dossier, suspension, call.at)
    if suspension.stage == Stage.RECEPTION:
        dossier.response_due_at, dossier.response_noted_at = answer_moment(dossier, call.at), None
    close_act(opened, changed=[*RESUMED_COLUMNS, "response_due_at", "response_noted_at"])
    tell_people(dossier, NoticeKind.SUPPLEMENTED, call.at, holder_or_desk(dossier, call.at), due=moment_words(dossier.due_at))
    return dossier


def _answered_items(suspension: Suspension, answers: Mapping[int, str], stored: Mapping[int, Sequence[StoredFile]]) -> list[SupplementItem]:
    """Return what was asked, in order, if all of it and nothing else was answered."""
    items = list(suspension.items.order_by("position"))
    if set(answers) - {item.position for item in items}:
        raise UploadRefused("Chỉ gửi những gì phường, xã yêu cầu. Tải lại trang để xem danh sách.")
    empty = {
        f"item-{item.position}": f"{item.what}: gửi tệp hoặc ghi trả lời"
        for item in items
        if not (answers.get(item.position) or stored.get(item.position))
    }
    if empty:
        raise FieldErrors(empty)
    return items


def _answer(dossier: Dossier, item: SupplementItem, answer: str, files: Sequence[StoredFile], call: ActCall) -> None:
    new_files = [write_file(dossier, file, item.document_code, call) for file in files]
    if new_files and item.document_code:
        old = dossier.files.filter(document_code=item.document_code, replaced_by__isnull=True).exclude(pk__in=[f.pk for f in new_files])
        old.update(replaced_by=new_files[0])
    item.answer, item.answered_at = answer, call.at
    item.save(update_fields=["answer", "answered_at"])
