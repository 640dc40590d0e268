"""The catalogue over HTTP: open to everyone, read only."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import condition
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.api.doors import BehindDoors, Door
from core import clock
from procedures.api.conditional import etag, last_modified
from procedures.api.filters import ProcedureFilter
from procedures.api.serializers import (
    CatalogueCountsSerializer,
    DayAskedSerializer,
    ExportAskedSerializer,
    ProcedureDetailSerializer,
    ProcedureSerializer,
    VersionLineSerializer,
)
from procedures.export import csv_lines, exported, json_parts, workbook
from procedures.models import ProcedureVersion
from procedures.selectors import counts, counts_by_verification, in_force, published, versions_of, with_details

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ON_DAY = OpenApiParameter("in_force_on", OpenApiTypes.DATE, description="The versions in force on this day; without it, today")
ANSWERS_IF_CHANGED = method_decorator(condition(etag_func=etag, last_modified_func=last_modified))


@extend_schema_view(
    list=extend_schema(
        tags=["procedures"], summary="The catalogue: procedures in force on a day, not replaced by another", parameters=[ON_DAY]
    ),
    retrieve=extend_schema(tags=["procedures"], summary="One procedure: papers, fees, steps, declaration, time limit", parameters=[ON_DAY]),
)
class ProcedureViewSet(BehindDoors, ReadOnlyModelViewSet[ProcedureVersion]):
    """Procedures of the commune level, each in the version in force on the day asked for.

    Answers carry ETag and Last-Modified: ask again with If-None-Match and an unchanged catalogue costs one query.
    """

    doors = dict.fromkeys(("list", "retrieve", "versions", "version", "counts", "export"), Door.PUBLIC)
    filterset_class = ProcedureFilter
    lookup_field = "code"
    lookup_value_regex = r"[0-9A-Za-z.\-]{1,64}"

    @ANSWERS_IF_CHANGED
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @ANSWERS_IF_CHANGED
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().retrieve(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ProcedureVersion]:
        """Return what may be filed. Queries of a list: revision, count, page; with `search` also the search's."""
        return published(self._day())

    def get_serializer_class(self) -> type[ProcedureSerializer]:
        return ProcedureSerializer if self.action == "list" else ProcedureDetailSerializer

    def get_object(self) -> ProcedureVersion:
        """Return the version in force, of a replaced procedure too: it names what to use instead."""
        return get_object_or_404(with_details(in_force(self._day())), procedure__code=self.kwargs["code"])

    @extend_schema(
        tags=["procedures"],
        summary="All approved versions of one procedure, newest first",
        responses=VersionLineSerializer(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def versions(self, request: Request, code: str) -> Response:
        return Response(VersionLineSerializer(get_list_or_404(versions_of(code)), many=True).data)

    @extend_schema(tags=["procedures"], summary="One version of a procedure, whole", responses=ProcedureDetailSerializer)
    @action(detail=True, url_path=r"versions/(?P<number>[0-9]{1,4})")
    def version(self, request: Request, code: str, number: str) -> Response:
        return Response(ProcedureDetailSerializer(get_object_or_404(with_details(versions_of(code)), number=int(number))).data)

    @extend_schema(
        tags=["procedures"],
        summary="How many procedures the catalogue holds, by how far each was checked",
        responses=CatalogueCountsSerializer,
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        on = self._day()
        told = {
            "in_force_on": on,
            "city_figure": settings.CITY_PROCEDURE_FIGURE,
            **counts(on),
            "by_verification": counts_by_verification(on),
        }
        return Response(CatalogueCountsSerializer(told).data)

    @extend_schema(
        tags=["procedures"],
        summary="The whole catalogue as a file: csv, xlsx, json",
        parameters=[ON_DAY, ExportAskedSerializer],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        filters=False,
    )
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> HttpResponseBase:
        """Answer the versions in force, replaced procedures too, streamed."""
        asked = ExportAskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return export_response(str(asked.validated_data["file"]), self._day())

    def _day(self) -> date:
        asked = DayAskedSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        day: date = asked.validated_data.get("in_force_on") or clock.today()
        return day


def export_response(kind: str, on: date) -> HttpResponseBase:
    """Return the catalogue of a day as a download; CSV and JSON leave as they are read."""
    name = f"danh-muc-thu-tuc-{on:%Y-%m-%d}.{kind}"
    versions = exported(on)
    if kind == "xlsx":
        return FileResponse(workbook(versions), as_attachment=True, filename=name, content_type=XLSX)
    lines = csv_lines(versions) if kind == "csv" else json_parts(_items(versions))
    mime = "text/csv; charset=utf-8" if kind == "csv" else "application/json"
    return StreamingHttpResponse(lines, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _items(versions: QuerySet[ProcedureVersion]) -> Iterator[Any]:
    return (ProcedureDetailSerializer(version).data for version in versions.iterator(200))
