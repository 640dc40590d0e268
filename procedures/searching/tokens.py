"""The places of a query: which words each may stand for, and how much it tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from procedures.searching.index import Index
from procedures.searching.words import typed_words

FILLER_SHARE = 0.15  # what a filler counts of its weight


@dataclass(frozen=True, slots=True)
class Token:
    """One place of a query: the words it may stand for, how sure each is (0–1), how much the place tells, its marks if typed."""

    readings: Mapping[str, float]
    weight: float
    marked: str = ""
    is_filler: bool = False


def tokens_of(text: str, index: Index, *, doubt: bool = False) -> list[Token]:
    """Return the places of a query. With `doubt` a word the index knows may be a slip for another one too."""
    tokens: list[Token] = []
    for typed in typed_words(text):
        readings = index.spelling.readings(typed.word, doubt=doubt)
        halves = () if readings else index.spelling.split(typed.word) or ()
        if halves:
            tokens.extend(token_of(half, index) for half in halves)
            continue
        weight = max((index.weight(word) for word in readings), default=index.weight(typed.word))
        tokens.append(Token(readings, weight * (FILLER_SHARE if typed.is_filler else 1.0), typed.marked, typed.is_filler))
    return tokens


def token_of(word: str, index: Index) -> Token:
    """Return a word nobody can have mistyped."""
    return Token({word: 1.0}, index.weight(word))
