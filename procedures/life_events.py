"""Occasions in life that lead to procedures, from the project's own data file."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "life_events.json"
ICONS = {
    "sinh-con": "baby",
    "ket-hon": "rings",
    "qua-doi": "candle",
    "giay-to": "stamp",
    "kinh-doanh": "shop",
    "nha-dat": "house",
    "tro-cap": "heart",
    "hoc-hanh": "book",
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One occasion: its words, what it leads to, its drawing in the sprite."""

    code: str
    title: str
    hint: str

    @property
    def icon(self) -> str:
        return ICONS.get(self.code, "sheet")


@lru_cache(maxsize=1)
def life_events() -> tuple[LifeEvent, ...]:
    """Return the life events in the order of the home page."""
    return tuple(LifeEvent(**event) for event in json.loads(DATA.read_text(encoding="utf-8")))


def life_event(code: str) -> LifeEvent | None:
    """Return one life event; None for procedures that belong to none."""
    return next((event for event in life_events() if event.code == code), None)
