"""Figures of the communes over HTTP, for posts of the city."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import BehindDoors
from accounts.api.offices import offices_in_question
from accounts.permissions import Permission
from accounts.selectors import ALL, communes_granting
from communes.models import Commune
from communes.selectors import city_calendar, communes_in_order
from core import clock
from reporting.office_days import outlook
from reporting.open_counts import OpenCounts, open_counts, total


class OpenCountsSerializer(serializers.Serializer[OpenCounts]):
    """Dossiers by what their clock says, counted live. Those that wait for reception are not among `open`."""

    waiting = serializers.IntegerField(help_text="Filed, not received yet")
    open = serializers.IntegerField(help_text="Received and not finished")
    due_soon = serializers.IntegerField(source="soon")
    overdue = serializers.IntegerField()
    paused = serializers.IntegerField(help_text="Waiting for the citizen")


class CommuneFiguresSerializer(serializers.Serializer[Any]):
    """The figures of one commune, as the one that decides."""

    code = serializers.CharField(source="commune.code")
    name = serializers.CharField(source="commune.full_name")
    figures = OpenCountsSerializer()


class CommuneReportSerializer(serializers.Serializer[Any]):
    """All communes in one answer, in the order of the alphabet, and their sum."""

    at = serializers.DateTimeField()
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    city = OpenCountsSerializer()
    results = CommuneFiguresSerializer(many=True)


class CommuneReportViewSet(BehindDoors):
    """The city at this moment, commune by commune."""

    doors = {"list": Permission.OPEN_CITY}

    @extend_schema(operation_id="reports_communes", tags=["reports"], responses=CommuneReportSerializer)
    def list(self, request: Request) -> Response:
        """Open, due soon and overdue dossiers of every commune. Three queries whatever the number of dossiers."""
        if communes_granting(offices_in_question(request), Permission.OPEN_CITY) is not ALL:
            raise PermissionDenied  # an auditor of one commune
        now = clock.now()
        ahead = outlook(now, city_calendar())
        counts = open_counts(ahead)
        communes = list(communes_in_order() | Commune.objects.filter(pk__in=counts))  # one that ended keeps what it has open
        report = {
            "at": now,
            "count": len(communes),
            "next": None,
            "previous": None,
            "city": total(counts.values(), ahead),
            "results": [{"commune": commune, "figures": counts.get(commune.pk) or OpenCounts(ahead)} for commune in communes],
        }
        return Response(CommuneReportSerializer(report).data)
