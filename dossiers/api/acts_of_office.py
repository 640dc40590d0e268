"""Doors of the acts inside the office: hand on, apologise and extend, stop, release, reopen, return."""

from functools import partial

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.extend import extend_dossier
from dossiers.acts.forward import forward_dossier
from dossiers.acts.release_result import SignedResult, release_result
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.return_result import return_result
from dossiers.acts.stop import stop_dossier
from dossiers.api.acting import Acting
from dossiers.api.given import (
    ExtendSerializer,
    ForwardSerializer,
    GivenBackSerializer,
    ReasonSerializer,
    ReleaseResultSerializer,
    ReturnResultSerializer,
    StopSerializer,
    read,
)
from dossiers.api.schema import act_route
from dossiers.states import Act
from dossiers.uploads import check_upload


class ActsOfOffice(Acting):
    """Acts of the owner, the leader, the clerk and the return desk."""

    @act_route(Act.FORWARD, ForwardSerializer)
    def forward(self, request: Request, code: str) -> Response:
        """Hand the dossier to the next step, or back one."""
        return self.perform(request, code, partial(forward_dossier, **read(ForwardSerializer, request)))

    @act_route(Act.EXTEND, ExtendSerializer)
    def extend(self, request: Request, code: str) -> Response:
        """Apologise for an appointment that cannot be kept and make a new one, once; form 04."""
        return self.perform(request, code, partial(extend_dossier, **read(ExtendSerializer, request)))

    @act_route(Act.STOP, StopSerializer)
    def stop(self, request: Request, code: str) -> Response:
        """End the dossier by decision of a leader; form 05."""
        return self.perform(request, code, partial(stop_dossier, **read(StopSerializer, request)))

    @act_route(Act.APPROVE_WITHDRAWAL, GivenBackSerializer)
    def approve_withdrawal(self, request: Request, code: str) -> Response:
        """Let a dossier go whose citizen asked to withdraw; form 05."""
        return self.perform(request, code, partial(approve_withdrawal, **read(GivenBackSerializer, request)))

    @act_route(Act.RELEASE_RESULT, ReleaseResultSerializer, multipart=True, throttle_classes=[ScopedRateThrottle], throttle_scope="upload")
    def release_result(self, request: Request, code: str) -> Response:
        """Publish the signed result with its number and file; the clock ends."""
        given = read(ReleaseResultSerializer, request)
        if given["file"] is not None:
            given["file"] = check_upload(given["file"], limit=settings.DESK_FILE_LIMIT)
        return self.perform(request, code, partial(release_result, result=SignedResult(**given)))

    @act_route(Act.REOPEN, ReasonSerializer)
    def reopen(self, request: Request, code: str) -> Response:
        """Take a result back before it was handed over, because it holds an error."""
        return self.perform(request, code, partial(reopen_dossier, **read(ReasonSerializer, request)))

    @act_route(Act.RETURN_RESULT, ReturnResultSerializer)
    def return_result(self, request: Request, code: str) -> Response:
        """Hand the result over against evidence, once the fee is settled."""
        return self.perform(request, code, partial(return_result, **read(ReturnResultSerializer, request)))
