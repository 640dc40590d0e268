"""Tracking over HTTP, for everybody: a code and a second thing only its people know."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doors import BehindDoors, Door
from core import clock
from dossiers.api import examples
from dossiers.api.given import read
from dossiers.api.schema import problems
from dossiers.api.shown import TrackedDossierSerializer
from dossiers.tracking import client_address, track_dossier


@extend_schema_serializer(examples=[examples.TRACKING])
class TrackSerializer(serializers.Serializer[Any]):
    """What stands on the slip."""

    code = serializers.CharField(max_length=60, help_text="Code of the dossier")
    key = serializers.CharField(max_length=40, help_text="Mã tra cứu, or the last four digits of a phone left with the dossier")


PROBLEMS = problems(
    {
        400: "invalid-input",
        404: "dossier-not-found: no such code, or the key is not its",
        429: "too-many-attempts: wrong tries are limited per code, per address and in total",
    }
)


class TrackViewSet(BehindDoors):
    """Where a dossier stands, without signing in and without names."""

    doors = {"create": Door.PUBLIC}

    @extend_schema(
        operation_id="track",
        tags=["track"],
        request=TrackSerializer,
        responses={200: TrackedDossierSerializer, **PROBLEMS},
    )
    def create(self, request: Request) -> Response:
        """State and moments of a dossier."""
        given = read(TrackSerializer, request)
        dossier = track_dossier(given["code"], given["key"], address=client_address(request._request))
        return Response(TrackedDossierSerializer(dossier, context={"now": clock.now()}).data)
