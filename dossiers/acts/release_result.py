"""Release the result: the clerk numbers and publishes what was signed; the clock ends here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._files import folder_of, write_file
from dossiers.acts._shared import close_act, open_act
from dossiers.acts._steps import finish_step
from dossiers.models import Dossier, DossierFile, Result
from dossiers.states import Act
from dossiers.telling import tell_citizen, where_to_get
from dossiers.uploads import CheckedFile, StoredFile, store_file
from notifications.service import NoticeKind


@dataclass(frozen=True, slots=True)
class SignedResult:
    """A signed paper: number and date of the clerk, who signed, and the file. `is_refusal`: it refuses what was asked."""

    number: str
    issued_on: date
    signer_name: str
    signer_title: str
    file: CheckedFile | None = None
    is_refusal: bool = False

    def payload(self) -> dict[str, Any]:
        """Return what a repetition with the same key must equal."""
        return {
            "number": self.number.strip(),
            "issued_on": self.issued_on,
            "signer": [self.signer_name.strip(), self.signer_title.strip()],
            "file": self.file.sha256.hex() if self.file else "",
            "refusal": self.is_refusal,
        }


def release_result(
    dossier_id: int, *, call: ActCall, result: SignedResult, file_required: bool = True, asked: Mapping[str, Any] | None = None
) -> Dossier:
    """Publish the result: from here on it waits at the desk for the citizen.

    The file is stored before the dossier is locked.
    `asked` is what a repetition must equal where the caller made the result out of it; None: the result itself.

    Raises:
        FieldErrors: no number, signer or file, or a date after today.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#returning
    """
    _require_complete(result, call, file_required=file_required)
    file = store_file(result.file, folder_of(dossier_id, call)) if result.file else None
    return _release(dossier_id, call, result, file, result.payload() if asked is None else asked)


@transaction.atomic
def _release(dossier_id: int, call: ActCall, result: SignedResult, stored: StoredFile | None, asked: Mapping[str, Any]) -> Dossier:
    opened = open_act(dossier_id, Act.RELEASE_RESULT, call, asked)
    if opened.repeated:
        return opened.dossier
    dossier = opened.dossier
    file = write_file(dossier, stored, "", call, purpose=DossierFile.Purpose.RESULT) if stored else None
    Result.objects.create(
        dossier=dossier,
        version=dossier.results.count() + 1,
        is_refusal=result.is_refusal,
        number=result.number.strip(),
        issued_on=result.issued_on,
        signer_name=result.signer_name.strip(),
        signer_title=result.signer_title.strip(),
        file=file,
        released_at=call.at,
    )
    finish_step(dossier, call.at)
    dossier.assignee = None
    close_act(opened, changed=["assignee"], artefact=result.number.strip())
    if call.within is None:  # whoever is served at once holds it already
        tell_citizen(dossier, NoticeKind.RESULT_READY, call.at, where=where_to_get(dossier))
    return dossier


def _require_complete(result: SignedResult, call: ActCall, *, file_required: bool) -> None:
    errors = {}
    if not result.number.strip():
        errors["number"] = "Nhập số, ký hiệu của văn bản"
    if not result.signer_name.strip():
        errors["signer_name"] = "Nhập tên người ký"
    if result.issued_on > call.at.astimezone(ZONE).date():
        errors["issued_on"] = "Ngày ban hành không được sau hôm nay"
    if file_required and result.file is None:
        errors["file"] = "Chọn tệp kết quả đã ký"
    if errors:
        raise FieldErrors(errors)
