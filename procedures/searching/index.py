"""The catalogue as an index: which procedure holds which word, how rare the word is, what it stands beside."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TypeVar

from procedures.searching.spelling import Spelling
from procedures.searching.synonyms import Phrase, PhraseBook, phrase_book, synonyms
from procedures.searching.words import marked_words, words

IN_NAME, IN_FIELD, IN_EVENT = 1.0, 0.6, 0.5  # what a word is worth where it stands
UNKNOWN_WEIGHT = 3.0  # of a word the catalogue does not hold: about that of a word in every twentieth procedure
_TAIL = re.compile(r"[(;]| đối với | thuộc thẩm quyền ")  # official names say the matter first, then its cases

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Row:
    """What search knows of one version: nothing heavy."""

    pk: int
    code: str
    name: str
    plain_name: str
    words: tuple[str, ...]
    field: str
    event: str

    @property
    def texts(self) -> Iterable[str]:
        return (self.plain_name, *self.words, self.name, _TAIL.split(self.name)[0])


@dataclass(frozen=True, slots=True)
class Index:
    """Read only once built; rows are known by their place in `rows`."""

    rows: tuple[Row, ...]
    places: Mapping[str, tuple[int, ...]]  # code → rows
    holding: Mapping[str, Mapping[int, float]]  # word → row → what it is worth there
    marked: Mapping[str, frozenset[int]]  # word with its marks → rows that hold it so
    beside: Mapping[tuple[str, str], frozenset[int]]  # two words → rows in which they stand side by side
    weights: Mapping[str, float]  # word → how much it tells: the rarer the more
    texts: tuple[tuple[frozenset[str], ...], ...]  # row → the words of each of its names
    spelling: Spelling
    phrases: PhraseBook  # what people say, under its first word

    def weight(self, word: str) -> float:
        return self.weights.get(word, UNKNOWN_WEIGHT)

    def holds(self, place: int, phrase: Phrase) -> bool:
        """Tell whether a row has the words of a phrase side by side."""
        if len(phrase) == 1:
            return place in self.holding.get(phrase[0], {})
        return all(place in self.beside.get(pair, ()) for pair in pairwise(phrase))

    def closeness(self, place: int, asked: frozenset[str]) -> float:
        """Return the share of a row's shortest fitting name that was asked for (0–1)."""
        return max(self._share(text, asked) for text in self.texts[place])

    def _share(self, text: frozenset[str], asked: frozenset[str]) -> float:
        return sum(map(self.weight, text & asked)) / sum(map(self.weight, text))


def build(rows: Iterable[Row]) -> Index:
    """Return the index of these rows; some tenths of a second for the whole catalogue."""
    listed = tuple(rows)
    holding: dict[str, dict[int, float]] = defaultdict(dict)
    beside: dict[tuple[str, str], set[int]] = defaultdict(set)
    marked: dict[str, set[int]] = defaultdict(set)
    texts: list[tuple[frozenset[str], ...]] = []
    for place, row in enumerate(listed):
        named = [sequence for text in row.texts if (sequence := words(text))]
        texts.append(tuple({frozenset(sequence) for sequence in named}))
        around = [(words(row.event), IN_EVENT), (words(row.field), IN_FIELD)]
        for sequence, worth in (*around, *((sequence, IN_NAME) for sequence in named)):
            _note(place, sequence, worth, holding, beside)
        for word in marked_words(" ".join((*row.texts, row.field, row.event))):
            marked[word].add(place)
    weights = _weights(texts)
    return Index(
        listed,
        _places(listed),
        holding,
        _frozen(marked),
        _frozen(beside),
        weights,
        tuple(texts),
        _spelling(holding, beside),
        _phrases(listed),
    )


def _note(
    place: int, sequence: Phrase, worth: float, holding: dict[str, dict[int, float]], beside: dict[tuple[str, str], set[int]]
) -> None:
    for word in sequence:
        holding[word][place] = max(worth, holding[word].get(place, 0.0))
    for pair in pairwise(sequence):
        beside[pair].add(place)


def _weights(texts: list[tuple[frozenset[str], ...]]) -> dict[str, float]:
    """Return how much each word of a name tells (inverse document frequency as in BM25)."""
    counts: dict[str, int] = defaultdict(int)
    for row in texts:
        for word in frozenset().union(*row):
            counts[word] += 1
    return {word: log(1 + (len(texts) - count + 0.5) / (count + 0.5)) for word, count in counts.items()}


def _places(rows: tuple[Row, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        found[row.code].append(place)
    return {code: tuple(listed) for code, listed in found.items()}


def _phrases(rows: Iterable[Row]) -> PhraseBook:
    """Return the synonyms and, as phrases that lead to them, the plain names and own words of the procedures."""
    own: dict[Phrase, list[str]] = defaultdict(list)
    for row in rows:
        for text in (*row.words, row.plain_name):
            if phrase := words(text):
                own[phrase].append(row.code)
    return phrase_book(own)


def _frozen(found: dict[Key, set[int]]) -> dict[Key, frozenset[int]]:
    return {key: frozenset(places) for key, places in found.items()}


def _spelling(holding: Mapping[str, object], beside: Mapping[tuple[str, str], object]) -> Spelling:
    """Return the spelling of all words of the catalogue and of the synonyms."""
    said = [phrase for synonym in synonyms() for phrase in (*synonym.say, *synonym.mean)]
    known = frozenset(holding).union(*said)
    return Spelling(known, frozenset(beside).union(*(pairwise(phrase) for phrase in said)))
