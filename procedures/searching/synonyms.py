"""What people say for what the law says, and what is settled elsewhere; both are data files an editor keeps."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from procedures.searching.words import typed_words, words

DATA = Path(__file__).parent.parent / "data"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Phrases people use (`say`), official words for them (`mean`), procedures they lead to, best first (`codes`)."""

    say: tuple[Phrase, ...]
    mean: tuple[Phrase, ...]
    codes: tuple[str, ...]


PhraseBook = Mapping[str, Sequence[tuple[Phrase, Synonym]]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A matter no ward or commune settles: the phrase that was typed and a sentence that says who does.

    `in_catalogue`: the catalogue holds procedures for it all the same, so what is found stays beside the sentence.
    """

    phrase: Phrase
    sentence: str
    in_catalogue: bool

    def is_all_of(self, text: str) -> bool:
        """Tell whether the query is about this alone: fewer words stand beside the phrase than in it."""
        return sum(not typed.is_filler for typed in typed_words(text)) < 2 * len(self.phrase)


def phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(words(text) for text in texts)


@lru_cache(maxsize=1)
def synonyms() -> tuple[Synonym, ...]:
    return tuple(
        Synonym(phrases(row["say"]), phrases(row.get("mean", [])), tuple(row.get("codes", []))) for row in _read(DATA / "synonyms.json")
    )


def phrase_book(own: Mapping[Phrase, Sequence[str]]) -> PhraseBook:
    """Return all phrases people use under their first word: the synonyms', and the `own` ones of the procedures, phrase → codes."""
    meant = {phrase: synonym for synonym in synonyms() for phrase in synonym.say}
    for phrase, codes in own.items():
        said = meant.get(phrase, Synonym((phrase,), (), ()))
        meant[phrase] = replace(said, codes=tuple(dict.fromkeys((*said.codes, *codes))))
    book: dict[str, list[tuple[Phrase, Synonym]]] = defaultdict(list)
    for phrase, synonym in meant.items():
        book[phrase[0]].append((phrase, synonym))
    return book


def elsewhere(text: str) -> Elsewhere | None:
    """Return who settles what was typed when no ward or commune does; None for everything else."""
    typed = words(text)
    return next((row for row in _elsewhere() if _stands_in(row.phrase, typed)), None)


@lru_cache(maxsize=1)
def _elsewhere() -> tuple[Elsewhere, ...]:
    listed = [
        Elsewhere(phrase, row["sentence"], row.get("in_catalogue", False))
        for row in _read(DATA / "elsewhere.json")
        for phrase in phrases(row["say"])
    ]
    return tuple(sorted(listed, key=lambda row: -len(row.phrase)))


def _stands_in(phrase: Phrase, typed: Phrase) -> bool:
    return any(typed[start : start + len(phrase)] == phrase for start in range(len(typed) - len(phrase) + 1))


def _read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
