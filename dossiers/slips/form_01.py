"""Form 01: receipt of a dossier and appointment for the result. Source: docs/legal/one-stop.md#form-01."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from communes.selectors import calendar_of_revision
from core.clock import ZONE
from core.identity import format_phone
from core.time_limits import DayKind, LimitUnit, TimeLimit
from core.vietnamese_dates import weekday_name
from dossiers.fees import charges_of
from dossiers.models import Delivery, Dossier, DossierParty, PartyRole
from dossiers.selectors.derivation import derivation_of
from dossiers.selectors.office_dossier import people_of
from dossiers.slips.typesetting import qr_svg, typeset
from dossiers.states import Act
from dossiers.telling import short_link


def form_01(dossier: Dossier, printed_at: datetime) -> bytes:
    """Return form 01 of a received dossier as PDF (A5). A reprint equals the first print but for the foot.

    Raises ValueError before reception: there is no appointment yet.
    """
    if dossier.received_at is None or dossier.original_due_at is None:
        raise ValueError(f"{dossier.code} is not received")
    return typeset("form_01.typ", facts_of_form_01(dossier, printed_at), made_at=printed_at)


def facts_of_form_01(dossier: Dossier, printed_at: datetime) -> dict[str, Any]:
    """Return what form 01 says, as text. The appointment is the one given at reception, whatever happened since."""
    received = dossier.events.filter(act=Act.RECEIVE).select_related("actor").order_by("seq").first()
    people = {party.role: party for party in people_of(dossier)}
    applicant, filer = people.get(PartyRole.APPLICANT), people.get(PartyRole.FILER)
    received_at, due_at = _local(dossier.received_at), _local(dossier.original_due_at)
    return {
        "unit": dossier.receiving_unit.full_name,
        "place": dossier.receiving_unit.name,
        "competent": f"UBND {dossier.competent_unit.full_name}",
        "number": received.artefact.partition(":")[2] if received else "",
        "dated": f"ngày {received_at:%d} tháng {received_at:%m} năm {received_at:%Y}",
        "code": dossier.code,
        "track_key": dossier.track_key,
        "qr": qr_svg(short_link(dossier)),
        **_person(applicant, filer),
        "procedure": dossier.procedure_version.name,
        "procedure_code": dossier.procedure_version.procedure.code,
        "papers": [[paper.name, paper.get_kind_display(), f"{paper.quantity:02d}"] for paper in dossier.papers.order_by("position")],
        "limit": TimeLimit.parse(dossier.time_limit_rule).label(),
        "received": _in_words(received_at),
        "due": f"{due_at:%H} giờ {due_at:%M} phút, {weekday_name(due_at)}, {_day_in_words(due_at)}",
        "days_off": " ".join(filter(None, (_counted_from(dossier), _days_off(dossier)))),
        "delivery": _delivery(dossier, applicant),
        "fees": _fees(dossier),
        "officer": received.actor.full_name if received and received.actor else "",
        "hotline": settings.HOTLINE,
        "printed": f"in lúc {_local(printed_at):%H:%M} ngày {_local(printed_at):%d/%m/%Y}",
        "training": bool(dossier.batch),
    }


def _local(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a received dossier has both moments")
    return moment.astimezone(ZONE)


def _in_words(moment: datetime) -> str:
    return f"{moment:%H} giờ {moment:%M} phút, {_day_in_words(moment)}"


def _day_in_words(day: date) -> str:
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def _person(applicant: DossierParty | None, filer: DossierParty | None) -> dict[str, str]:
    if applicant is None:
        return {"applicant": "", "identity": "", "address": "", "phone": "", "filer": ""}
    return {
        "applicant": applicant.full_name,
        "identity": applicant.identity_number,
        "address": applicant.address,
        "phone": format_phone(applicant.phone) if applicant.phone_cipher else "",
        "filer": filer.full_name if filer else "chủ hồ sơ tự nộp",
    }


def _counted_from(dossier: Dossier) -> str:
    """Return the day the dossier counts as received, where it came outside office hours: the paper leads to the date it shows."""
    if dossier.calendar_revision_id is None or TimeLimit.parse(dossier.time_limit_rule).unit is not LimitUnit.WORKING_DAYS:
        return ""
    received_at = _local(dossier.received_at)
    counted = calendar_of_revision(dossier.calendar_revision_id).closing_from(received_at).date()
    if counted == received_at.date():
        return ""
    return f"Nhận ngoài giờ làm việc: coi như nhận ngày {counted:%d/%m/%Y}."


def _days_off(dossier: Dossier) -> str:
    """Return the holidays on the way to the appointment: "Không tính ngày 24/11/2026 (Ngày Văn hóa Việt Nam)."."""
    derivation = derivation_of(dossier, [], None)
    days = [each for each in derivation.days if each.kind is DayKind.HOLIDAY] if derivation else []
    if not days:
        return ""
    span = f"{days[0].day:%d/%m/%Y}" if len(days) == 1 else f"{days[0].day:%d/%m} đến {days[-1].day:%d/%m/%Y}"
    return f"Không tính ngày {span} ({', '.join(dict.fromkeys(each.reason for each in days))})."


def _delivery(dossier: Dossier, applicant: DossierParty | None) -> str:
    if dossier.delivery == Delivery.POST:
        return f"qua bưu chính{f', đến {applicant.address}' if applicant and applicant.address else ''}"
    if dossier.delivery == Delivery.ELECTRONIC:
        return "bản điện tử trên cổng"
    return f"tại Bộ phận Một cửa {dossier.receiving_unit.full_name}"


def _fees(dossier: Dossier) -> str:
    """Return the fees of the dossier's channel; what was paid is not recorded yet."""
    words = [f"{charge.label} {'theo quy định' if charge.price.payable is None else charge.words}" for charge in charges_of(dossier)]
    return "; ".join(words) or "không nêu trong danh mục"
