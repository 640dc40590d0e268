"""Which form and which words belong to which act; each line calls one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from core.errors import FieldErrors
from dossiers.actors import ActCall
from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.complete_at_desk import Completion, complete_at_desk
from dossiers.acts.decline import decline_dossier
from dossiers.acts.extend import extend_dossier
from dossiers.acts.forward import forward_dossier
from dossiers.acts.receive import receive_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.request_supplement import request_supplement
from dossiers.acts.return_result import return_result
from dossiers.acts.stop import stop_dossier
from dossiers.acts.supplement import supplement_dossier
from dossiers.forms.desk_acts import (
    ActForm,
    CompleteForm,
    DeclineForm,
    KeepForm,
    ReceiveForm,
    ReleaseForm,
    ReopenForm,
    ReturnForm,
    StopForm,
    WithdrawalForm,
)
from dossiers.forms.desk_extend import ExtendForm
from dossiers.forms.desk_forward import ForwardForm
from dossiers.forms.desk_supplement import RequestSupplementForm, SupplementForm
from dossiers.models import Dossier
from dossiers.states import Act

Perform = Callable[[Dossier, Any, ActCall], Dossier]


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act as a page: its form, what it does, the words of its title and button, the key of the button."""

    act: Act
    form: type[ActForm]
    perform: Perform
    title: str
    button: str
    lead: str = ""
    template: str = "desk/acts/act.html"
    variant: str = "primary"
    key: str = ""


def _receive(dossier: Dossier, form: ReceiveForm, call: ActCall) -> Dossier:
    return receive_dossier(dossier.pk, call=call, stated_limit=form.stated_limit, basis=form.cleaned_data.get("basis", ""))


def _decline(dossier: Dossier, form: DeclineForm, call: ActCall) -> Dossier:
    return decline_dossier(dossier.pk, call=call, ground=form.cleaned_data["ground"], explanation=form.cleaned_data["explanation"])


def _request_supplement(dossier: Dossier, form: RequestSupplementForm, call: ActCall) -> Dossier:
    data = form.cleaned_data
    return request_supplement(
        dossier.pk, call=call, items=data["items"], legal_basis=data["legal_basis"], working_days=data["working_days"]
    )


def _supplement(dossier: Dossier, form: SupplementForm, call: ActCall) -> Dossier:
    return supplement_dossier(dossier.pk, call=call, sent=form.cleaned_data["sent"])


def _forward(dossier: Dossier, form: ForwardForm, call: ActCall) -> Dossier:
    position, user_id = form.cleaned_data["to"]
    return forward_dossier(dossier.pk, call=call, to_user_id=user_id, step_position=position, remark=form.cleaned_data["remark"])


def _approve(dossier: Dossier, form: WithdrawalForm, call: ActCall) -> Dossier:
    return approve_withdrawal(dossier.pk, call=call, given_back=form.given_back)


def _keep(dossier: Dossier, form: KeepForm, call: ActCall) -> Dossier:
    return cancel_withdrawal(dossier.pk, call=call, reason=form.cleaned_data["reason"])


def _stop(dossier: Dossier, form: StopForm, call: ActCall) -> Dossier:
    data = form.cleaned_data
    return stop_dossier(
        dossier.pk,
        call=call,
        legal_basis=data["legal_basis"],
        explanation=data["explanation"],
        ground=data["ground"],
        given_back=form.given_back,
    )


def _extend(dossier: Dossier, form: ExtendForm, call: ActCall) -> Dossier:
    if form.until is None:
        raise FieldErrors({"until": "Chọn ngày hẹn lại"})
    return extend_dossier(dossier.pk, call=call, reason=form.cleaned_data["reason"], until=form.until)


def _release(dossier: Dossier, form: ReleaseForm, call: ActCall) -> Dossier:
    data = form.cleaned_data
    result = SignedResult(
        number=data["number"],
        issued_on=data["issued_on"],
        signer_name=data["signer_name"],
        signer_title=data["signer_title"],
        file=data["file"],
        is_refusal=data["is_refusal"],
    )
    return release_result(dossier.pk, call=call, result=result)


def _reopen(dossier: Dossier, form: ReopenForm, call: ActCall) -> Dossier:
    return reopen_dossier(dossier.pk, call=call, reason=form.cleaned_data["reason"])


def _return(dossier: Dossier, form: ReturnForm, call: ActCall) -> Dossier:
    data = form.cleaned_data
    return return_result(
        dossier.pk, call=call, receiver_name=data["receiver_name"], evidence=data["evidence"], fee_settled=data["fee_settled"]
    )


