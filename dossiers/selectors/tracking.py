"""What tracking shows of a dossier: acts, place and stops in two queries, whatever the number of rows."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from core.lookup import get_or_none
from dossiers.codes import CODE, TRACK_KEY_LENGTH
from dossiers.models import Dossier, DossierEvent, Extension, Suspension
from dossiers.selectors.timeline import PLACE, Place, citizen_events

PHONE_DIGITS = 4
_STOP = ("stage", "started_at", "ended_at", "remaining_minutes")
_STOPS = ArraySubquery(
    Suspension.objects.filter(dossier=OuterRef("pk")).order_by("started_at", "pk").values(stop=JSONObject(**{name: name for name in _STOP}))
)

_LETTER = ("reason", "until", "issued_at", "number", "due_before", "due_after")
_ISSUED = Subquery(
    Extension.objects.filter(dossier=OuterRef("pk"), issued_at__isnull=False).values(letter=JSONObject(**{name: name for name in _LETTER}))
)


@dataclass(frozen=True, slots=True)
class History:
    """How a dossier came to where it is. `extension`: the letter of apology that was issued."""

    events: list[DossierEvent]
    place: Place
    stops: list[Suspension]
    extension: Extension | None


def history_of(dossier: Dossier) -> History:
    """Return acts, place, stops and the letter of apology of a dossier. Two queries."""
    found = (
        Dossier.objects.filter(pk=dossier.pk)
        .annotate(**PLACE, stops=_STOPS, letter=_ISSUED)
        .values(*PLACE, "stops", "letter")
        .order_by("pk")
        .get()
    )
    stops = [_stop(row) for row in found.pop("stops")]
    letter = found.pop("letter")
    return History(citizen_events(dossier), Place.read(found), stops, _extension(letter) if letter else None)


def _stop(row: dict[str, Any]) -> Suspension:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("started_at", "ended_at")}
    return Suspension(stage=row["stage"], remaining_minutes=row["remaining_minutes"], **moments)


def _extension(row: dict[str, Any]) -> Extension:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("issued_at", "due_before", "due_after")}
    return Extension(reason=row["reason"], until=date.fromisoformat(row["until"]), number=row["number"], **moments)


def form_errors(code: str, second: str) -> dict[str, str]:
    """Return what cannot be right about the two answers of the tracking form; such an attempt is not made at all."""
    errors = {}
    code, second = "".join(code.split()).upper(), re.sub(r"[\s\-.]+", "", second)
    if not code:
        errors["code"] = "Nhập mã hồ sơ in trên giấy hẹn"
    elif not CODE.match(code):
        errors["code"] = "Mã hồ sơ có dạng H26.101-261123-0147"
    if not second:
        errors["second"] = "Nhập mã tra cứu, hoặc 4 số cuối điện thoại"
    elif len(second) not in {PHONE_DIGITS, TRACK_KEY_LENGTH}:
        errors["second"] = f"Mã tra cứu có {TRACK_KEY_LENGTH} chữ và số; số điện thoại chỉ cần {PHONE_DIGITS} số cuối"
    return errors


def dossier_of_link(link_key: str) -> Dossier | None:
    """Return the dossier a short link names; who follows it still has to know the second thing. One query."""
    return get_or_none(Dossier.objects.filter(link_key=link_key.upper().replace("\x00", "")))
