"""Names and other texts: when two say the same, and how a long one fits its column."""

import re
from collections.abc import Container
from itertools import count

from core.text import fold, sort_key
from procedures.models import ProcedureVersion

TextKey = tuple[str, str]


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts say the same: case, the place of a tone inside its word and a last full stop do not matter."""
    return one == other or text_key(one) == text_key(other)


def text_key(text: str) -> TextKey:
    """Return what is equal for two texts that say the same."""
    bare = text.rstrip(" .;")
    return fold(bare), sort_key(bare)


def slug_of(name: str) -> str:
    """Return a name as it can stand in an address, in 56 characters; "" where it holds no letter or digit of ASCII."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:56].strip("-")


def free_slug(name: str, taken: Container[str]) -> str:
    """Return the slug of a name, numbered from 2 where others have it."""
    slug = slug_of(name)
    if slug not in taken:
        return slug
    return next(numbered for number in count(2) if (numbered := f"{slug}-{number}") not in taken)


def shortened(name: str) -> str:
    """Return an official name that fits the column of the plain one; a few run over a thousand characters."""
    most = ProcedureVersion._meta.get_field("plain_name").max_length or 600
    return name if len(name) <= most else f"{name[: most - 1].rsplit(' ', 1)[0]}…"
