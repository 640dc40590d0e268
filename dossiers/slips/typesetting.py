"""One Typst template and its facts become a PDF; only fonts of the wheel, so that every machine prints the same."""

import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
import typst
from django.conf import settings

FOLDER = settings.BASE_DIR / "templates" / "slips"


def typeset(template: str, facts: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the PDF of a template of templates/slips. The same facts and moment give the same bytes."""
    made = typst.compile(
        FOLDER / template,
        root=FOLDER,
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single document")
    return made


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, error correction M: a quarter of it may be creased or smudged."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()
