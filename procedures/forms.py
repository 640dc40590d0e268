"""What a visitor asked of the catalogue, read from the address: unknown values are left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from procedures.models import ProcedureVersion

LONGEST_QUERY = 200  # characters; longer texts cannot be a search
CHANNELS = {"online": "Trực tuyến", "counter": "Tại quầy", "post": "Qua bưu chính"}


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Search words as typed, and the facets chosen; within a facet one of the values must fit."""

    text: str = ""
    events: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> "CatalogueQuery":
        return cls(
            text=data.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY],
            events=tuple(data.getlist("viec")),
            fields=tuple(data.getlist("linh-vuc")),
            channels=tuple(way for way in data.getlist("cach") if way in CHANNELS),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.events or self.fields or self.channels)

    @property
    def address(self) -> str:
        """The query of the address without the page, ready to stand before "page="; empty for the whole catalogue."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("viec", code) for code in self.events]
        pairs += [("linh-vuc", code) for code in self.fields]
        pairs += [("cach", code) for code in self.channels]
        return f"{urlencode(pairs)}&" if pairs else ""

    def fits(self, version: ProcedureVersion) -> bool:
        """Tell whether a version passes every facet."""
        return all(self.facet_fits(version, facet) for facet in ("events", "fields", "channels"))

    def facet_fits(self, version: ProcedureVersion, facet: str) -> bool:
        chosen = set(getattr(self, facet))
        return not chosen or bool(chosen & facet_values(version)[facet])


def facet_values(version: ProcedureVersion) -> Mapping[str, set[Any]]:
    """Return what a version is in each facet."""
    procedure = version.procedure
    return {"events": {procedure.life_event}, "fields": {procedure.field.code}, "channels": set(version.channels)}
