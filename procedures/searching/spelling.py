"""Which known words a typed one may stand for: as typed, without typing keys, or one slip away."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from string import ascii_lowercase

from procedures.searching.words import without_typing_keys

LONGEST = 12  # letters of a word that is looked at: a Vietnamese syllable has seven at most
SHORTEST = 4  # letters from which on a slip is forgiven: shorter syllables are all one slip apart
AS_TYPED, KEYS_LEFT, HEARD, FINGER, ANY_SLIP, DOUBT = 1.0, 0.97, 0.9, 0.88, 0.8, 0.75

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Beginnings that sound alike in Hà Nội or are written alike by people in a hurry.
_HEARD_ALIKE = (
    ("ch", "tr"), ("tr", "ch"), ("s", "x"), ("x", "s"), ("l", "n"), ("n", "l"), ("gi", "d"), ("d", "gi"), ("gi", "r"), ("r", "gi"),
    ("d", "r"), ("r", "d"), ("k", "c"), ("c", "k"), ("f", "ph"), ("g", "gh"), ("gh", "g"), ("ng", "ngh"), ("ngh", "ng"), ("j", "gi"), ("z", "d"),
)  # fmt: skip


def _neighbour_keys() -> dict[str, str]:
    beside: dict[str, str] = dict.fromkeys(ascii_lowercase, "")
    for number, row in enumerate(_ROWS):
        for place, key in enumerate(row):
            around = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            above = _ROWS[number - 1][place : place + 2] if number else ""
            below = _ROWS[number + 1][max(0, place - 1) : place + 1] if number + 1 < len(_ROWS) else ""
            beside[key] = around + above + below
    return beside


_BESIDE = _neighbour_keys()


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words the catalogue and the synonyms know."""

    known: AbstractSet[str]
    known_pairs: AbstractSet[tuple[str, str]]

    def readings(self, word: str, *, doubt: bool = False) -> dict[str, float]:
        """Return the known words meant, each with how sure that is (0–1); empty when nothing is near.

        With `doubt` a known word too may be a slip for another one.
        """
        meant = without_typing_keys(word)
        if word in self.known:
            sure = {word: AS_TYPED}
        elif meant in self.known:
            sure = {meant: KEYS_LEFT}
        else:
            return self._near(word) | self._near(meant)
        return dict.fromkeys(self._near(word), DOUBT) | sure if doubt else sure

    def split(self, word: str) -> tuple[str, str] | None:
        """Return the two words that were typed without a space between, if they are known side by side."""
        cuts = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))
        return next((cut for cut in cuts if cut in self.known_pairs), None)

    def _near(self, word: str) -> dict[str, float]:
        if not word.isalpha() or len(word) > LONGEST:
            return {}
        found = {heard: HEARD for heard in _heard(word) if heard in self.known}
        for near, sure in _slips(word):
            if near in self.known and max(len(near), len(word)) >= SHORTEST:
                found[near] = max(sure, found.get(near, 0.0))
        return found


def _heard(word: str) -> Iterator[str]:
    for written, other in _HEARD_ALIKE:
        if word.startswith(written):
            yield other + word[len(written) :]


def _slips(word: str) -> Iterator[tuple[str, float]]:
    """Yield every word one slip away: a letter twice, two swapped, the key beside, one missing, one too many, any other."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            doubled = before[-1:] == after[0]
            yield before + after[1:], FINGER if doubled else ANY_SLIP
            for letter in ascii_lowercase:
                yield before + letter + after[1:], FINGER if letter in _BESIDE.get(after[0], "") else ANY_SLIP
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:], FINGER
        for letter in ascii_lowercase:
            yield before + letter + after, ANY_SLIP
