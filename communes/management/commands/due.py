"""Say when a dossier is due and why; with --batch, thousands of times a second."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from communes.bundled_calendar import bundled_calendar
from communes.due_question import Question, answer_line
from communes.models import Commune
from communes.selectors import calendar_for
from core.errors import DomainError
from core.working_calendar import WorkingCalendar

HELP = """Say when the result of a dossier is due: the moment in ISO 8601 first, then why.

Limits: 3d working days, 4h working hours, 7cd calendar days, 1m months, same-day@15:00.
Moments without an offset are Hà Nội time.
Without --commune the calendar is the one that ships with the portal (Hà Nội, 08:00–12:00 and 13:00–17:00):
a clone is enough, no database is asked. The rules: docs/legal/time-limits.md.

--batch reads lines {"from": "2026-02-12T10:00", "limit": "3d", "suspend": [["…", "…"]]} from standard input
and answers each with {"due": "…"} or {"error": "…"}."""


class Command(BaseCommand):
    """One question from the arguments, or one a line from standard input."""

    help = HELP
    requires_system_checks = ()  # they would ask for what this command does not need

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the help as they are written."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one question, or --batch."""
        parser.add_argument("--from", dest="received", metavar="MOMENT", help="when it was received, 2026-02-12T10:00")
        parser.add_argument("--limit", metavar="LIMIT", help="3d, 4h, 7cd, 1m or same-day@15:00")
        parser.add_argument("--suspend", action="append", default=[], metavar="FROM/TO", help="a stop of the clock; may be repeated")
        parser.add_argument("--commune", metavar="CODE", help="five-digit code: its calendar of today, from the database")
        parser.add_argument("--batch", action="store_true", help="questions from standard input, one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer on standard output; a question that cannot be answered ends with its reason."""
        calendar = _calendar(options["commune"])
        if options["batch"]:
            self._answer_lines(calendar)
        elif options["received"] is None or options["limit"] is None:
            raise CommandError("Cần --from và --limit, hoặc --batch")
        else:
            self._answer(options, calendar)

    def _answer(self, options: dict[str, Any], calendar: WorkingCalendar) -> None:
        try:
            question = Question.read(options["received"], options["limit"], [each.split("/") for each in options["suspend"]])
            due_at = question.due_at(calendar)
            self.stdout.write("\n".join([due_at.isoformat(), *question.explained(calendar)]))
        except DomainError as error:
            raise CommandError(error.message) from error

    def _answer_lines(self, calendar: WorkingCalendar) -> None:
        for line in sys.stdin.buffer:
            self.stdout.write(json.dumps(answer_line(line, calendar)))  # ASCII only: no terminal can refuse it
            self.stdout.flush()


def _calendar(commune_code: str | None) -> WorkingCalendar:
    if commune_code is None:
        return bundled_calendar()
    try:
        return calendar_for(Commune.objects.get(code=commune_code).pk)[1]
    except Commune.DoesNotExist as error:
        raise CommandError(f"Không có phường, xã nào có mã {commune_code}") from error
    except OperationalError as error:
        raise CommandError(f"--commune cần cơ sở dữ liệu: {error}") from error
    except DomainError as error:
        raise CommandError(error.message) from error
