"""Finding the phrases people use in a query."""

from collections.abc import Sequence
from dataclasses import dataclass

from procedures.searching.synonyms import Phrase, PhraseBook, Synonym
from procedures.searching.tokens import Token

SHORT, SURE = 3, 0.95  # abbreviations have no slips: each would be another one
GAP, OVER_A_GAP = 3, 0.85  # words that may stand inside a phrase ("từ chối | nhận tài sản | thừa kế"), and how sure it is then


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase in the query: where it ends, how many words it has, how sure the least sure of them is."""

    synonym: Synonym
    end: int
    length: int
    sure: float


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the phrases of a book; `gaps` lets other words stand inside."""

    book: PhraseBook
    gaps: bool = False

    def match(self, tokens: Sequence[Token], start: int) -> Match | None:
        """Return the phrase that begins here and is to be read as one.

        None where there is none, or where one that begins inside it is as long and ends later: that names the matter ("mở quán | net").
        """
        here = self._longest(tokens, start)
        if here is None:
            return None
        later = (self._longest(tokens, place) for place in range(start + 1, here.end))
        return None if any(other and other.end > here.end and other.length >= here.length for other in later) else here

    def _longest(self, tokens: Sequence[Token], start: int) -> Match | None:
        """Return the longest phrase that begins here; of two as long the surer one."""
        matches = (
            self._follow(tokens, start, phrase, synonym) for first in tokens[start].readings for phrase, synonym in self.book.get(first, ())
        )
        return max((match for match in matches if match), key=lambda match: (match.length, match.sure), default=None)

    def _follow(self, tokens: Sequence[Token], start: int, phrase: Phrase, synonym: Synonym) -> Match | None:
        place, sure = start, 1.0
        for word in phrase:
            found = next((at for at in self._places(tokens, place, inside=place > start) if word in tokens[at].readings), None)
            if found is None:
                return None
            sure = min(sure, tokens[found].readings[word])
            if any(not token.is_filler for token in tokens[place:found]):
                sure *= OVER_A_GAP
            place = found + 1
        if len(phrase) == 1 and len(phrase[0]) <= SHORT and sure < SURE:
            return None
        return Match(synonym, place, len(phrase), sure)

    def _places(self, tokens: Sequence[Token], place: int, *, inside: bool) -> range:
        """Return where the next word may stand: here, after fillers, or after a gap."""
        end = place
        if inside:
            while end < len(tokens) and (tokens[end].is_filler or (self.gaps and end - place < GAP)):
                end += 1
        return range(place, min(end + 1, len(tokens)))
