"""One Typst template and its facts become a PDF; only fonts of the wheel, so that every machine prints the same."""

import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
import typst
from django.conf import settings

from core.text import visible_lines

FOLDER = settings.BASE_DIR / "templates" / "slips"
DRAWING = "qr"  # the one fact that is no text
LONGEST_WORD = 20  # letters the narrowest column holds; a longer word may break after every PIECE
LONGEST_RUN = 30  # signs without a space; codes with dots and hyphens are shorter and stay whole
PIECE = 10
ZERO_WIDTH_SPACE = "\u200b"
_LONG_WORD = re.compile(f"\\w{{{LONGEST_WORD + 1},}}|[^ \t\n]{{{LONGEST_RUN + 1},}}")
_PIECE = re.compile(f".{{1,{PIECE}}}[\u0300-\u036f]*")  # a mark stays with its letter


def typeset(template: str, facts: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the PDF of a template of templates/slips. The same facts and moment give the same bytes."""
    made = typst.compile(
        FOLDER / template,
        root=FOLDER,
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(_printable(facts), ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single document")
    return made


def _printable(fact: Any) -> Any:
    """Return facts with every text as it may stand on paper: nothing unseen in it, no word too long for its line."""
    if isinstance(fact, str):
        return _LONG_WORD.sub(lambda word: ZERO_WIDTH_SPACE.join(_PIECE.findall(word[0])), visible_lines(fact))
    if isinstance(fact, Mapping):
        return {name: each if name == DRAWING else _printable(each) for name, each in fact.items()}
    return [_printable(each) for each in fact] if isinstance(fact, list | tuple) else fact


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, error correction M: a quarter of it may be creased or smudged."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()
