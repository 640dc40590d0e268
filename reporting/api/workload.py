"""What falls due on the next ten working days over HTTP: any commune for posts of the city, one's own for the others."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import BehindDoors
from accounts.api.offices import offices_in_question, the_one
from accounts.permissions import Permission
from accounts.selectors import ALL, communes_granting
from communes.models import Commune
from core import clock
from core.lookup import get_or_none
from dossiers.selectors.workload import Load
from reporting.errors import UnitNotFound
from reporting.workload.city_table import CityWorkload, city_workload, unit_workload


class DueOnSerializer(serializers.Serializer[Any]):
    """What falls due on one date."""

    day = serializers.DateField()
    count = serializers.IntegerField()


class WorkloadSerializer(serializers.Serializer[Any]):
    """Dossiers with a running clock by when they fall due; `paused` are not among `running`."""

    running = serializers.IntegerField(help_text="overdue + all days + later")
    overdue = serializers.IntegerField()
    days = DueOnSerializer(
        many=True, help_text="The next ten working days, fewer where the calendar ends, and days off on which something is due"
    )
    later = serializers.IntegerField(help_text="Due after the last of these days")
    paused = serializers.IntegerField(help_text="Waiting for the citizen")


class CommuneWorkloadSerializer(serializers.Serializer[Any]):
    """The workload of one commune, as the one that decides."""

    code = serializers.CharField()
    name = serializers.CharField()
    workload = WorkloadSerializer()


class WorkloadReportSerializer(serializers.Serializer[Any]):
    """The communes asked for in one answer, in the order of the alphabet, and their sum."""

    at = serializers.DateTimeField()
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    total = WorkloadSerializer()
    results = CommuneWorkloadSerializer(many=True)


class WorkloadViewSet(BehindDoors):
    """What falls due on each of the next ten working days."""

    doors = {"list": Permission.READ_DOSSIER}

    @extend_schema(
        operation_id="reports_workload",
        tags=["reports"],
        parameters=[OpenApiParameter("commune", str, description="Five-digit code; without it all communes the caller may read")],
        responses=WorkloadReportSerializer,
    )
    def list(self, request: Request) -> Response:
        """Overdue, due day by day, later and paused dossiers: of any commune for posts of the city, of one's own for others."""
        now = clock.now()
        unit = _commune(request)
        workload = city_workload(now) if unit is None else unit_workload(now, unit)
        results = [_row(commune, workload) for commune in workload.communes]
        report = {"at": now, "count": len(results), "next": None, "previous": None}
        return Response(WorkloadReportSerializer(report | {"total": _figures(workload.whole, workload), "results": results}).data)


def _commune(request: Request) -> Commune | None:
    """Return the commune asked for, None for the whole city.

    Raises:
        UnitNotFound: there is none with this code, or the caller's posts open others only.
        OfficeNotChosen: no commune is named, and the caller works in several.
    """
    code = request.query_params.get("commune", "")
    offices = offices_in_question(request)
    granted = communes_granting(offices, Permission.READ_DOSSIER)
    if not code:
        office = None if granted is ALL else the_one(offices)
        return office.commune if office else None
    unit = get_or_none(Commune.objects.filter(code=code.replace("\x00", "")))
    if unit is None or unit.pk not in granted:
        raise UnitNotFound
    return unit


def _row(commune: Commune, workload: CityWorkload) -> dict[str, object]:
    return {"code": commune.code, "name": commune.full_name, "workload": _figures(workload.load_of(commune), workload)}


def _figures(load: Load, workload: CityWorkload) -> dict[str, object]:
    days = [{"day": day, "count": load.on(day)} for day in workload.columns]
    return {"running": load.running, "overdue": load.overdue, "days": days, "later": load.later, "paused": load.paused}
