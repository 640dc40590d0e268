"""The catalogue over HTTP: open to everyone, read only."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.api.doors import BehindDoors, Door
from core import clock
from procedures.api.filters import ProcedureFilter
from procedures.api.serializers import ProcedureDetailSerializer, ProcedureSerializer
from procedures.models import ProcedureVersion
from procedures.selectors import in_force, published, with_details


@extend_schema_view(
    list=extend_schema(tags=["procedures"], summary="The catalogue: procedures in force today, not replaced by another"),
    retrieve=extend_schema(tags=["procedures"], summary="One procedure: papers, fees, steps, declaration, time limit"),
)
class ProcedureViewSet(BehindDoors, ReadOnlyModelViewSet[ProcedureVersion]):
    """Procedures of the commune level, each in the version in force today."""

    doors = {"list": Door.PUBLIC, "retrieve": Door.PUBLIC}
    filterset_class = ProcedureFilter
    lookup_field = "code"
    lookup_value_regex = r"[0-9A-Za-z.\-]{1,64}"

    def get_queryset(self) -> QuerySet[ProcedureVersion]:
        """Return what may be filed. Queries of a list: count, page; with `q` also the search's."""
        return published(clock.today())

    def get_serializer_class(self) -> type[ProcedureSerializer]:
        return ProcedureSerializer if self.action == "list" else ProcedureDetailSerializer

    def get_object(self) -> ProcedureVersion:
        """Return the version in force, of a replaced procedure too: it names what to use instead."""
        versions = with_details(in_force(clock.today()))
        return get_object_or_404(versions, procedure__code=self.kwargs["code"])
