"""Scores: how much of the query a procedure answers, and how much of its name was asked for."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from core.text import fold
from procedures.searching.index import Index
from procedures.searching.reading import Part, Reading, Way, asked_words, read, telling_words
from procedures.searching.tokens import Token

LATER = 0.04  # of the procedures a phrase leads to, each is worth so much less than the one named before it
ENOUGH = 0.55  # share of the query a procedure must answer …
AT_LEAST = 0.25  # … or, where none does, of a sentence in which a synonym leads to it: people tell more than names hold
WEAK = 0.55  # a best answer below this is not one
A_SENTENCE = 3  # words that are no fillers
DOUBTFUL = 0.72  # a best answer below this is a reason to doubt known words too
NEAR_THE_BEST = 0.6  # share of the best score an answer must reach
OTHER_MARKS = 0.6  # what a word is worth where it stands with other marks than were typed
IN_ORDER = 0.35  # share of a score that comes from words standing side by side
CLOSENESS = 0.3  # share of a score that says how much of the name was asked for
LED_TO = 0.8  # closeness of a procedure an editor's synonym leads to
OFTEN_ASKED = 1.03  # procedures with words of their own are those people ask for most

_CODE = re.compile(r"^(?:ma|so|thu tuc|tthc| )*([0-9a-z]*[0-9][0-9a-z.\- ]*)$")
_DIGITS_OF_A_CODE = 4


def ranked(text: str, index: Index, limit: int) -> list[tuple[int, float]]:
    """Return the places of the rows that answer a query with their scores, best first."""
    scores = _by_code(text, index) or _by_words(text, index)
    best = max(scores.values(), default=0.0)
    kept = [(place, score) for place, score in scores.items() if score >= NEAR_THE_BEST * best]
    return sorted(kept, key=lambda each: (-each[1], len(index.rows[each[0]].name), index.rows[each[0]].code))[:limit]


def _by_code(text: str, index: Index) -> dict[int, float]:
    """Return the rows whose code holds what was typed; empty when it is no part of a code."""
    asked = _CODE.match(fold(text))
    wanted = _bare(asked[1]) if asked else ""
    if sum(letter.isdigit() for letter in wanted) < _DIGITS_OF_A_CODE:
        return {}
    return {place: 2.0 if _bare(row.code) == wanted else 1.5 for place, row in enumerate(index.rows) if wanted in _bare(row.code)}


def _bare(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _by_words(text: str, index: Index) -> dict[int, float]:
    """Return the rows that answer a query: as typed; if in doubt, with slips in known words; if still, what it is about in the main."""
    readings = read(text, index)
    scores = _best_reading(readings, index, ENOUGH)
    if max(scores.values(), default=0.0) < DOUBTFUL:
        scores = _highest((scores, _best_reading(read(text, index, doubt=True), index, ENOUGH)))
    if max(scores.values(), default=0.0) < WEAK and readings and telling_words(readings[0]) >= A_SENTENCE:
        scores = _highest((scores, _in_the_main(text, index)))
    return scores


def _in_the_main(text: str, index: Index) -> dict[int, float]:
    """Return only rows that an editor named for a phrase of the sentence, other words inside it or not."""
    readings = read(text, index, gaps=True)
    led = frozenset[int]().union(*(_led_to(reading, index) for reading in readings))
    return {place: score for place, score in _best_reading(readings, index, AT_LEAST).items() if place in led}


def _best_reading(readings: Iterable[Reading], index: Index, enough: float) -> dict[int, float]:
    return _highest(_reading_scores(reading, index, enough) for reading in readings)


def _reading_scores(reading: Reading, index: Index, enough: float) -> dict[int, float]:
    """Return the rows that answer enough of a reading, with their scores (0–1)."""
    answered = _answered(reading, index)
    asked = asked_words(reading)
    led = _led_to(reading, index, of_total=0.5)
    scores = {}
    for place, share in answered.items():
        if share >= enough:
            close = max(index.closeness(place, asked), LED_TO if place in led else 0.0)
            often = OFTEN_ASKED if index.rows[place].words else 1.0
            scores[place] = share * (1 - CLOSENESS + CLOSENESS * close) * often
    return scores


def _answered(reading: Reading, index: Index) -> dict[int, float]:
    """Return the share of the reading each row answers, its parts weighed by what they tell."""
    answered: dict[int, float] = defaultdict(float)
    total = sum(part.weight for part in reading)
    for part in reading:
        for place, score in _part_scores(part, index).items():
            answered[place] += score * part.weight / total
    return answered


def _led_to(reading: Reading, index: Index, of_total: float = 0.0) -> frozenset[int]:
    """Return the rows an editor named for a phrase that is more than a share of the reading."""
    least = of_total * sum(part.weight for part in reading)
    codes = {code for part in reading if part.weight > least for code in part.codes}
    return frozenset(place for code in codes for place in index.places.get(code, ()))


def _part_scores(part: Part, index: Index) -> dict[int, float]:
    led = {place: part.factor * (1 - LATER * order) for order, code in enumerate(part.codes) for place in index.places.get(code, ())}
    return _highest([led, *(_way_scores(way, index) for way in part.ways)])


def _way_scores(way: Way, index: Index) -> dict[int, float]:
    """Return the share of a way each row holds, words for themselves and words in order."""
    held = _held(way.tokens, index)
    if len(way.tokens) == 1:
        return {place: score * way.factor for place, score in held.items()}
    in_order = _held_in_order(way.tokens, index)
    return {place: way.factor * ((1 - IN_ORDER) * score + IN_ORDER * in_order.get(place, 0.0)) for place, score in held.items()}


def _held(tokens: Iterable[Token], index: Index) -> dict[int, float]:
    total = sum(token.weight for token in tokens)
    scores: dict[int, float] = defaultdict(float)
    for token in tokens:
        found = _highest(
            {place: sure * worth for place, worth in index.holding.get(word, {}).items()} for word, sure in token.readings.items()
        )
        as_marked = index.marked.get(token.marked, frozenset())
        for place, worth in found.items():
            marks = 1.0 if not token.marked or place in as_marked else OTHER_MARKS
            scores[place] += worth * marks * token.weight / total
    return scores


def _held_in_order(tokens: tuple[Token, ...], index: Index) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    neighbours = list(pairwise(tokens))
    total = sum(first.weight + second.weight for first, second in neighbours)
    for first, second in neighbours:
        both = [(a, b) for a in first.readings for b in second.readings]
        for place in frozenset[int]().union(*(index.beside.get(pair, frozenset()) for pair in both)):
            scores[place] += (first.weight + second.weight) / total
    return scores


def _highest(scores: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return the highest score of each row."""
    highest: dict[int, float] = {}
    for each in scores:
        for place, score in each.items():
            if score > highest.get(place, 0.0):
                highest[place] = score
    return highest
