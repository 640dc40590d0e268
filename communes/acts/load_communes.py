"""Bring the communes of the city up to the facts of a file."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from communes.errors import InvalidCommuneFacts
from communes.models import Commune, Division, ReceptionPoint
from core.lookup import get_or_none

# Facts that a later file may correct. The unit code is not among them: it is given once, then edited by hand.
FACTS = ("name", "kind", "slug", "former_district", "lat", "lon", "area_km2", "population", "valid_from", "valid_to")


@transaction.atomic
def load_communes(facts: Mapping[str, Any]) -> Counter[str]:
    """Create or correct every commune of the file; return how many were created, changed and unchanged.

    New communes get one main reception point and the usual divisions. What people entered since (unit codes,
    addresses, phones, further divisions) is left alone; communes missing from the file are too.

    Raises:
        InvalidCommuneFacts: a code, unit code or slug stands twice in the file.
    """
    entries = facts["communes"]
    for key in ("code", "unit_code", "slug"):
        _require_unique(key, [entry[key] for entry in entries])
    outcomes: Counter[str] = Counter(created=0, changed=0, unchanged=0)
    for entry in entries:
        commune, outcome = _load_commune(entry, date.fromisoformat(facts["valid_from"]))
        _complete_offices(commune, facts["divisions"])
        outcomes[outcome] += 1
    return outcomes


def _require_unique(key: str, values: list[str]) -> None:
    twice = sorted(value for value, times in Counter(values).items() if times > 1)
    if twice:
        raise InvalidCommuneFacts(f"{key} ghi hai lần: {', '.join(twice)}", data={key: twice})


def _load_commune(entry: Mapping[str, Any], valid_from: date) -> tuple[Commune, str]:
    wanted = _facts_of(entry, valid_from)
    commune = get_or_none(Commune.objects.filter(code=entry["code"]))
    if commune is None:
        return Commune.objects.create(code=entry["code"], unit_code=entry["unit_code"], **wanted), "created"
    changed = [name for name in FACTS if getattr(commune, name) != wanted[name]]
    for name in changed:
        setattr(commune, name, wanted[name])
    if changed:
        commune.save(update_fields=changed)
    return commune, "changed" if changed else "unchanged"


def _facts_of(entry: Mapping[str, Any], valid_from: date) -> dict[str, Any]:
    area, valid_to = entry["area_km2"], entry.get("valid_to")
    return {
        "name": entry["name"],
        "kind": entry["kind"],
        "slug": entry["slug"],
        "former_district": entry["former_district"] or "",
        "lat": entry["lat"],
        "lon": entry["lon"],
        "area_km2": None if area is None else Decimal(str(area)).quantize(Decimal("0.01")),
        "population": entry["population"],
        "valid_from": valid_from,
        "valid_to": date.fromisoformat(valid_to) if valid_to else None,
    }


def _complete_offices(commune: Commune, divisions: Mapping[str, Any]) -> None:
    if not commune.reception_points.filter(is_main=True).exists():
        ReceptionPoint.objects.create(commune=commune, name=f"Bộ phận một cửa {commune.full_name}", is_main=True)
    known = set(commune.divisions.values_list("code", flat=True))
    Division.objects.bulk_create(
        Division(commune=commune, code=each["code"], name=each["name"], source=divisions["source"])
        for each in divisions[commune.kind]
        if each["code"] not in known
    )
