"""What forms 02 to 05 say alike: the agency, the dossier, its applicant, whom to ask; all as of the day they were issued."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from communes.models import Commune, ReceptionPoint
from core.clock import ZONE
from core.identity import format_phone
from core.vietnamese_dates import weekday_name
from dossiers.models import Dossier, DossierEvent, PartyRole
from dossiers.selectors.office_dossier import people_of
from dossiers.slips.typesetting import qr_svg
from dossiers.telling import short_link


def letter_facts(dossier: Dossier, event: DossierEvent, unit: Commune) -> dict[str, Any]:
    """Return what every letter of `unit` about a dossier says, as text. `event` is the act that issued it."""
    people = {party.role: party for party in people_of(dossier)}
    applicant = people.get(PartyRole.APPLICANT)
    filer = people.get(PartyRole.FILER) or applicant
    issued = event.at.astimezone(ZONE)
    return {
        "unit": unit.full_name,
        "place": unit.name,
        "receiving": dossier.receiving_unit.full_name,
        "number": event.artefact.partition(":")[2],
        "dated": in_words(issued),
        "code": dossier.code,
        "track_key": dossier.track_key,
        "qr": qr_svg(short_link(dossier)),
        "applicant": applicant.full_name if applicant else "",
        "address": applicant.address if applicant else "",
        "phone": format_phone(applicant.phone) if applicant and applicant.phone_cipher else "",
        "email": applicant.email if applicant else "",
        "filer": filer.full_name if filer else "",
        "procedure": dossier.procedure_version.name,
        "procedure_code": dossier.procedure_version.procedure.code,
        "contact": _contact(dossier.receiving_unit),
        "signer": event.actor.full_name if event.actor else "",
        "training": bool(dossier.batch),
    }


def in_words(day: date) -> str:
    """Return "ngày 23 tháng 11 năm 2026"."""
    return f"ngày {short_words(day)}"


def short_words(day: date) -> str:
    """Return "23 tháng 11 năm 2026"."""
    return f"{day:%d} tháng {day:%m} năm {day:%Y}"


def hour_and_day(moment: datetime, *, weekday: bool = False) -> str:
    """Return "17 giờ 00, ngày 25 tháng 11 năm 2026", with the name of the day between if asked for."""
    local = moment.astimezone(ZONE)
    name = f"{weekday_name(local)}, " if weekday else ""
    return f"{local:%H} giờ {local:%M}, {name}{in_words(local)}"


def _contact(unit: Commune) -> str:
    phone = ReceptionPoint.objects.filter(commune=unit, is_main=True).order_by("pk").values_list("phone", flat=True).first()
    return f"Bộ phận Một cửa {unit.full_name}, điện thoại {phone or settings.HOTLINE}"
