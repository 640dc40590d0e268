"""Reading dossiers over HTTP: lists, one dossier, why its appointment is that moment, its files."""

from typing import Any, cast

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.api.offices import office_of
from accounts.models import Membership, User
from accounts.permissions import Permission
from accounts.selectors import communes_granting
from communes.models import Commune
from core import clock
from core.errors import FieldErrors
from dossiers.api.acting import etag
from dossiers.api.callers import Caller, caller_at
from dossiers.api.cursors import link_to, read_cursor
from dossiers.api.detail import DossierDetailSerializer, with_everything
from dossiers.api.schema import OFFICE, READ_PROBLEMS
from dossiers.api.shown import DossierPageSerializer
from dossiers.api.why import ClockNotStarted, DerivationSerializer
from dossiers.forms.desk_identity import ReadingPurpose
from dossiers.models import Channel, Dossier
from dossiers.opening import require_commune
from dossiers.readings import OPENED, note_reading
from dossiers.selectors.derivation import derivation_of, extension_of
from dossiers.selectors.history import CountedPage, View, Wanted, office_page, own_page
from dossiers.states import DossierState
from dossiers.stored_files import file_of_dossier

PAGE_SIZE, LARGEST_PAGE = 50, 200


PURPOSE = OpenApiParameter(
    "purpose",
    enum=ReadingPurpose.values,
    description="Why an officer needs the whole identity numbers: they are masked without it, and it is kept in the log of readings.",
)


class ListQuerySerializer(serializers.Serializer[Any]):
    """Filters of the list."""

    view = serializers.ChoiceField(choices=[view.value for view in View], default=View.OPEN.value, help_text="open: not finished")
    state = serializers.MultipleChoiceField(choices=DossierState.choices, required=False, help_text="Repeat it for several states")
    channel = serializers.MultipleChoiceField(choices=Channel.choices, required=False, help_text="Repeat it for several channels")
    procedure = serializers.CharField(max_length=32, required=False, default="", help_text="Code of the procedure")
    overdue = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="The clock runs, its moment is past")
    commune = serializers.CharField(max_length=5, required=False, default="", help_text="For posts of the city: whose dossiers")
    page_size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=PAGE_SIZE)
    cursor = serializers.CharField(max_length=200, required=False, default="", help_text="Out of next or previous")


class AnyFileRenderer(JSONRenderer):
    """Lets a caller ask for any type of file; errors still are JSON."""

    media_type = "*/*"


class ReadingDossiers(GenericViewSet[Dossier]):
    """What the caller may see: an office its dossiers, a citizen his own."""

    @extend_schema(
        operation_id="dossiers_list", tags=["dossiers"], parameters=[ListQuerySerializer, OFFICE], responses=DossierPageSerializer
    )
    def list(self, request: Request) -> Response:
        """Dossiers of the caller's office, or of the caller, page by page."""
        query = ListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        page = page_for(request, query.validated_data)
        shown = {
            "count": page.count,
            "count_is_exact": page.count_is_exact,
            "next": link_to(request, page.next),
            "previous": link_to(request, page.previous),
            "results": page.rows,
        }
        context = {"now": clock.now(), "is_office": office_of(request) is not None}
        return Response(DossierPageSerializer(shown, context=context).data)

    @extend_schema(
        operation_id="dossiers_retrieve",
        tags=["dossiers"],
        parameters=[OFFICE, PURPOSE],
        responses={200: DossierDetailSerializer, **READ_PROBLEMS},
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """One dossier: people, papers, files, steps, log, clock, and the acts the caller may perform now."""
        caller, purpose = caller_at(request, code), purpose_of(request)
        note(caller, purpose)
        is_office = caller.office is not None
        context = {"caller": caller, "now": clock.now(), "is_office": is_office, "reveals": purpose is not None or not is_office}
        shown = DossierDetailSerializer(with_everything(caller.dossier), context=context)
        return Response(shown.data, headers=etag(caller.dossier))

    @extend_schema(
        operation_id="dossiers_why", tags=["dossiers"], parameters=[OFFICE], responses={200: DerivationSerializer, **READ_PROBLEMS}
    )
    @action(detail=True, methods=["get"])
    def why(self, request: Request, code: str) -> Response:
        """Why the appointment is that moment: the rule, every day on the way with its reason, every stop of the clock."""
        caller = caller_at(request, code)
        note(caller)
        derivation = derivation_of(
            caller.dossier, list(caller.dossier.suspensions.order_by("started_at", "pk")), extension_of(caller.dossier)
        )
        if derivation is None:
            raise ClockNotStarted
        return Response(DerivationSerializer(derivation).data)

    @extend_schema(
        operation_id="dossiers_file",
        tags=["dossiers"],
        parameters=[OFFICE, OpenApiParameter("file_id", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY, description="The file, with the type found in its content")},
    )
    @action(detail=True, methods=["get"], url_path=r"files/(?P<file_id>\d{1,18})", renderer_classes=[JSONRenderer, AnyFileRenderer])
    def files(self, request: Request, code: str, file_id: str) -> FileResponse:
        """Download a file; citizens get a result once it was handed over."""
        caller = caller_at(request, code)
        response = file_of_dossier(caller.dossier, int(file_id), is_office=caller.office is not None, download=True)
        note(caller)
        return response


def page_for(request: Request, query: dict[str, Any]) -> CountedPage:
    """Return the page of the caller's office, or of his own dossiers."""
    wanted = Wanted(
        states=[int(state) for state in query.get("state", ())],
        channels=[int(channel) for channel in query.get("channel", ())],
        procedure=query["procedure"],
        overdue=query["overdue"],
    )
    view, now, cursor = View(query["view"]), clock.now(), read_cursor(query["cursor"])
    office = office_of(request)
    if office is None:
        return own_page(cast(User, request.user), view, wanted, now=now, cursor=cursor, size=query["page_size"])
    unit = unit_of(office, query["commune"])
    return office_page(unit.pk, view, wanted, now=now, cursor=cursor, size=query["page_size"])


def unit_of(office: Membership, commune_code: str) -> Commune:
    """Return whose dossiers an office lists: its commune's; a post of the city names the commune.

    Raises FieldErrors: none named. CommuneNotFound. PermissionDenied: the post reads no dossiers.
    """
    if not communes_granting([office], Permission.READ_DOSSIER):
        raise PermissionDenied
    if office.commune is not None:
        return office.commune
    if not commune_code:
        raise FieldErrors({"commune": "Ghi mã phường, xã cần xem, ví dụ commune=00070"})
    return require_commune(commune_code, clock.today())


def purpose_of(request: Request) -> ReadingPurpose | None:
    """Return why an officer needs the whole identity numbers; None: not needed.

    Raises ValidationError for a purpose the law does not name.
    """
    text = request.query_params.get("purpose", "")
    if text and text not in ReadingPurpose.values:
        raise ValidationError({"purpose": f"Mục đích là một trong: {', '.join(ReadingPurpose.values)}."})
    return ReadingPurpose(text) if text else None


def note(caller: Caller, purpose: ReadingPurpose | None = None) -> None:
    """Note that an officer opened somebody's record."""
    if caller.office is not None:
        note_reading(caller.dossier, caller.office, f"Xem số định danh: {purpose.label}" if purpose else OPENED, clock.now())
