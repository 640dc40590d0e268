"""Words as they are compared: no marks, one spelling of i and y, and what Telex or VNI left behind taken away."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from core.text import fold, sort_key

_WORD = re.compile(r"[^\W_]+")
_FINAL_Y = re.compile(r"^(qu|[^aeiouy\d]+)y$")  # "kỹ" and "kĩ", "quý" and "quí"
_SYLLABLE = re.compile(r"^([bcdghklmnpqrstvx]*)([aeiouyw].*)$")
_TELEX_TONES = str.maketrans("", "", "sfrxj")  # none of them ever stands after the vowel of a Vietnamese syllable
_TELEX_VOWELS = (("aa", "a"), ("ee", "e"), ("oo", "o"), ("uw", "u"), ("ow", "o"), ("aw", "a"), ("w", "u"))
_VNI_DIGITS = re.compile(r"(?<=[a-z])\d+")

# Words that carry a question, not its subject. With marks as written; without, only where nothing in the query is marked.
FILLERS = frozenset(
    [
        "cho",
        "của",
        "làm",
        "xin",
        "tôi",
        "mình",
        "em",
        "anh",
        "chị",
        "cháu",
        "muốn",
        "cần",
        "phải",
        "ở",
        "tại",
        "và",
        "các",
        "những",
        "về",
        "để",
        "thì",
        "được",
        "như",
        "thế",
        "nào",
        "gì",
        "là",
        "với",
        "thủ",
        "tục",
        "hỏi",
        "ạ",
        "ơi",
        "giúp",
    ]
)
_FILLERS_WITHOUT_MARKS = frozenset(fold(word) for word in FILLERS)


@dataclass(frozen=True, slots=True)
class Typed:
    """One word of a query; a filler counts for little. `marked` is empty where no mark was typed: it says nothing then."""

    word: str
    marked: str
    is_filler: bool


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared; "Hoà giải, kỹ thuật" gives hoa, giai, ki, thuat."""
    return tuple(compared(word) for word in _raw(text))


def marked_words(text: str) -> tuple[str, ...]:
    """Return the words of a text with their marks, wherever the tone is written: "hoà" and "hòa" are one."""
    return tuple(_with_marks(word) for word in _raw(text))


def typed_words(text: str) -> tuple[Typed, ...]:
    """Return the words of a query, fillers marked as such."""
    raw = _raw(text)
    marked = [word if fold(word) != word else "" for word in raw]
    fillers = FILLERS if any(marked) else _FILLERS_WITHOUT_MARKS
    return tuple(
        Typed(compared(word), _with_marks(with_marks) if with_marks else "", word in fillers)
        for word, with_marks in zip(raw, marked, strict=True)
    )


def without_typing_keys(word: str) -> str:
    """Return what was meant when Telex or VNI was off: "giaays" and "giay61" give "giay"."""
    bare = _VNI_DIGITS.sub("", word)
    if bare.startswith("dd"):
        bare = bare[1:]
    syllable = _SYLLABLE.match(bare)
    if syllable is None:
        return _one_spelling(bare)
    consonants, rest = syllable.groups()
    rest = rest.translate(_TELEX_TONES)
    for keys, vowel in _TELEX_VOWELS:
        rest = rest.replace(keys, vowel)
    return _one_spelling(consonants + rest)


def _raw(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


@lru_cache(maxsize=8192)
def compared(word: str) -> str:
    return _one_spelling(fold(word))


@lru_cache(maxsize=8192)
def _with_marks(word: str) -> str:
    return sort_key(word)


def _one_spelling(word: str) -> str:
    return _FINAL_Y.sub(r"\1i", word)
