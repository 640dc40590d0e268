"""Doors of the acts of the person concerned: submit, supplement, withdraw, not withdraw."""

from collections.abc import Sequence
from functools import partial
from typing import Any, cast

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from accounts.models import User
from dossiers.actors import citizen
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.submit import submit_dossier
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.api.acting import Acting, answer, was_opened
from dossiers.api.callers import call_of, caller_at
from dossiers.api.given import ReasonSerializer, SubmitSerializer, SupplementSerializer, read
from dossiers.api.schema import ACT_PROBLEMS, KEY, act_route, moves_in_words
from dossiers.api.shown import ActResultSerializer
from dossiers.errors import UploadRefused
from dossiers.states import Act
from dossiers.uploads import check_upload


class ActsOfCitizen(Acting):
    """Acts of the citizen; a desk officer may supplement for him."""

    @extend_schema(
        operation_id="dossiers_submit",
        tags=["acts"],
        summary="Send a finished draft",
        description=f"{moves_in_words(Act.SUBMIT)} A draft already sent answers with its dossier.",
        parameters=[KEY],
        request=SubmitSerializer,
        responses={201: ActResultSerializer, **ACT_PROBLEMS},
    )
    @action(detail=False, methods=["post"])
    def submit(self, request: Request) -> Response:
        """Send a finished draft: the dossier gets its code and the desk its time to answer."""
        given = read(SubmitSerializer, request)
        call = call_of(request, citizen(cast(User, request.user)))
        repeated = was_opened(given["draft"])
        return answer(submit_dossier(given["draft"], call=call, agreed=given["agreed"]), call, repeated=repeated, created=True)

    @act_route(Act.SUPPLEMENT, SupplementSerializer, multipart=True, throttle_classes=[ScopedRateThrottle], throttle_scope="upload")
    def supplement(self, request: Request, code: str) -> Response:
        """Send everything that was asked for; same code, the clock goes on with what was left."""
        given = read(SupplementSerializer, request)
        caller = caller_at(request, code)
        limit = settings.DESK_FILE_LIMIT if caller.office else settings.CITIZEN_FILE_LIMIT
        act = partial(supplement_dossier, sent=sent_items(request, given["items"], limit=limit))
        return self.perform_for(caller, call_of(request, caller.actor), act)

    @act_route(Act.WITHDRAW, ReasonSerializer)
    def withdraw(self, request: Request, code: str) -> Response:
        """Withdraw at once before reception, or ask to after it."""
        return self.perform(request, code, partial(withdraw_dossier, **read(ReasonSerializer, request)))

    @act_route(Act.CANCEL_WITHDRAWAL, ReasonSerializer)
    def cancel_withdrawal(self, request: Request, code: str) -> Response:
        """Go on after all: the dossier returns to where it was."""
        return self.perform(request, code, partial(cancel_withdrawal, **read(ReasonSerializer, request)))


def sent_items(request: Request, items: Sequence[dict[str, Any]], *, limit: int) -> list[Sent]:
    """Return the answers with their files, each file checked.

    Raises UploadRefused.
    """
    answers = {item["position"]: item["answer"] for item in items}
    parts = {int(name[5:]): name for name in request.FILES if name.startswith("file-") and name[5:].isdecimal()}
    return [Sent(each, answers.get(each, ""), _checked(request, parts.get(each), limit)) for each in sorted(answers.keys() | parts.keys())]


def _checked(request: Request, part: str | None, limit: int) -> list[Any]:
    uploads = request.FILES.getlist(part) if part else []
    if len(uploads) > settings.FILES_PER_PAPER:
        raise UploadRefused(f"Mỗi mục nhận tối đa {settings.FILES_PER_PAPER} tệp. Bỏ bớt rồi gửi lại.")
    return [check_upload(upload, limit=limit) for upload in uploads]
