"""What the doors of all acts share: find dossier and caller, call the act once, answer with the dossier."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import clock
from dossiers.actors import ActCall
from dossiers.api.callers import REPLAY_HEADER, Caller, call_of, caller_at
from dossiers.api.shown import ActResultSerializer
from dossiers.models import Dossier
from dossiers.states import Act

ActOnDossier = Callable[..., Dossier]


class Acting(GenericViewSet[Dossier]):
    """Base of the viewsets that perform acts."""

    def perform(self, request: Request, code: str, act: ActOnDossier, *, key_act: Act | None = None) -> Response:
        """Perform an act on a dossier; `act` takes its id and `call`. `key_act`: the part of a composite act that bears the key."""
        caller = caller_at(request, code)
        return self.perform_for(caller, call_of(request, caller.actor), act, key_act=key_act)

    def perform_for(self, caller: Caller, call: ActCall, act: ActOnDossier, *, key_act: Act | None = None) -> Response:
        """Perform an act for a caller found before."""
        repeated = was_done(caller.dossier, call.part(key_act, Act.COMPLETE_AT_DESK) if key_act else call)
        return answer(act(caller.dossier.pk, call=call), call, repeated=repeated)


def was_done(dossier: Dossier, call: ActCall) -> bool:
    """Tell whether this key performed an act on the dossier before, so that the answer can say it is a repetition."""
    return call.key is not None and dossier.events.filter(act_key=call.key).exists()


def was_opened(key: UUID | None) -> bool:
    """Tell whether this key opened a dossier before."""
    return key is not None and Dossier.objects.filter(opening_key=key).exists()


def answer(dossier: Dossier, call: ActCall, *, repeated: bool = False, created: bool = False) -> Response:
    """Return the dossier as it is now, with its version as ETag."""
    headers = etag(dossier)
    if repeated:
        headers[REPLAY_HEADER] = "true"
    context = {"now": clock.now(), "is_office": not call.actor.is_citizen}
    body: Any = ActResultSerializer(dossier, context=context).data
    return Response(body, status=status.HTTP_201_CREATED if created else status.HTTP_200_OK, headers=headers)


def etag(dossier: Dossier) -> dict[str, str]:
    return {"ETag": f'"{dossier.version}"'}
