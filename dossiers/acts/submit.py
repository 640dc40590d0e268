"""Submit: a draft becomes a dossier with a code and an acknowledgement."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from core.clock import ZONE
from core.errors import FieldErrors
from core.lookup import get_or_none
from core.sealing import seal
from dossiers.access import opening
from dossiers.actors import ActCall
from dossiers.acts._clock import answer_moment
from dossiers.acts._new import filer_of, new_dossier, store_new
from dossiers.chain import payload_digest
from dossiers.errors import ActNotYours, DossierNotFound
from dossiers.filing import Filing, read_filing
from dossiers.models import Channel, Declaration, Dossier, DossierFile, Draft, DraftFile
from dossiers.opening import opened_with, papers_of, require_open, require_papers
from dossiers.parties import write_people
from dossiers.states import Act, DossierState
from dossiers.telling import moment_words, tell_citizen
from notifications.service import NoticeKind

MOVE = opening(Act.SUBMIT)


@transaction.atomic
def submit_dossier(draft_id: UUID, *, call: ActCall, agreed: bool, channel: Channel = Channel.ONLINE) -> Dossier:
    """Send a finished draft to the chosen commune.

    1. Lock the draft; a draft already sent answers with its dossier.
    2. Check that it is the sender's, complete, and that its version can still be filed.
    3. Write people, declaration and files, then the dossier with its code, the event, the acknowledgement; delete the draft.

    Raises:
        FieldErrors: something is left out, or the statement was not agreed to.
        DocumentsMissing: a paper that blocks has no file.
        ProcedureNotAvailable: the version went out of force while the draft lay.
        DossierNotFound: no such draft of this person.

    Source: docs/legal/one-stop.md#acts, docs/legal/time-limits.md#start
    """
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("procedure_version__procedure__replaced_by", "commune")
    draft = get_or_none(drafts.filter(pk=draft_id))
    if draft is None:
        return _sent_before(draft_id, call)
    files = list(draft.files.order_by("pk"))
    filing = _complete(draft, files, call, agreed=agreed)
    dossier = new_dossier(
        draft.procedure_version, filing.commune, filing.commune, channel=channel, delivery=filing.delivery, at=call.at, key=draft.pk
    )
    dossier.submitted_at = call.at
    dossier.response_due_at = answer_moment(dossier, call.at)
    write_people(dossier, filing.applicant, filing.filer, filer_of(call))
    answers = seal(json.dumps(filing.answers, ensure_ascii=False))
    Declaration.objects.create(dossier_id=dossier.pk, case_code=draft.case_code, answers_sealed=answers, statement_at=call.at)
    _move_files(draft, files, dossier, call)
    store_new(dossier, Act.SUBMIT, DossierState.SUBMITTED, call, payload_digest({"draft": str(draft.pk)}))
    tell_citizen(dossier, NoticeKind.SUBMITTED, call.at, answer_by=moment_words(dossier.response_due_at))
    draft.delete()
    return dossier


def _sent_before(draft_id: UUID, call: ActCall) -> Dossier:
    """Return the dossier an earlier submission of this draft made, to its own sender only."""
    dossier = opened_with(draft_id)
    if dossier is None or not dossier.parties.filter(user=call.actor.user).exists():
        raise DossierNotFound
    return dossier


def _complete(draft: Draft, files: Sequence[DraftFile], call: ActCall, *, agreed: bool) -> Filing:
    if draft.owner_id != call.actor.user_id:
        raise DossierNotFound
    if call.actor.post not in MOVE.who:
        raise ActNotYours(Act.SUBMIT.label, "người nộp hồ sơ")
    today = call.at.astimezone(ZONE).date()
    require_open(draft.procedure_version, today)
    filing = read_filing(draft, today=today)
    if not agreed:
        raise FieldErrors({"agreed": "Đánh dấu vào ô cam đoan trước khi nộp"})
    require_papers(draft.procedure_version, draft.case_code, {file.document_code for file in files})
    return filing


def _move_files(draft: Draft, files: Sequence[DraftFile], dossier: Dossier, call: ActCall) -> None:
    """Hand the stored objects of the draft over to the dossier: rows change, nothing is copied.

    Files of a case chosen before stay behind with the draft.
    """
    asked = {paper.code for paper in papers_of(draft.procedure_version, draft.case_code)}
    DossierFile.objects.bulk_create(
        DossierFile(
            cohort=dossier.cohort,
            dossier_id=dossier.pk,
            document_code=file.document_code,
            name=file.name,
            stored=file.stored.name,
            original=file.original.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            pages=file.pages,
            added_by=call.actor.user,
            added_at=call.at,
        )
        for file in files
        if file.document_code in asked
    )
