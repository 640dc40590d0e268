"""Routes of the API, version 1."""

from typing import NoReturn

from django.urls import re_path
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from accounts.api.me import MeViewSet
from communes.api.viewsets import CommuneViewSet
from dossiers.api.drafts import DraftViewSet
from dossiers.api.track import TrackViewSet
from dossiers.api.viewsets import DossierViewSet
from notifications.api.viewsets import NoticeViewSet
from procedures.api.viewsets import ProcedureViewSet
from reporting.api.viewsets import CommuneReportViewSet
from reporting.api.workload import WorkloadViewSet

router = DefaultRouter()
router.include_root_view = False
router.include_format_suffixes = False
router.register("communes", CommuneViewSet, basename="commune")
router.register("procedures", ProcedureViewSet, basename="procedure")
router.register("drafts", DraftViewSet, basename="draft")
router.register("dossiers", DossierViewSet, basename="dossier")
router.register("track", TrackViewSet, basename="track")
router.register("reports/communes", CommuneReportViewSet, basename="report-commune")
router.register("reports/workload", WorkloadViewSet, basename="report-workload")
router.register("notices", NoticeViewSet, basename="notice")
router.register("me", MeViewSet, basename="me")


class NothingHere(APIView):
    """Answers addresses that are none of the API's, as the API answers: problem+json."""

    permission_classes = (AllowAny,)
    schema = None
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        raise NotFound


urlpatterns = [*router.urls, re_path(r"^.*$", NothingHere.as_view(), name="api_nothing_here")]
