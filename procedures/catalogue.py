"""The catalogue as a list: what answers a query, how many in each facet, fees of one page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.text import fold
from procedures.fee_words import short_fee
from procedures.forms import CHANNELS, CatalogueQuery, facet_values
from procedures.life_events import life_events
from procedures.models import Fee, ProcedureVersion
from procedures.plain_words import short_channels, short_time
from procedures.search import search_procedures
from procedures.selectors import published

MOST_FOUND = 200  # a search that finds more is no search
HEAVY = ("declaration", "source", "conditions", "not_needed", "citizen_steps", "cases")  # not shown in a list


@dataclass(frozen=True, slots=True)
class Answers:
    """All versions that answer, best or first first; `before_facets` without the facets, for their counts."""

    versions: list[ProcedureVersion]
    before_facets: list[ProcedureVersion]


def answers(query: CatalogueQuery, on: date) -> Answers:
    """Return what answers a query: by search, or the whole catalogue field by field where nothing was typed.

    Queries: one or two whatever the number of procedures.
    """
    found = [found.version for found in search_procedures(query.text, on=on, limit=MOST_FOUND)] if query.text else _everything(on)
    return Answers([version for version in found if query.fits(version)], found)


def _everything(on: date) -> list[ProcedureVersion]:
    return list(published(on).defer(*HEAVY).order_by("procedure__field__sort_key", "procedure__code"))


def facet_options(query: CatalogueQuery, found: Sequence[ProcedureVersion]) -> dict[str, list[dict[str, Any]]]:
    """Return the values of each facet with counts, as `components/choices.html` takes them; values nobody has are left out.

    A count says how many remain if this value is chosen: the other facets hold, its own does not.
    """
    names = {
        "events": {event.code: event.title for event in life_events()},
        "fields": {version.procedure.field.code: version.procedure.field.name for version in found},
        "channels": CHANNELS,
    }
    return {facet: _options(facet, words, query, found) for facet, words in names.items()}


def _options(facet: str, words: dict[str, str], query: CatalogueQuery, found: Sequence[ProcedureVersion]) -> list[dict[str, Any]]:
    others = [name for name in ("events", "fields", "channels") if name != facet]
    remaining = [version for version in found if all(query.facet_fits(version, other) for other in others)]
    counts = Counter(value for version in remaining for value in facet_values(version)[facet])
    chosen = getattr(query, facet)
    return [
        {"value": code, "label": label, "hint": "", "checked": code in chosen, "count": counts[code]}
        for code, label in words.items()
        if counts[code] or code in chosen
    ]


def result_lines(versions: Sequence[ProcedureVersion], on: date) -> list[dict[str, Any]]:
    """Return the versions of one page with time, fee and channels in words. One query for the fees."""
    fees: dict[int, list[Fee]] = defaultdict(list)
    for fee in Fee.objects.filter(version__in=[version.pk for version in versions]).order_by("version", "position"):
        fees[fee.version_id].append(fee)
    return [
        {
            "code": version.procedure.code,
            "title": version.plain_name,
            "summary": version.summary,
            "time": short_time(version),
            "fee": short_fee(fees[version.pk], on),
            "channels": short_channels(version),
        }
        for version in versions
    ]


def typed_without_marks(text: str) -> bool:
    """Tell whether words were typed without any Vietnamese mark, so that the page can say both spellings were searched."""
    return bool(text) and text.lower() == fold(text) and any(letter.isalpha() for letter in text)


def neighbours(version: ProcedureVersion, on: date, most: int) -> Iterable[ProcedureVersion]:
    """Return other procedures of the same occasion or, without one, of the same field. One query."""
    others = published(on).exclude(procedure=version.procedure_id).defer(*HEAVY)
    event = version.procedure.life_event
    same = others.filter(procedure__life_event=event) if event else others.filter(procedure__field=version.procedure.field_id)
    return same[:most]
