"""Names and other texts: when two say the same, and how a long one fits its column."""

from core.text import fold, sort_key
from procedures.models import ProcedureVersion


def same_text(one: str, other: str) -> bool:
    """Tell whether two texts say the same: case, the place of a tone inside its word and a last full stop do not matter."""
    one, other = one.rstrip(" .;"), other.rstrip(" .;")
    return one == other or (fold(one) == fold(other) and sort_key(one) == sort_key(other))


def shortened(name: str) -> str:
    """Return an official name that fits the column of the plain one; a few run over a thousand characters."""
    most = ProcedureVersion._meta.get_field("plain_name").max_length or 600
    return name if len(name) <= most else f"{name[: most - 1].rsplit(' ', 1)[0]}…"
