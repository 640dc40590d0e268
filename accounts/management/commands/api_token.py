"""Print a new key of the API for a user, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acts.issue_token import issue_token
from accounts.models import User
from core import clock
from core.lookup import get_or_none


class Command(BaseCommand):
    help = "Print a new key of the API for USER. It is shown once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--days", type=int, default=settings.API_TOKEN_DAYS, help="days until it stops")
        parser.add_argument("--label", default="console", help="what it is for")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_or_none(User.objects.filter(username=options["username"].lower(), is_active=True))
        if user is None:
            raise CommandError(f"There is no active user “{options['username']}”.")
        if options["days"] < 1:
            raise CommandError("--days must be at least 1.")
        token, key = issue_token(user, days=options["days"], now=clock.now(), label=options["label"])
        self.stdout.write(key)
        self.stderr.write(f"For {user.username} until {token.expires_at:%Y-%m-%d %H:%M}. Send it as “Authorization: Bearer KEY”.")
