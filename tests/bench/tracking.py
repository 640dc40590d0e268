"""Tracking by code, against an empty view behind the same middleware."""

from collections.abc import Callable, Iterator

from django.test import Client
from django.urls import reverse

from dossiers.models import Dossier
from tests.bench.measuring import Row, at_most, paired_ms, queries, ratio_at_least
from tests.bench.world import World

MOST_QUERIES = 4
LEAST = 0.5


def rows(world: World) -> Iterator[Row]:
    client = Client()
    dossier = Dossier.objects.filter(state=10).order_by("-pk")[0]
    asked = {"code": dossier.code, "second": dossier.track_key}

    def track() -> None:
        if client.post(reverse("track"), asked).status_code != 200:
            raise AssertionError("the dossier was not found")

    track()
    yield at_most("tracking, queries", world.size, queries(track), "queries", MOST_QUERIES)

    def track_by_api() -> None:
        if (
            client.post("/api/v1/track/", {"code": dossier.code, "key": dossier.track_key}, content_type="application/json").status_code
            != 200
        ):
            raise AssertionError("the dossier was not found")

    for what, run in (("page", track), ("API", track_by_api)):
        yield _against_nothing(what, world, run, client, asked)


def _against_nothing(what: str, world: World, run: Callable[[], None], client: Client, asked: dict[str, str]) -> Row:
    ours_ms, empty_ms = paired_ms(run, lambda: client.post(reverse("empty"), asked), 200)
    return ratio_at_least(
        f"tracking by code ({what}), against an empty view",
        world.size,
        1000 / ours_ms,
        "requests/s",
        1000 / empty_ms,
        empty_ms / ours_ms,
        LEAST,
    )