def _complete(dossier: Dossier, form: CompleteForm, call: ActCall) -> Dossier:
    return complete_at_desk(dossier.pk, call=call, completion=completion_of(form.cleaned_data))


def completion_of(data: Mapping[str, Any]) -> Completion:
    """Return how a result made at the counter ends, from a form that holds these fields."""
    return Completion(
        signer_id=data["signer"],
        receiver_name=data["receiver_name"],
        evidence=data["evidence"],
        fee_settled=data["fee_settled"],
        number=data["number"],
    )


PAGES = {
    page.act: page
    for page in (
        ActPage(Act.RECEIVE, ReceiveForm, _receive, "Tiếp nhận", "Tiếp nhận và in phiếu 01", template="desk/acts/receive.html", key="F9"),
        ActPage(
            Act.REQUEST_SUPPLEMENT,
            RequestSupplementForm,
            _request_supplement,
            "Yêu cầu bổ sung, hoàn thiện hồ sơ",
            "Phát hành phiếu 02",
            template="desk/acts/request_supplement.html",
            key="F9",
        ),
        ActPage(
            Act.DECLINE,
            DeclineForm,
            _decline,
            "Từ chối tiếp nhận",
            "Xem lại trước khi từ chối",
            template="desk/acts/decline.html",
            variant="secondary",
        ),
        ActPage(
            Act.SUPPLEMENT,
            SupplementForm,
            _supplement,
            "Ghi nhận đã bổ sung",
            "Ghi nhận đủ, cho đi tiếp",
            "Người dân mang giấy tờ đến quầy: quét hoặc ghi đã nhận gì cho từng mục.",
            template="desk/acts/supplement.html",
            key="F9",
        ),
        ActPage(Act.FORWARD, ForwardForm, _forward, "Chuyển bước", "Chuyển bước", template="desk/acts/forward.html", key="F9"),
        ActPage(
            Act.APPROVE_WITHDRAWAL,
            WithdrawalForm,
            _approve,
            "Đồng ý cho rút",
            "Đồng ý cho rút",
            "Hồ sơ dừng lại, người dân nhận thông báo mẫu 05.",
        ),
        ActPage(
            Act.CANCEL_WITHDRAWAL,
            KeepForm,
            _keep,
            "Không đồng ý cho rút",
            "Cho hồ sơ đi tiếp",
            "Hồ sơ trở về bước trước, đồng hồ chạy tiếp.",
        ),
        ActPage(
            Act.EXTEND,
            ExtendForm,
            _extend,
            "Xin lỗi và gia hạn",
            "Xem lại trước khi gửi",
            template="desk/acts/extend.html",
            variant="secondary",
        ),
        ActPage(
            Act.STOP,
            StopForm,
            _stop,
            "Dừng giải quyết",
            "Dừng và phát hành mẫu 05",
            "Hồ sơ kết thúc không có kết quả. Người dân đọc lý do dưới đây.",
            variant="danger",
        ),
        ActPage(
            Act.RELEASE_RESULT,
            ReleaseForm,
            _release,
            "Phát hành kết quả",
            "Phát hành kết quả",
            "Đồng hồ dừng ở đây; người dân được báo đến nhận.",
            "desk/acts/release_result.html",
            key="F9",
        ),
        ActPage(
            Act.REOPEN, ReopenForm, _reopen, "Mở lại hồ sơ", "Hủy bản này và mở lại", "Bản kết quả hiện có bị hủy. Ngày hẹn trả giữ nguyên."
        ),
        ActPage(
            Act.RETURN_RESULT,
            ReturnForm,
            _return,
            "Trả kết quả",
            "Trả kết quả",
            "Đối chiếu giấy tờ của người nhận trước khi trao.",
            template="desk/acts/return_result.html",
            key="F9",
        ),
        ActPage(
            Act.COMPLETE_AT_DESK,
            CompleteForm,
            _complete,
            "Giải quyết và trả ngay",
            "Giải quyết và trả ngay",
            "Tiếp nhận, ký, vào sổ và trả trong một lần bấm.",
            template="desk/acts/return_result.html",
            key="F9",
        ),
    )
}


def page_of(slug: str) -> ActPage:
    """Return the page of an act by its part of the address.

    Raises Http404 for acts that have no page at the desk.
    """
    act = next((each for each in PAGES if each.value.replace("_", "-") == slug), None)
    if act is None:
        raise Http404
    return PAGES[act]
