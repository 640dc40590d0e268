"""Search in people's words, in the process: folded words and their trigrams, reloaded when the catalogue moves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.text import fold
from procedures.models import ProcedureVersion
from procedures.selectors import catalogue_revision, published

NAME_WEIGHT, WORDS_WEIGHT, FIELD_WEIGHT = 3.0, 3.0, 1.0
WHOLE_PHRASE = 4.0  # all that was typed stands in a name or a synonym as it is
ENOUGH = 0.55  # share of the query's trigrams a text must hold to be an answer at all
STOP_WORDS = frozenset(
    ["cho", "cua", "thu", "tuc", "lam", "xin", "dang", "giay", "to", "o", "tai", "va", "cac", "ve", "de", "toi", "muon", "can"]
)


@dataclass(frozen=True, slots=True)
class Found:
    """One answer, best first."""

    version: ProcedureVersion
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    version: ProcedureVersion
    phrases: tuple[str, ...]
    grams: frozenset[str]
    words: frozenset[str]
    field_words: frozenset[str]


_loaded: tuple[tuple[int, date], tuple[_Entry, ...]] | None = None


def search_procedures(text: str, *, on: date, limit: int = 20) -> list[Found]:
    """Return the procedures that answer a query typed with or without marks, by name, by synonym or by part of a code.

    One query to see whether the catalogue moved, and two more when it did.
    """
    wanted = fold(text)
    if not wanted:
        return []
    entries = _index(on)
    by_code = [
        Found(e.version, 10.0)
        for e in entries
        if wanted.replace(" ", "") in e.version.procedure.code.lower() and any(c.isdigit() for c in wanted)
    ]
    if by_code:
        return by_code[:limit]
    found = [Found(e.version, score) for e in entries if (score := _score(wanted, e)) > 0]
    return sorted(found, key=lambda f: (-f.score, len(f.version.plain_name), f.version.procedure.code))[:limit]


def _index(on: date) -> tuple[_Entry, ...]:
    global _loaded  # noqa: PLW0603  one read-only index a process, replaced as a whole
    key = (catalogue_revision(), on)
    if _loaded is None or _loaded[0] != key:
        _loaded = (key, tuple(_entry(version) for version in published(on)))
    return _loaded[1]


def _entry(version: ProcedureVersion) -> _Entry:
    phrases = tuple(fold(text) for text in (version.plain_name, *version.search_words, version.name))
    words = frozenset(word for phrase in phrases for word in phrase.split())
    return _Entry(version, phrases, frozenset(_grams(phrases)), words, frozenset(fold(version.procedure.field.name).split()))


def _grams(phrases: Iterable[str]) -> Iterable[str]:
    for phrase in phrases:
        for word in phrase.split():
            padded = f" {word} "
            yield from (padded[i : i + 3] for i in range(len(padded) - 2))


def _score(wanted: str, entry: _Entry) -> float:
    telling = [word for word in wanted.split() if word not in STOP_WORDS] or wanted.split()
    grams = Counter(_grams([" ".join(telling)]))
    share = sum(count for gram, count in grams.items() if gram in entry.grams) / max(1, grams.total())
    if share < ENOUGH:
        return 0.0
    words = sum(word in entry.words for word in telling) / len(telling)
    in_field = sum(word in entry.field_words for word in telling) / len(telling)
    near_start = max((1.0 - position / 200 for p in entry.phrases if (position := p.find(wanted)) >= 0), default=0.0)
    exact = 2.0 if wanted in entry.phrases else 0.0
    in_names = max(sum(word in phrase.split() for word in telling) / max(len(telling), len(phrase.split())) for phrase in entry.phrases)
    return NAME_WEIGHT * share + WORDS_WEIGHT * words + FIELD_WEIGHT * in_field + WHOLE_PHRASE * near_start + exact + 2 * in_names
