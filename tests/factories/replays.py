"""A small city to replay a past in: three communes, four procedures, the shipped calendar."""

from datetime import date

from communes.models import Commune
from dossiers.replay.batches import Past, purge, replay
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory
from tests.factories.procedures import ProcedureVersionFactory

TODAY = date(2026, 11, 16)  # a Monday; the past before it ends on a Sunday


def small_city() -> list[Commune]:
    """Make what a replay needs and return the communes."""
    CalendarRevisionFactory()
    ProcedureVersionFactory(procedure__code="8.000001", immediate=True, counter=True)
    ProcedureVersionFactory(procedure__code="8.000002", time_limit_rule="same-day@15:00")
    ProcedureVersionFactory(procedure__code="8.000003", channels=["online", "counter", "post"])
    ProcedureVersionFactory(procedure__code="8.000004", time_limit_rule="20cd")
    # The codes are fixed: how often a commune is late is drawn from its code, and a test must find the same past each time.
    return [CommuneFactory(code=code, population=people) for code, people in (("81059", 120_000), ("81017", 60_000), ("81024", 20_000))]


def replay_past(count: int = 300, days: int = 21, online_share: float = 0.4, first: date = date(2026, 10, 26), **past: int) -> str:
    """Replay a past that ends the day before TODAY and return the name of its batch."""
    return replay(Past(count=count, days=days, first=first, today=TODAY, online_share=online_share, **past), progress=lambda written: None)


def purge_quietly(batch: str) -> int:
    """Remove a batch without a word, and return how many dossiers went."""
    return purge(batch, before=lambda ids: None, progress=lambda removed: None)
