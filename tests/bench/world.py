"""The city the bench works in: the real communes and procedures, a desk officer everywhere, a replayed past."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import Membership, User
from accounts.permissions import Post
from communes.models import Commune
from core import clock
from dossiers.models import Dossier
from dossiers.replay.batches import Past, replay
from reporting.tallies import roll_tallies
from tests.bench.copies import copy_until

YEAR = 364
REPLAYED = 20_000  # dossiers with a past of their own
ONLINE_SHARE = 0.5
POSTS = (Post.DESK_OFFICER, Post.SPECIALIST, Post.COMMUNE_LEADER, Post.CLERK)


@dataclass(slots=True)
class World:
    """`size` dossiers are wanted; `largest` is the commune with most people."""

    size: int
    largest: Commune = field(init=False)

    def __post_init__(self) -> None:
        for command in ("migrate", "load_communes", "load_calendar", "import_procedures"):
            call_command(command, verbosity=0, stdout=_Nowhere())
        self.largest = Commune.objects.order_by("-population", "pk")[0]
        _people()

    def grow(self, count: int) -> None:
        """Replay a year until there are `count` dossiers, beyond REPLAYED copy them; count them, and let the planner know."""
        missing = min(count, REPLAYED) - Dossier.objects.count()
        if missing > 0:
            today = clock.today()
            past = Past(missing, YEAR, today - timedelta(days=YEAR), today, ONLINE_SHARE, seed=missing)
            replay(past, progress=lambda written: None)
            roll_tallies()
        if count > REPLAYED:
            copy_until(count)
        self.settle()

    def settle(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # of this connection only: the bench waits
            cursor.execute("VACUUM (ANALYZE)")

    def client_of(self, post: Post, commune: Commune | None) -> Client:
        """Return a browser in which the holder of a post is signed in."""
        client = Client()
        client.force_login(Membership.objects.filter(post=post, commune=commune).order_by("pk")[0].user)
        return client


class _Nowhere:
    def write(self, text: str) -> None:
        """Commands say nothing in between."""


def _people() -> None:
    first = clock.today() - timedelta(days=2 * YEAR)
    places = [(post, commune) for commune in Commune.objects.order_by("pk") for post in POSTS]
    places.append((Post.CITY_STAFF, None))
    people = User.objects.bulk_create(User(username=f"bench-{number}", full_name=f"Người Đo {number}") for number in range(len(places)))
    Membership.objects.bulk_create(
        Membership(user=user, post=post, commune=commune, valid_from=first) for user, (post, commune) in zip(people, places, strict=True)
    )
