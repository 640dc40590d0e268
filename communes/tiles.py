"""Where each commune stands on the tile map. Readers learn positions: the file is edited by hand, never recomputed."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

TILE_FILE = Path(__file__).parent / "data" / "tile_layout.json"


class Tile(NamedTuple):
    """A place on the grid, counted from 0, north-west first."""

    col: int
    row: int


@cache
def tile_layout() -> dict[str, Tile]:
    """Return the tile of each commune by its code; a commune not in it belongs in a tray under the map."""
    tiles = json.loads(TILE_FILE.read_text(encoding="utf-8"))["tiles"]
    return {each["code"]: Tile(each["col"], each["row"]) for each in tiles}
