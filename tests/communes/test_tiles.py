"""The tile map: one place for each commune of the city, none twice."""

import json

from communes.management.commands.load_communes import COMMUNE_FILE
from communes.tiles import tile_layout


def test_every_commune_has_one_tile_of_its_own():
    communes = json.loads(COMMUNE_FILE.read_text(encoding="utf-8"))["communes"]
    tiles = tile_layout()
    assert set(tiles) == {commune["code"] for commune in communes}
    assert len(set(tiles.values())) == 126
    assert all(0 <= tile.col < 13 and 0 <= tile.row < 13 for tile in tiles.values())
