"""What a visitor asked of the catalogue, read from the address: unknown values are left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from procedures.facets import FACETS, Facet
from procedures.listing import CatalogueLine
from procedures.models import Procedure

LONGEST_QUERY = 200  # characters; longer texts cannot be a search
MOST_VALUES = 20  # of one facet; more are no choice


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Search words as typed, and the values chosen in each facet; within a facet one of them must fit."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        chosen = {key: _values(data.getlist(key), facet) for key, facet in FACETS.items()}
        return cls(_clean(data.get("q", ""))[:LONGEST_QUERY], {key: values for key, values in chosen.items() if values})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    @property
    def asks_for_replaced(self) -> bool:
        """Replaced procedures are shown to whom asks for them only."""
        return Procedure.Verification.SUPERSEDED in self.chosen.get("doi-chieu", ())

    @property
    def address(self) -> str:
        """The query of the address without the page, ready to stand before "page="; empty for the whole catalogue."""
        pairs = self._pairs()
        return f"{urlencode(pairs)}&" if pairs else ""

    def without(self, key: str, value: str) -> str:
        """Return the address's query with one chosen value taken away."""
        return "?" + urlencode([pair for pair in self._pairs() if pair != (key, value)])

    def fits(self, line: CatalogueLine, leaving_out: str = "") -> bool:
        """Tell whether a line passes every facet, or every other one than `leaving_out`."""
        return all(key == leaving_out or not line.values[key].isdisjoint(values) for key, values in self.chosen.items())

    def _pairs(self) -> list[tuple[str, str]]:
        typed = [("q", self.text)] if self.text else []
        return typed + [(key, value) for key, values in self.chosen.items() for value in values]


def _values(asked: list[str], facet: Facet) -> tuple[str, ...]:
    known = [value for value in map(_clean, asked[:MOST_VALUES]) if value and (value in facet.words or not facet.words)]
    return tuple(dict.fromkeys(known))


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()
