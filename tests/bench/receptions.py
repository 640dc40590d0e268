"""Fifty receptions at one desk at once: fifty codes, one event each."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from accounts.models import Membership
from accounts.permissions import Post
from dossiers.actors import ActCall, officer
from dossiers.acts.receive import receive_at_counter
from dossiers.models import Dossier
from tests.bench.measuring import Row, seconds
from tests.bench.world import World
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

AT_ONCE = 50
PATIENCE = 60


def rows(world: World) -> Iterator[Row]:
    desk = Membership.objects.select_related("user").filter(post=Post.DESK_OFFICER, commune=world.largest).order_by("pk")[0]
    filing = Situations(Office(world.largest), version=ProcedureVersionFactory(papers=0)).counter_filing()
    ready = Barrier(AT_ONCE)
    codes: list[str] = []

    def receive(_: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(PATIENCE)
            codes.append(receive_at_counter(filing, call=ActCall(officer(desk))).code)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as desks:
        took = seconds(lambda: list(desks.map(receive, range(AT_ONCE))))
    events = [dossier.events.filter(act="receive").count() for dossier in Dossier.objects.filter(code__in=codes).order_by("pk")]
    right = len(set(codes)) == AT_ONCE and events == [1] * AT_ONCE
    yield Row("50 receptions at one desk at once, different codes", AT_ONCE, len(set(codes)), "codes", goal="= 50", met=right)
    yield Row("50 receptions at one desk at once", AT_ONCE, AT_ONCE / took, "dossiers/s")
