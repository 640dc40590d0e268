"""Vietnamese text: search without marks, alphabetical order, and one way to write a name. Nothing typed keeps signs nobody sees."""

import unicodedata

# Letters that stand on their own in the alphabet, as ASCII that sorts in its place: a < ă < â < b, d < đ < e …
# Every letter that has such a sister carries a digit, so that "az" sorts before "ă".
_LETTERS = {"a": "a0", "ă": "a1", "â": "a2", "d": "d0", "đ": "d1", "e": "e0", "ê": "e1"}
_LETTERS |= {"o": "o0", "ô": "o1", "ơ": "o2", "u": "u0", "ư": "u1"}

# Marks that make a letter (breve, circumflex, horn) and marks that are a tone, in dictionary order.
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_NO_TONE = "0"


# Control and format signs, halves of pairs, ends of lines and paragraphs: they turn or hide the letters beside them.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def normalise_name(text: str) -> str:
    """Return `text` in composed form (NFC) with single spaces and without signs nobody sees; letters and marks are kept as typed."""
    seen = _without_unseen(" ".join(text.split()))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def visible_lines(text: str) -> str:
    """Return text of several lines without signs nobody sees: only tabs stay, and "\\n" between lines, however they were ended."""
    return "\n".join(_without_unseen(line, keep="\t") for line in text.splitlines())


def _without_unseen(text: str, keep: str = "") -> str:
    if text.isprintable():
        return text
    return "".join(char for char in text if char in keep or unicodedata.category(char) not in _UNSEEN)


def fold(text: str) -> str:
    """Return `text` for search: no marks, đ as d, lower case, single spaces. "Hoà" and "Hòa" fold alike."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.lower().replace("đ", "d").split())


def sort_key(text: str) -> str:
    """Return an ASCII key whose byte order is the order of the Vietnamese alphabet.

    Letters decide first (a ă â b c d đ e ê … o ô ơ … u ư), over the whole text; only then tones, word by word
    (level, huyền, hỏi, ngã, sắc, nặng). Case and the place of a tone inside its word do not matter.
    """
    words = normalise_name(text).lower().split()
    letters = ".".join(_letters_of(word) for word in words)
    tones = ".".join(_tones_of(word) for word in words)
    return f"{letters} {tones}"


def _letters_of(word: str) -> str:
    return "".join(_letter(cluster) for cluster in _clusters(word))


def _tones_of(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    return "".join(_TONES[mark] for mark in marks if mark in _TONES) or _NO_TONE


def _clusters(word: str) -> list[str]:
    """Return the letters of a word, each composed with the marks that make it a letter, without its tone."""
    clusters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if not unicodedata.combining(char):
            clusters.append(char)
        elif clusters and char in _LETTER_MARKS:
            clusters[-1] = unicodedata.normalize("NFC", clusters[-1] + char)
    return clusters


def _letter(letter: str) -> str:
    """Return the ASCII of one letter; a foreign one falls back to its base letter, or to its code point after z."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii():
        return _LETTERS.get(base, base)
    return f"~{ord(base):x}"
