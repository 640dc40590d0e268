"""The catalogue as a list: what answers a query, and how many in each facet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.text import fold
from procedures.facets import FACETS, Facet
from procedures.forms import CatalogueQuery
from procedures.listing import CatalogueLine, listing
from procedures.models import ProcedureVersion
from procedures.search import ranked_ids

MOST_FOUND = 200  # a search that finds more is no search

Option = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with the values that stand open and the rest, which is folded."""

    facet: Facet
    options: list[Option]
    rest: list[Option]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """All lines that answer, best or first first, the facets with counts, and the chosen values as ways out of them."""

    lines: list[CatalogueLine]
    facets: list[ShownFacet]
    chips: list[dict[str, str]]


def answers(query: CatalogueQuery, on: date) -> Answers:
    """Return what answers a query: by search, or the whole catalogue where nothing was typed.

    Queries: one, two where something was typed; more only when the catalogue moved.
    """
    held = listing(on)
    keys = ranked_ids(query.text, on=on, limit=MOST_FOUND) if query.text else list(held.lines)
    found = [held.lines[key] for key in keys if key in held.lines]
    found = [line for line in found if query.asks_for_replaced or not line.is_replaced]
    words = {key: facet.words or held.names[key] for key, facet in FACETS.items()}
    facets = [_shown(facet, words[key], query, found) for key, facet in FACETS.items()]
    return Answers([line for line in found if query.fits(line)], [one for one in facets if one.options], _chips(query, words))


def _shown(facet: Facet, words: Mapping[str, str], query: CatalogueQuery, found: Sequence[CatalogueLine]) -> ShownFacet:
    """A count says how many remain if its value is chosen: the other facets hold, its own does not. Values nobody has are left out."""
    chosen = query.chosen.get(facet.key, ())
    counts = Counter(value for line in found if query.fits(line, leaving_out=facet.key) for value in line.values[facet.key])
    options: list[Option] = [
        {"value": value, "label": label, "checked": value in chosen, "count": counts[value]}
        for value, label in words.items()
        if counts[value] or value in chosen
    ]
    if not facet.largest or len(options) <= facet.largest + 1:
        return ShownFacet(facet, options, [], bool(chosen))
    first = {option["value"] for option in sorted(options, key=lambda option: -option["count"])[: facet.largest]} | set(chosen)
    rest = [option for option in options if option["value"] not in first]
    return ShownFacet(facet, [option for option in options if option["value"] in first], rest, bool(chosen))


def _chips(query: CatalogueQuery, words: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    return [
        {"label": words[key].get(value, value), "url": query.without(key, value)}
        for key, values in query.chosen.items()
        for value in values
    ]


def typed_without_marks(text: str) -> bool:
    """Tell whether words were typed without any Vietnamese mark, so that the page can say both spellings were searched."""
    return bool(text) and text.lower() == fold(text) and any(letter.isalpha() for letter in text)


def neighbours(version: ProcedureVersion, on: date, most: int) -> list[CatalogueLine]:
    """Return what is called most like this procedure, as search sees it. Two queries."""
    lines = listing(on).lines
    alike = ranked_ids(version.plain_name, on=on, limit=most + 1)
    return [lines[key] for key in alike if key in lines and lines[key].code != version.procedure.code][:most]
