"""Return the result: hand it over against evidence, once the fee is settled."""

from django.db import transaction

from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts._shared import close_act, open_act
from dossiers.errors import FeeNotSettled
from dossiers.models import Dossier
from dossiers.states import Act


@transaction.atomic
def return_result(dossier_id: int, *, call: ActCall, receiver_name: str, evidence: str, fee_settled: bool) -> Dossier:
    """Note who took the result and by which evidence; the dossier ends here.

    Raises:
        FieldErrors: no receiver, or no evidence. FeeNotSettled.
        MoveNotAllowed, ActNotYours, VersionConflict, IdempotencyKeyReused.

    Source: docs/legal/one-stop.md#returning
    """
    receiver_name, evidence = receiver_name.strip(), evidence.strip()
    errors = {}
    if not receiver_name:
        errors["receiver_name"] = "Nhập tên người nhận kết quả"
    if not evidence:
        errors["evidence"] = "Ghi bằng chứng đã nhận, ví dụ: ký nhận trên phiếu 01, đã xem căn cước"
    if errors:
        raise FieldErrors(errors)
    opened = open_act(dossier_id, Act.RETURN_RESULT, call, {"receiver": receiver_name, "evidence": evidence, "fee": fee_settled})
    if opened.repeated:
        return opened.dossier
    if not fee_settled:
        raise FeeNotSettled
    opened.dossier.results.filter(voided_at__isnull=True).update(receiver_name=receiver_name, receiver_evidence=evidence)
    close_act(opened, note={"receiver": receiver_name, "evidence": evidence})
    return opened.dossier
