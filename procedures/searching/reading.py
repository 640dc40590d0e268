"""A query as it may be meant: parts, each of which can be said in several ways."""

from collections.abc import Sequence
from dataclasses import dataclass

from procedures.searching.index import Index
from procedures.searching.matching import Finder, Match
from procedures.searching.tokens import Token, token_of, tokens_of

CIRCUMSTANCE = 0.5  # what words beside a phrase people use count of theirs: they tell who, when and why
MEANT = 0.95  # an official word for what was typed is nearly as good as the word itself
UNTOLD = 2.0  # a phrase that leads somewhere tells at least so much a word, however common its words are


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a part of the query."""

    tokens: tuple[Token, ...]
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """Tokens that belong together: as typed, in other words, or straight to procedures."""

    weight: float
    ways: tuple[Way, ...]
    codes: tuple[str, ...] = ()
    factor: float = 1.0


Reading = tuple[Part, ...]


def read(text: str, index: Index, *, doubt: bool = False, gaps: bool = False) -> tuple[Reading, ...]:
    """Return the readings of a query: as it stands, and with what people say put into official words.

    With `doubt` known words may be slips too; with `gaps` other words may stand inside a phrase.
    """
    tokens = tokens_of(text, index, doubt=doubt)
    if not tokens:
        return ()
    literal = (_literal(tokens),)
    translated = _translated(tokens, index, Finder(index.phrases, gaps))
    return (literal, translated) if translated != literal else (literal,)


def asked_words(reading: Reading) -> frozenset[str]:
    """Return all words a reading asks for."""
    return frozenset(word for part in reading for way in part.ways for token in way.tokens for word in token.readings)


def telling_words(reading: Reading) -> int:
    """Return how many words of the query, as it was typed, are no fillers."""
    return sum(not token.is_filler for part in reading for token in part.ways[0].tokens)


def _literal(tokens: Sequence[Token], share: float = 1.0) -> Part:
    return Part(share * sum(token.weight for token in tokens), (Way(tuple(tokens)),))


def _translated(tokens: Sequence[Token], index: Index, finder: Finder) -> Reading:
    """Return the query with every phrase people use as a part of its own."""
    parts: list[Part] = []
    pending: list[Token] = []
    place = 0
    while place < len(tokens):
        match = finder.match(tokens, place)
        if match is None:
            pending.append(tokens[place])
            place += 1
            continue
        if pending:
            parts.append(_literal(pending, CIRCUMSTANCE))
            pending = []
        parts.append(_phrase(tokens[place : match.end], match, index))
        place = match.end
    return (*parts, _literal(pending, CIRCUMSTANCE if parts else 1.0)) if pending else tuple(parts)


def _phrase(tokens: Sequence[Token], match: Match, index: Index) -> Part:
    official = [Way(tuple(token_of(word, index) for word in phrase), MEANT * match.sure) for phrase in match.synonym.mean]
    weight = sum(max(token.weight, UNTOLD) for token in tokens if not token.is_filler) or UNTOLD
    return Part(weight, (Way(tuple(tokens)), *official), match.synonym.codes, match.sure)
