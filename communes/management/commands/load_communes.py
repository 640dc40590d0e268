"""Load the communes of the city from the project's data file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.acts.load_communes import load_communes
from core.errors import DomainError

COMMUNE_FILE = Path(__file__).parents[2] / "data" / "communes.json"


class Command(BaseCommand):
    """Say what was created, changed and left; a second run changes nothing."""

    help = "Load the communes, their main desks and usual divisions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another file than the project's own."""
        parser.add_argument("file", nargs="?", type=Path, default=COMMUNE_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file in one transaction."""
        try:
            outcomes = load_communes(json.loads(options["file"].read_text(encoding="utf-8")))
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write("communes: " + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()))
