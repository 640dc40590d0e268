"""How acts and errors appear in the OpenAPI document: one decorator an act, its lines of the table of moves written out."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.api.offices import HEADER as OFFICE_HEADER
from core.api_errors import PROBLEM_TYPE
from dossiers.api import examples
from dossiers.api.callers import KEY_HEADER, VERSION_HEADER
from dossiers.api.given import Given
from dossiers.api.shown import ActResultSerializer
from dossiers.states import MOVES, Act, Move


@extend_schema_serializer(examples=[examples.PROBLEM])
class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong (RFC 9457). `code` is stable, `title` is Vietnamese and may be shown; `errors` holds messages a field."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # the API's word; DRF keeps a property of that name
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


def problems(codes: Mapping[int, str]) -> dict[Any, Any]:
    """Return the answers of these statuses for the document, each with its codes."""
    return {(status, PROBLEM_TYPE): OpenApiResponse(ProblemSerializer, description=words) for status, words in codes.items()}


OFFICE = OpenApiParameter(
    OFFICE_HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Id of the post to work in (see `me/`), or `citizen` to speak for oneself. Needed only where several would do.",
)
KEY = OpenApiParameter(
    KEY_HEADER,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="A UUID a call: the same key answers the first result, with another body 422.",
)
VERSION = OpenApiParameter(
    VERSION_HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The version seen, as in ETag. If somebody acted since: 409 version-conflict, naming who.",
)
_READ_CODES = {
    401: "not-signed-in",
    403: "permission-denied, office-not-held",
    404: "dossier-not-found: it does not exist, or is none of the caller's business",
}
READ_PROBLEMS = problems(_READ_CODES)
ACT_PROBLEMS = problems(
    {
        **_READ_CODES,
        400: "invalid-input (the shape of the body), unreadable-body, invalid-idempotency-key, invalid-version, office-not-chosen",
        403: "act-not-yours, second-supplement-needs-leader, decline-needs-leader, office-not-held",
        409: "move-not-allowed, version-conflict",
        422: "invalid-input (what it says), idempotency-key-reused, documents-missing and other rules of the act",
        429: "too-many-attempts",
        503: "busy: somebody else holds the dossier; send the same again, with the same key",
    }
)
Method = Callable[..., Any]


def act_route(act: Act, given: type[Given] | None = None, *, multipart: bool = False, **action_options: Any) -> Callable[[Method], Method]:
    """Make a method the door of an act: POST `dossiers/{code}/{act}/`, with its headers, errors and moves in the document."""
    bodies = {"multipart/form-data": given, "application/json": given} if multipart else given

    def decorate(method: Method) -> Method:
        schema = extend_schema(
            operation_id=f"dossiers_{act.value}",
            tags=["acts"],
            summary=(inspect.getdoc(method) or "").split("\n", maxsplit=1)[0],
            description=moves_in_words(act),
            parameters=[OFFICE, KEY, VERSION],
            request=bodies,
            responses={200: ActResultSerializer, **ACT_PROBLEMS},
        )
        return schema(action(detail=True, methods=["post"], url_path=act.value, **action_options)(method))

    return decorate


def moves_in_words(act: Act) -> str:
    """Return the act's lines of the table of moves: "From 1 to 2, by desk_officer."."""
    return "\n\n".join(_in_words(move) for move in MOVES if move.act is act and move.works)


def _in_words(move: Move) -> str:
    sources = [str(int(state)) for state in sorted(move.sources)] + (["nothing"] if move.opens else [])
    to = "the state before" if move.back else str(int(move.to)) if move.to else "the same state"
    stage = f" (supplement asked for at {move.stage.value})" if move.stage else ""
    return f"From {', '.join(sources)}{stage} to {to}, by {', '.join(sorted(move.who))}."
