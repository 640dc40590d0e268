"""Drafts over HTTP: a citizen fills in a filing piece by piece; submitting it is an act on dossiers."""

from typing import cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.viewsets import GenericViewSet

from accounts.api.doors import BehindDoors, Door
from accounts.models import User
from core import clock
from dossiers.api.callers import REPLAY_HEADER, key_of
from dossiers.api.draft_shapes import (
    DraftFileSerializer,
    DraftGivenSerializer,
    DraftSerializer,
    FileGivenSerializer,
    MissingSerializer,
    NewDraftSerializer,
    missing_of,
)
from dossiers.api.given import read
from dossiers.api.schema import KEY, problems
from dossiers.drafts import add_file, discard_draft, open_draft, remove_file, write_draft
from dossiers.filing import get_draft
from dossiers.models import Draft
from dossiers.opening import require_version

UUID_PATTERN = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
ID = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)
PROBLEMS = problems(
    {
        400: "invalid-input (the shape of the body), unreadable-body, invalid-idempotency-key",
        401: "not-signed-in",
        404: "dossier-not-found: no such draft of the caller",
        422: "invalid-input (what it says), procedure-not-available, commune-not-found, upload-refused, idempotency-key-reused",
        429: "too-many-attempts",
    }
)


class DraftViewSet(BehindDoors, GenericViewSet[Draft]):
    """Filings the caller is writing; whatever posts he holds, here he is a citizen."""

    doors = {
        "list": Door.SIGNED_IN,
        "create": Door.SIGNED_IN,
        "retrieve": Door.SIGNED_IN,
        "partial_update": Door.SIGNED_IN,
        "destroy": Door.SIGNED_IN,
        "missing": Door.SIGNED_IN,
        "add_file": Door.SIGNED_IN,
        "remove_file": Door.SIGNED_IN,
    }
    queryset = Draft.objects.order_by("-saved_at", "pk")
    serializer_class = DraftSerializer
    lookup_field = "id"
    lookup_value_regex = UUID_PATTERN
    throttle_scope: str | None = None

    def get_queryset(self) -> QuerySet[Draft]:
        """Return the caller's drafts, the one saved last first."""
        rows = super().get_queryset().select_related("procedure_version__procedure", "commune").prefetch_related("files")
        return rows.filter(owner_id=self.request.user.pk)

    def own_draft(self, request: Request, draft_id: str) -> Draft:
        return get_draft(cast(User, request.user), UUID(draft_id))

    @extend_schema(tags=["drafts"], responses=DraftSerializer(many=True))
    def list(self, request: Request) -> Response:
        """The caller's drafts."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(DraftSerializer(page or [], many=True).data)

    @extend_schema(tags=["drafts"], parameters=[KEY], request=NewDraftSerializer, responses={201: DraftSerializer, **PROBLEMS})
    def create(self, request: Request) -> Response:
        """Begin a filing: procedure, commune, and the case where there are several."""
        given = read(NewDraftSerializer, request)
        version = require_version(given["procedure"], clock.today(), online=True)
        place = {"commune_code": given["commune"], "case_code": given["case"], "today": clock.today()}
        draft, is_new = open_draft(cast(User, request.user), version, key=key_of(request), **place)
        headers = {} if is_new else {REPLAY_HEADER: "true"}
        return Response(DraftSerializer(draft).data, status=status.HTTP_201_CREATED, headers=headers)

    @extend_schema(tags=["drafts"], parameters=[ID], responses={200: DraftSerializer, **PROBLEMS})
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002  the word in the address
        """One draft."""
        return Response(DraftSerializer(self.own_draft(request, id)).data)

    @extend_schema(tags=["drafts"], parameters=[ID], request=DraftGivenSerializer, responses={200: DraftSerializer, **PROBLEMS})
    def partial_update(self, request: Request, id: str) -> Response:  # noqa: A002  as above
        """Fill in the people, answers, delivery, or change the place; all that was sent is kept, or nothing."""
        draft = self.own_draft(request, id)
        write_draft(draft, read(DraftGivenSerializer, request), today=clock.today())
        return Response(DraftSerializer(draft).data)

    @extend_schema(tags=["drafts"], parameters=[ID], responses={204: None, **PROBLEMS})
    def destroy(self, request: Request, id: str) -> Response:  # noqa: A002  as above
        """Throw a draft away, with its files."""
        discard_draft(self.own_draft(request, id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(tags=["drafts"], parameters=[ID], responses={200: MissingSerializer, **PROBLEMS})
    @action(detail=True, methods=["get"])
    def missing(self, request: Request, id: str) -> Response:  # noqa: A002  as above
        """What still keeps it from being sent."""
        return Response(MissingSerializer(missing_of(self.own_draft(request, id))).data)

    @extend_schema(
        tags=["drafts"],
        parameters=[ID],
        request={"multipart/form-data": FileGivenSerializer},
        responses={201: DraftFileSerializer, **PROBLEMS},
        operation_id="drafts_files_create",
    )
    @action(detail=True, methods=["post"], url_path="files", throttle_classes=[ScopedRateThrottle], throttle_scope="upload")
    def add_file(self, request: Request, id: str) -> Response:  # noqa: A002  as above
        """Add a file to a paper; the same content sent again is the same file (200)."""
        given = read(FileGivenSerializer, request)
        file, is_new = add_file(self.own_draft(request, id), given["document"], given["file"])
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(DraftFileSerializer(file).data, status=code)

    @extend_schema(
        tags=["drafts"],
        parameters=[ID, OpenApiParameter("file_id", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={204: None, **PROBLEMS},
        operation_id="drafts_files_destroy",
    )
    @action(detail=True, methods=["delete"], url_path=r"files/(?P<file_id>\d{1,18})", url_name="remove-file")
    def remove_file(self, request: Request, id: str, file_id: str) -> Response:  # noqa: A002  as above
        """Take a file away; nothing happens if it is gone."""
        remove_file(self.own_draft(request, id), int(file_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
