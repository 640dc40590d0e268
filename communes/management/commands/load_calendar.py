"""Publish a working calendar from a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.acts.publish_calendar import publish_calendar
from communes.models import Commune
from core import clock
from core.errors import DomainError

CALENDAR_FILE = Path(__file__).parents[2] / "data" / "calendar.json"


class Command(BaseCommand):
    """A changed content makes a new revision, the same content none."""

    help = "Publish the working calendar of the city, or with --commune of one commune."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the commune and who approved it."""
        parser.add_argument("file", nargs="?", type=Path, default=CALENDAR_FILE)
        parser.add_argument("--commune", metavar="CODE", help="five-digit code; without it the calendar of the city")
        parser.add_argument("--approved-by", default="", help="name and post of who approved the change")
        parser.add_argument("--note", default=None, help="why it changed; without it the note of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the file as a whole and publish it."""
        document = json.loads(options["file"].read_text(encoding="utf-8"))
        about = document.get("about", {})
        try:
            published = publish_calendar(
                document["content"],
                at=clock.now(),
                commune_id=_commune_id(options["commune"]),
                source=about.get("source", ""),
                note=about.get("note", "") if options["note"] is None else options["note"],
                approved_by=options["approved_by"],
            )
        except DomainError as error:
            raise CommandError("\n".join([error.message.split(":")[0], *getattr(error, "problems", ())])) from error
        outcome = "created" if published.is_new else "unchanged"
        self.stdout.write(f"calendar: revision {published.revision.number} {outcome}")


def _commune_id(code: str | None) -> int | None:
    if code is None:
        return None
    try:
        return Commune.objects.get(code=code).pk
    except Commune.DoesNotExist as error:
        raise CommandError(f"no commune has the code {code}") from error
