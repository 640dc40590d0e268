"""What tracking shows of a dossier: acts, place and stops in two queries, whatever the number of rows."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from dossiers.codes import CODE, TRACK_KEY_LENGTH
from dossiers.models import Dossier, DossierEvent, Suspension
from dossiers.selectors.timeline import PLACE, Place, citizen_events

PHONE_DIGITS = 4
_STOP = ("stage", "started_at", "ended_at", "remaining_minutes")
_STOPS = ArraySubquery(
    Suspension.objects.filter(dossier=OuterRef("pk")).order_by("started_at", "pk").values(stop=JSONObject(**{name: name for name in _STOP}))
)


@dataclass(frozen=True, slots=True)
class History:
    """How a dossier came to where it is."""

    events: list[DossierEvent]
    place: Place
    stops: list[Suspension]


def history_of(dossier: Dossier) -> History:
    """Return acts, place and stops of a dossier. Two queries."""
    found = Dossier.objects.filter(pk=dossier.pk).annotate(**PLACE, stops=_STOPS).values(*PLACE, "stops").order_by("pk").get()
    stops = [_stop(row) for row in found.pop("stops")]
    return History(citizen_events(dossier), Place.read(found), stops)


def _stop(row: dict[str, Any]) -> Suspension:
    moments = {name: datetime.fromisoformat(row[name]) if row[name] else None for name in ("started_at", "ended_at")}
    return Suspension(stage=row["stage"], remaining_minutes=row["remaining_minutes"], **moments)


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
    return Dossier.objects.filter(link_key=link_key.upper().replace("\x00", "")).order_by("pk").first()
