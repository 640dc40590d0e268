"""Where a dossier has been, is and goes, for its citizen: acts in plain words, no names, no remarks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.permissions import Post
from communes.models import ReceptionPoint
from core.vietnamese_dates import clock_time, long_date
from dossiers.citizen_words import CitizenStatus, office_word
from dossiers.models import Dossier, DossierEvent, DossierStep
from dossiers.states import Act, DossierState, Role
from procedures.models import ProcedureStep

_S = DossierState
_open_step = DossierStep.objects.filter(dossier=OuterRef("pk"), finished_at__isnull=True).order_by("-position")
_open_position = DossierStep.objects.filter(dossier=OuterRef(OuterRef("pk")), finished_at__isnull=True).order_by("-position")

# What a query of a dossier adds so that its place is known without another query.
PLACE = {
    "step_name": Subquery(_open_step.values("name")[:1]),
    "step_started_at": Subquery(_open_step.values("started_at")[:1]),
    "posts_ahead": ArraySubquery(
        ProcedureStep.objects.filter(version=OuterRef("procedure_version"))
        .alias(here=Coalesce(Subquery(_open_position.values("step_position")[:1]), Value(0), output_field=IntegerField()))
        .filter(position__gt=F("here"))
        .order_by("position")
        .values("post")
    ),
    "desk_phone": Subquery(
        ReceptionPoint.objects.filter(commune=OuterRef("receiving_unit"), is_main=True).order_by("pk").values("phone")[:1]
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The step a dossier is in, the posts that follow it, and the telephone of its desk; empty where not known."""

    step_name: str
    step_started_at: datetime | None
    posts_ahead: tuple[str, ...]
    desk_phone: str

    @classmethod
    def read(cls, found: dict[str, Any]) -> "Place":
        """Return the place a query with `PLACE` found."""
        return cls(found["step_name"] or "", found["step_started_at"], tuple(found["posts_ahead"]), found["desk_phone"] or "")


def place_of(dossier: Dossier) -> Place:
    """Return the place of a dossier. One query."""
    return Place.read(Dossier.objects.filter(pk=dossier.pk).annotate(**PLACE).values(*PLACE).order_by("pk").get())


def citizen_events(dossier: Dossier) -> list[DossierEvent]:
    """Return the acts of a dossier in order. One query."""
    return list(dossier.events.order_by("seq").only("dossier_id", "seq", "at", "act", "post", "to_state"))


def timeline(dossier: Dossier, events: Iterable[DossierEvent], place: Place, status: CitizenStatus) -> list[dict[str, Any]]:
    """Return the items of `components/timeline.html`: what was done, what is being done, what follows."""
    office = office_word(dossier.receiving_unit)
    done = [item for event in events if (item := _done(event, office, dossier)) is not None]
    return [*done, *_now(dossier, place, status, office), *_next(dossier, place, status, office)]


def weekday_moment(at: datetime | None) -> str:
    """Return "20:15 thứ Tư 11/02/2026"; empty without a moment."""
    return f"{clock_time(at)} {long_date(at)}" if at else ""


def _item(label: str, detail: str, state: str, icon: str = "") -> dict[str, Any]:
    return {"label": label, "detail": detail, "state": state, "icon": icon}


def _done(event: DossierEvent, office: str, dossier: Dossier) -> dict[str, Any] | None:
    label = _act_words(event, office.capitalize())
    if label is None:
        return None
    at_desk = event.act in {Act.RECEIVE, Act.RETURN_RESULT}
    where = f" · Bộ phận một cửa {dossier.receiving_unit.full_name}" if at_desk else ""
    return _item(label, f"{weekday_moment(event.at)}{where}", "done")


def _act_words(event: DossierEvent, office: str) -> str | None:
    """Return an act as the citizen would tell it; None for what happens inside the office."""
    by_citizen = event.post == Role.CITIZEN
    words = {
        Act.SUBMIT: "Bạn đã nộp trực tuyến" if by_citizen else "Đã nộp hồ sơ",
        Act.RECEIVE: f"{office} đã nhận, đã cấp giấy hẹn",
        Act.DECLINE: f"{office} không tiếp nhận",
        Act.REQUEST_SUPPLEMENT: f"{office} yêu cầu bổ sung",
        Act.SUPPLEMENT: "Bạn đã gửi bổ sung" if by_citizen else "Đã bổ sung tại quầy",
        Act.WITHDRAW: "Bạn đã rút hồ sơ" if event.to_state == _S.STOPPED else "Bạn xin rút hồ sơ",
        Act.APPROVE_WITHDRAWAL: f"{office} đồng ý cho rút",
        Act.CANCEL_WITHDRAWAL: "Không rút nữa, giải quyết tiếp",
        Act.EXTEND: f"{office} xin lỗi, hẹn lại ngày trả",
        Act.STOP: f"{office} dừng giải quyết",
        Act.RELEASE_RESULT: "Đã có kết quả",
        Act.REOPEN: f"{office} mở lại hồ sơ để sửa kết quả",
        Act.RETURN_RESULT: "Đã trả kết quả",
        Act.COMPLETE_AT_DESK: "Đã giải quyết và trả kết quả tại quầy",
    }
    return words.get(Act(event.act))


def _now(dossier: Dossier, place: Place, status: CitizenStatus, office: str) -> list[dict[str, Any]]:
    match DossierState(dossier.state):
        case _S.SUBMITTED:
            return [
                _item(f"{office.capitalize()} đang kiểm tra hồ sơ", f"Trả lời chậm nhất {weekday_moment(dossier.response_due_at)}", "now")
            ]
        case _S.RECEIVED | _S.PROCESSING:
            since = f"Từ {weekday_moment(place.step_started_at)}" if place.step_started_at else ""
            label = f"Đang làm: {place.step_name}" if place.step_name else "Đang giải quyết"
            late = [_item(status.label, f"Hẹn trả {weekday_moment(dossier.due_at)}", "overdue")] if status.is_overdue else []
            return [*late, _item(label, since, "now")]
        case _S.RESULT_READY:
            return [_item(status.label, status.to_do_more, "now")]
        case _:
            return _paused(dossier, office)


def _paused(dossier: Dossier, office: str) -> list[dict[str, Any]]:
    waits = {
        _S.AWAITING_SUPPLEMENT: ("Tạm dừng, chờ bạn bổ sung", f"Gửi trước {weekday_moment(dossier.supplement_due_at)}"),
        _S.AWAITING_PAYMENT: ("Tạm dừng, chờ bạn nộp phí", ""),
        _S.WITHDRAWAL_REQUESTED: (f"Lãnh đạo {office} xét việc rút", ""),
    }
    return [_item(*waits[DossierState(dossier.state)], "paused")] if dossier.state in waits else []


def _next(dossier: Dossier, place: Place, status: CitizenStatus, office: str) -> list[dict[str, Any]]:
    if dossier.state not in {_S.SUBMITTED, _S.RECEIVED, _S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT}:
        return []
    running = dossier.state in {_S.RECEIVED, _S.PROCESSING}
    items = [_item("Nếu đủ, bạn nhận giấy hẹn", "", "next", "calendar")] if dossier.received_at is None else []
    if running and Post.COMMUNE_LEADER in place.posts_ahead:
        items.append(_item(f"Lãnh đạo {office} ký", "", "next", "pencil"))
    promised = f"Chậm nhất {weekday_moment(dossier.due_at)}" if running and dossier.due_at and not status.is_overdue else ""
    return [*items, _item("Có kết quả, mời bạn nhận", promised, "next", "sheet")]
