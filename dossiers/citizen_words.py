"""A dossier's state in the citizen's words: one mapping of state to sentence, whose turn it is, and by when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from communes.models import Commune
from core.clock import ZONE
from dossiers.deadlines import ClockReading, Punctuality
from dossiers.models import Delivery, Dossier
from dossiers.selectors.clock import clock_of
from dossiers.states import DossierState

_S = DossierState


class Turn(StrEnum):
    """Who must act now."""

    YOU = "you"
    OFFICE = "office"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CitizenStatus:
    """What a citizen reads first. `tone` empty: the badge of the state itself; `moment` None: nothing is promised."""

    state: int
    label: str
    turn: Turn
    to_do: str
    to_do_more: str = ""
    tone: str = ""
    moment_label: str = ""
    moment: datetime | None = None
    remark: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.tone == "overdue"

    @property
    def panel(self) -> str:
        """The modifier of the panel: paused while the citizen is waited for, overdue, or none."""
        return "paused" if self.state == _S.AWAITING_SUPPLEMENT else self.tone if self.is_overdue else ""


NOTHING_TO_DO = "Bạn chưa phải làm gì."
WE_TELL = "Có tin mới, chúng tôi báo cho bạn."
CLOCK_STANDS = "Trong lúc chờ, thời hạn giải quyết tạm dừng."


def office_word(unit: Commune) -> str:
    """Return "phường" or "xã", the subject of sentences about the office."""
    return unit.get_kind_display()


def citizen_status(dossier: Dossier, now: datetime) -> CitizenStatus:
    """Return the state of a dossier as its citizen reads it. `receiving_unit` must be fetched."""
    office = office_word(dossier.receiving_unit)
    match DossierState(dossier.state):
        case _S.SUBMITTED:
            return _waiting(dossier, now, office)
        case _S.RECEIVED | _S.PROCESSING:
            return _running(dossier, clock_of(dossier, now), office)
        case _S.AWAITING_SUPPLEMENT:
            to_do = "Việc của bạn: gửi bổ sung."
            return CitizenStatus(5, "Chờ bạn bổ sung", Turn.YOU, to_do, "", "", "Gửi trước", dossier.supplement_due_at, CLOCK_STANDS)
        case _S.AWAITING_PAYMENT:
            return CitizenStatus(6, "Chờ bạn nộp phí", Turn.YOU, "Việc của bạn: nộp phí.", f"Hỏi quầy một cửa {office} cách nộp.")
        case _S.WITHDRAWAL_REQUESTED:
            return CitizenStatus(7, "Đang xét việc rút", Turn.OFFICE, NOTHING_TO_DO, WE_TELL, remark=CLOCK_STANDS)
        case _:
            return _ready(dossier, office) if dossier.state == _S.RESULT_READY else _over(dossier, office)


def _waiting(dossier: Dossier, now: datetime, office: str) -> CitizenStatus:
    label, until = f"Đã nộp, chờ {office} nhận", dossier.response_due_at
    if until is not None and until < now:
        to_do = ("Bạn không phải làm gì thêm.", f"Cần hỏi, gọi {office}.")
        return CitizenStatus(1, label, Turn.OFFICE, *to_do, "", "Lẽ ra trả lời bạn trước", until, f"{office.capitalize()} trả lời chậm.")
    return CitizenStatus(1, label, Turn.OFFICE, NOTHING_TO_DO, WE_TELL, "", "Trả lời bạn chậm nhất", until)


def _running(dossier: Dossier, clock: ClockReading, office: str) -> CitizenStatus:
    promise = ("Hẹn trả kết quả", dossier.due_at, f"{clock.label}.")
    if clock.kind is Punctuality.OVERDUE and dossier.due_at is not None:
        label = f"Quá hẹn từ {dossier.due_at.astimezone(ZONE):%d/%m}"
        return CitizenStatus(
            dossier.state, label, Turn.OFFICE, "Bạn không phải làm gì thêm.", f"Cần hỏi, gọi {office}.", "overdue", *promise
        )
    if clock.kind in {Punctuality.DUE_SOON, Punctuality.DUE_TODAY}:
        return CitizenStatus(dossier.state, "Sắp đến hẹn", Turn.OFFICE, NOTHING_TO_DO, WE_TELL, "soon", *promise)
    return CitizenStatus(dossier.state, "Đang giải quyết, đúng hẹn", Turn.OFFICE, NOTHING_TO_DO, WE_TELL, "", *promise)


def _ready(dossier: Dossier, office: str) -> CitizenStatus:
    since = ("", "Có kết quả từ", dossier.finished_at)
    if dossier.delivery == Delivery.COUNTER:
        where = f"Tại quầy {dossier.receiving_unit.full_name}, mang theo giấy tờ tùy thân."
        return CitizenStatus(9, "Có kết quả, chờ bạn nhận", Turn.YOU, "Việc của bạn: đến nhận kết quả.", where, *since)
    way = "gửi qua bưu chính" if dossier.delivery == Delivery.POST else "gửi bản điện tử"
    return CitizenStatus(9, f"Có kết quả, chờ {office} gửi", Turn.OFFICE, NOTHING_TO_DO, f"{office.capitalize()} {way} cho bạn.", *since)


def _over(dossier: Dossier, office: str) -> CitizenStatus:
    if dossier.state == _S.RETURNED:
        return CitizenStatus(10, "Đã trả kết quả", Turn.NOBODY, "Hồ sơ đã xong.", "", "", "Trả kết quả lúc", dossier.returned_at)
    if dossier.state == _S.DECLINED:
        more = "Xem lý do, sửa rồi nộp hồ sơ mới."
        return CitizenStatus(
            3,
            "Không được tiếp nhận",
            Turn.NOBODY,
            f"{office.capitalize()} chưa nhận hồ sơ này.",
            more,
            "",
            "Trả lời lúc",
            dossier.finished_at,
        )
    return CitizenStatus(
        8, "Đã dừng giải quyết", Turn.NOBODY, "Hồ sơ đã dừng.", "Cần làm lại thì nộp hồ sơ mới.", "", "Dừng lúc", dossier.finished_at
    )
