"""Where nothing was found: what sounds most like it."""

from dataclasses import dataclass

from core.text import fold
from procedures.life_events import LifeEvent, life_events
from procedures.searching.index import Index
from procedures.searching.words import without_typing_keys, words

ALIKE = 0.4  # share of trigrams two phrases have in common before one is offered for the other
MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Phrases of the catalogue to search for instead, most alike first, and the occasions to choose from."""

    phrases: tuple[str, ...]
    events: tuple[LifeEvent, ...]


def suggestions(text: str, index: Index) -> Suggestions:
    """Return what to offer after an empty answer; phrases may be none, the occasions always stand."""
    asked = _trigrams(" ".join(without_typing_keys(word) for word in words(text)))
    alike = {phrase: _share(asked, _trigrams(fold(phrase))) for row in index.rows for phrase in (row.plain_name, *row.words) if phrase}
    best = sorted((phrase for phrase, share in alike.items() if share >= ALIKE), key=lambda phrase: (-alike[phrase], phrase))
    return Suggestions(tuple(best[:MOST]), life_events())


def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _share(asked: frozenset[str], other: frozenset[str]) -> float:
    """Return Dice's coefficient: 1 for the same trigrams, 0 for none in common."""
    return 2 * len(asked & other) / (len(asked) + len(other))
