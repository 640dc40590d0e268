"""Make the people of a training room. Refuses where no demo password is set: outside local settings."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import make_demo_people, sign_ins


class Command(BaseCommand):
    help = "Make the demo people and their posts (local settings only). Run it as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("Demo people exist in local settings only: DEMO_PASSWORD is not set.")
        make_demo_people()
        for person in sign_ins():
            self.stdout.write(f"{person.what_for}: {person.username}")
