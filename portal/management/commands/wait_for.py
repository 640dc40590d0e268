"""Wait until the database and the queue answer; containers call it before they start work."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.health import database_answers, queue_answers

CHECKS = {"database": database_answers, "queue": queue_answers}


class Command(BaseCommand):
    """Ends with 0 when all answer, with 1 when the time is up."""

    help = "Wait until database and queue answer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=int, default=60, help="how long to wait")

    def handle(self, *args: Any, **options: Any) -> None:
        deadline = time.monotonic() + options["seconds"]
        for name, answers in CHECKS.items():
            while not answers():
                if time.monotonic() > deadline:
                    raise CommandError(f"The {name} does not answer after {options['seconds']} s.")
                time.sleep(0.5)
