"""The catalogue that comes with the portal, as the search sees it, without a database."""

from procedures.importing import BUNDLED, read_files
from procedures.life_events import life_events
from procedures.searching.index import Row


def catalogue_rows() -> list[Row]:
    """Return a light row for every procedure of the bundle that no other one replaced."""
    events = {event.code: event.title for event in life_events()}
    rows = [row for row in read_files(BUNDLED) if not row["replaced_by"]]
    return [
        Row(pk, row["code"], row["name"], row["plain_name"], tuple(row["words"]), row["field"]["name"], events.get(row["life_event"], ""))
        for pk, row in enumerate(rows, 1)
    ]
