"""The acknowledgement of a filing: code, until when the office answers, what comes next; also on paper."""

from collections.abc import Collection
from datetime import date, datetime

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.contacts import Contact, ContactKind
from core import clock
from core.clock import ZONE
from core.identity import mask_phone
from core.time_limits import LimitUnit
from dossiers.access import get_own_dossier
from dossiers.citizen_words import office_word
from dossiers.models import Delivery, Dossier, DossierParty, PartyRole
from dossiers.selectors.timeline import place_of, weekday_moment
from dossiers.telling import short_link
from dossiers.views.citizen.requests import person_of
from procedures.city_calendar import city_calendar, holiday_words, holidays

QR_BORDER = 1  # modules of quiet zone; the frame around the picture adds the rest


@never_cache
@require_safe
@login_required
def submitted(request: HttpRequest, code: str) -> HttpResponse:
    """Show the acknowledgement to its own person. 404 for anybody else."""
    dossier = get_own_dossier(person_of(request), code)
    people = {party.role: party for party in dossier.parties.order_by("role")}
    context = {
        "dossier": dossier,
        "applicant": people.get(PartyRole.APPLICANT),
        "filer": people.get(PartyRole.FILER),
        "told": told_words(people.values()),
        "qr": segno.make(short_link(dossier), error="m", micro=False).svg_data_uri(border=QR_BORDER, dark="#000"),
        "steps": next_steps(dossier),
        "place": place_of(dossier),
        "office": office_word(dossier.receiving_unit),
        "now": clock.now(),
    }
    return render(request, "citizen/mine/submitted.html", context)


def told_words(people: Collection[DossierParty]) -> str:
    """Return where the code was sent, masked: "SMS 0900 ••• 123 và thư m•••@vidu.vn"; empty where nowhere."""
    phones = {party.phone: f"SMS {mask_phone(party.phone)}" for party in people if party.phone}
    mails = {party.email: f"thư {Contact(ContactKind.EMAIL, party.email).masked}" for party in people if party.email}
    *first, last = [*phones.values(), *mails.values()] or [""]
    return " và ".join(filter(None, [", ".join(first), last]))


def next_steps(dossier: Dossier) -> list[dict[str, str]]:
    """Return what follows a submission, with dates where something is promised."""
    office = office_word(dossier.receiving_unit)
    result = dossier.procedure_version.result_name or "kết quả"
    received = {
        Delivery.COUNTER: f"Tại quầy {dossier.receiving_unit.full_name}, mang theo giấy tờ tùy thân.",
        Delivery.POST: "Bưu chính gửi đến nơi ở bạn đã khai.",
        Delivery.ELECTRONIC: "Tải bản điện tử trong “Hồ sơ của tôi”.",
    }
    return [
        _step(f"{office.capitalize()} kiểm tra hồ sơ", _answer(dossier), _why(dossier)),
        _step("Nếu đủ, bạn nhận giấy hẹn", _promise(dossier, office)),
        _step(f"Nếu thiếu, {office} nhắn rõ thiếu gì", "Bạn chỉ bổ sung đúng chỗ đó, vẫn mã hồ sơ này."),
        _step(f"Nhận {result}", received[Delivery(dossier.delivery)]),
    ]


def _step(title: str, text: str, note: str = "") -> dict[str, str]:
    return {"title": title, "text": text, "note": note}


def _answer(dossier: Dossier) -> str:
    return f"Trả lời bạn chậm nhất {weekday_moment(dossier.response_due_at)}." if dossier.response_due_at else ""


def _why(dossier: Dossier) -> str:
    """Return the term of the answer and the holidays on the way: "8 giờ làm việc; thứ Ba 24/11 nghỉ …"."""
    if dossier.submitted_at is None or dossier.response_due_at is None:
        return ""
    calendar = city_calendar()
    first, last = _day(dossier.submitted_at), _day(dossier.response_due_at)
    off = holiday_words(holidays(calendar, first, last)) if calendar else ""
    term = f"{settings.RESPONSE_WORKING_MINUTES // 60} giờ làm việc"
    return f"{term}; {off}." if off else f"{term}."


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def _promise(dossier: Dossier, office: str) -> str:
    limit = dossier.procedure_version.time_limit
    if limit is None:
        return f"Giấy hẹn ghi ngày {office} trả kết quả."
    if limit.unit is LimitUnit.SAME_DAY and limit.cutoff:
        cutoff = f"{limit.cutoff:%H:%M}"
        return f"{office.capitalize()} nhận trước {cutoff} thì trả kết quả trong ngày, sau {cutoff} thì ngày làm việc tiếp theo."
    return f"{office.capitalize()} trả kết quả trong {limit.label()} kể từ khi nhận đủ; giấy hẹn ghi rõ ngày."
