"""Text that can be kept and shown: no NUL, no half of a character, no control character, no end in sight."""

import unicodedata
from collections.abc import Mapping
from math import isfinite

NAME_LETTERS = 200  # of a day
SOURCE_LETTERS = 300  # of the paper it rests on
NOTE_LETTERS = 2_000
UNUSABLE = "có ký tự không dùng được"

_REFUSED = frozenset({"Cc", "Cs"})  # categories of Unicode: control characters, lone surrogates
_BREAKS = frozenset("\t\n\r")


def is_plain(text: str, *, breaks: bool = False) -> bool:
    """Say whether every character can be kept and shown; line breaks and tabs where `breaks` allows them."""
    if text.isprintable():  # nothing of these categories is, and nearly every text is
        return True
    return not any(unicodedata.category(char) in _REFUSED for char in text if not (breaks and char in _BREAKS))


def text_fault(text: object, most: int, *, breaks: bool = False) -> str:
    """Return what is wrong with a text of at most `most` letters, to stand behind its name; empty where nothing is."""
    if not isinstance(text, str):
        return "phải là chữ"
    if not is_plain(text, breaks=breaks):
        return UNUSABLE
    return f"dài quá {most} chữ" if len(text) > most else ""


def is_storable(value: object) -> bool:
    """Say whether a value read from JSON can be kept as JSON: every text in it, at any depth, and every number."""
    if isinstance(value, str):
        return is_plain(value, breaks=True)
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, Mapping):
        return all(is_storable(key) and is_storable(each) for key, each in value.items())
    return not isinstance(value, list) or all(map(is_storable, value))
