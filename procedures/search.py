"""Search of the catalogue in people's words: one index a process and day, built anew when the catalogue moves."""

from dataclasses import dataclass
from datetime import date

from procedures.kept_by_day import KeptByDay
from procedures.life_events import life_events
from procedures.models import ProcedureVersion
from procedures.searching.index import Row, build
from procedures.searching.ranking import ranked
from procedures.searching.suggestions import Suggestions, suggestions
from procedures.searching.synonyms import Elsewhere, elsewhere
from procedures.selectors import published

LONGEST = 200  # letters of a query that are read: more is no search
HEAVY = ("declaration", "source", "conditions", "not_needed", "citizen_steps", "cases")  # not shown where answers are listed
_COLUMNS = ("pk", "procedure__code", "name", "plain_name", "search_words", "procedure__field__name", "procedure__life_event")

__all__ = ["Elsewhere", "Found", "Suggestions", "did_you_mean", "elsewhere", "ranked_ids", "search_procedures"]


@dataclass(frozen=True, slots=True)
class Found:
    """One answer, best first."""

    version: ProcedureVersion
    score: float


def search_procedures(text: str, *, on: date, limit: int = 20) -> list[Found]:
    """Return the procedures that answer a query as people type it, by name, synonym, occasion, field or part of a code.

    Queries: one to see whether the catalogue moved, one for the versions found; one more when it did.
    """
    scores = dict(_scored(text, on, limit))
    if not scores:
        return []
    versions = ProcedureVersion.objects.select_related("procedure__field", "procedure__replaced_by").defer(*HEAVY).in_bulk(scores)
    return [Found(versions[pk], score) for pk, score in scores.items() if pk in versions]


def ranked_ids(text: str, *, on: date, limit: int = 200) -> list[int]:
    """Return the keys of the versions found, in the same order, for lists that read the versions themselves."""
    return [pk for pk, _ in _scored(text, on, limit)]


def did_you_mean(text: str, *, on: date) -> Suggestions:
    """Return what to offer where nothing was found."""
    return suggestions(text[:LONGEST], kept.of(on))


def _scored(text: str, on: date, limit: int) -> list[tuple[int, float]]:
    index, text = kept.of(on), text[:LONGEST]
    found = ranked(text, index, limit)
    settled = elsewhere(text)
    if settled and not settled.in_catalogue and settled.is_all_of(text):
        found = [each for each in found if index.holds(each[0], settled.phrase)]
    return [(index.rows[place].pk, score) for place, score in found]


def _rows(on: date) -> list[Row]:
    events = {event.code: event.title for event in life_events()}
    return [
        Row(pk, code, name, plain_name, tuple(search_words), field, events.get(event, ""))
        for pk, code, name, plain_name, search_words, field, event in published(on).values_list(*_COLUMNS)
    ]


kept = KeptByDay(lambda on: build(_rows(on)))
