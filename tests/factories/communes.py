"""Communes, their desks and calendars for tests; the codes are invented and never those of a real unit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import factory

from communes.calendar_content import content_hash
from communes.models import CalendarRevision, Commune, CommuneKind, Division, ReceptionPoint
from core import clock

CALENDAR_FILE = Path(__file__).parents[2] / "communes" / "data" / "calendar.json"


def city_calendar() -> dict[str, Any]:
    """Return the content of the calendar the project ships, free to change."""
    content: dict[str, Any] = json.loads(_calendar_file())["content"]
    return content


@cache
def _calendar_file() -> str:
    return CALENDAR_FILE.read_text(encoding="utf-8")


class CommuneFactory(factory.django.DjangoModelFactory[Commune]):
    """A phường of today; `xa=True` makes it a xã, `ended=True` one that no longer exists."""

    class Meta:
        model = Commune

    class Params:
        xa = factory.Trait(kind=CommuneKind.XA)
        ended = factory.Trait(valid_from="2019-01-01", valid_to="2025-06-30")

    code = factory.Sequence(lambda n: f"{90000 + n:05d}")
    unit_code = factory.Sequence(lambda n: f"{(500 + n) % 1000:03d}")
    name = factory.Sequence(lambda n: f"Thử {n}")
    slug = factory.Sequence(lambda n: f"thu-{n}")
    kind = CommuneKind.PHUONG
    former_district = "Quận Thử"
    valid_from = "2025-07-01"


class ReceptionPointFactory(factory.django.DjangoModelFactory[ReceptionPoint]):
    """The main desk of a commune."""

    class Meta:
        model = ReceptionPoint

    commune = factory.SubFactory(CommuneFactory)
    name = factory.LazyAttribute(lambda point: f"Bộ phận một cửa {point.commune.full_name}")
    is_main = True


class DivisionFactory(factory.django.DjangoModelFactory[Division]):
    """A professional division."""

    class Meta:
        model = Division

    commune = factory.SubFactory(CommuneFactory)
    code = factory.Sequence(lambda n: f"phong-{n}")
    name = "Phòng Văn hóa – Xã hội"


class CalendarRevisionFactory(factory.django.DjangoModelFactory[CalendarRevision]):
    """The calendar of the city as shipped; give a commune for one of its own."""

    class Meta:
        model = CalendarRevision

    commune = None
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyFunction(city_calendar)
    content_hash = factory.LazyAttribute(lambda revision: content_hash(revision.content))
    created_at = factory.LazyFunction(clock.now)
