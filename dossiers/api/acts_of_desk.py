"""Doors of the acts of the reception desk: receive, decline, ask for a supplement, complete at once."""

from functools import partial

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.offices import office_of
from communes.models import Commune
from dossiers.access import not_yours, opening
from dossiers.actors import ActCall, officer
from dossiers.acts.complete_at_desk import Completion, complete_at_desk
from dossiers.acts.decline import decline_dossier
from dossiers.acts.receive import receive_at_counter, receive_dossier
from dossiers.acts.request_supplement import request_supplement
from dossiers.api.acting import Acting, answer, was_opened
from dossiers.api.callers import call_of
from dossiers.api.counter import counter_filing, stated_limit
from dossiers.api.given import (
    CompletionSerializer,
    CounterCompletionSerializer,
    CounterReceptionSerializer,
    DeclineSerializer,
    RequestSupplementSerializer,
    StatedLimitSerializer,
    read,
)
from dossiers.api.schema import ACT_PROBLEMS, KEY, OFFICE, act_route, moves_in_words
from dossiers.api.shown import ActResultSerializer
from dossiers.states import Act

COMPLETION = ("signer", "receiver_name", "evidence", "fee_settled", "number")


class ActsOfDesk(Acting):
    """Acts of the desk officer; a leader may decline and ask too."""

    @extend_schema(
        operation_id="dossiers_receive_at_counter",
        tags=["acts"],
        summary="Take a dossier in at the counter",
        description="For people at the counter, and for papers that came by post. By desk_officer.",
        parameters=[OFFICE, KEY],
        request=CounterReceptionSerializer,
        responses={201: ActResultSerializer, **ACT_PROBLEMS},
    )
    @action(detail=False, methods=["post"], url_path="receive", url_name="receive-at-counter")
    def receive_at_counter(self, request: Request) -> Response:
        """Take a dossier in at the counter: it gets its code and its appointment at once."""
        given = read(CounterReceptionSerializer, request)
        call, own = desk_call(request, Act.RECEIVE)
        filing = counter_filing(given, own, today=call.at.date())
        limit = stated_limit(given["time_limit"])
        repeated = was_opened(call.key)
        dossier = receive_at_counter(filing, call=call, stated_limit=limit, basis=given["basis"])
        return answer(dossier, call, repeated=repeated, created=True)

    @extend_schema(
        operation_id="dossiers_complete_at_counter",
        tags=["acts"],
        summary="Take in, make and hand over at the counter, in one call",
        description=f"{moves_in_words(Act.COMPLETE_AT_DESK)} Only for procedures whose result is made at once; four events.",
        parameters=[OFFICE, KEY],
        request=CounterCompletionSerializer,
        responses={201: ActResultSerializer, **ACT_PROBLEMS},
    )
    @action(detail=False, methods=["post"], url_path="complete_at_desk", url_name="complete-at-counter")
    def complete_at_counter(self, request: Request) -> Response:
        """Receive, make, release and return what a person brings, in one call."""
        given = read(CounterCompletionSerializer, request)
        call, own = desk_call(request, Act.COMPLETE_AT_DESK)
        filing = counter_filing(given, own, today=call.at.date())
        repeated = was_opened(call.part(Act.RECEIVE, Act.COMPLETE_AT_DESK).key)
        dossier = complete_at_desk(filing, call=call, completion=completion_of(given))
        return answer(dossier, call, repeated=repeated, created=True)

    @act_route(Act.RECEIVE, StatedLimitSerializer)
    def receive(self, request: Request, code: str) -> Response:
        """Accept a dossier sent online: its time limit starts."""
        given = read(StatedLimitSerializer, request)
        act = partial(receive_dossier, stated_limit=stated_limit(given["time_limit"]), basis=given["basis"])
        return self.perform(request, code, act)

    @act_route(Act.COMPLETE_AT_DESK, CompletionSerializer)
    def complete_at_desk(self, request: Request, code: str) -> Response:
        """Receive, make, release and return a dossier that waits, in one call."""
        act = partial(complete_at_desk, completion=completion_of(read(CompletionSerializer, request)))
        return self.perform(request, code, act, key_act=Act.RECEIVE)

    @act_route(Act.DECLINE, DeclineSerializer)
    def decline(self, request: Request, code: str) -> Response:
        """Refuse to receive, with a ground of the law; form 03."""
        return self.perform(request, code, partial(decline_dossier, **read(DeclineSerializer, request)))

    @act_route(Act.REQUEST_SUPPLEMENT, RequestSupplementSerializer)
    def request_supplement(self, request: Request, code: str) -> Response:
        """Ask for everything that is missing, once; form 02."""
        return self.perform(request, code, partial(request_supplement, **read(RequestSupplementSerializer, request)))


def desk_call(request: Request, act: Act) -> tuple[ActCall, Commune]:
    """Return the call of a desk officer with his commune.

    Raises ActNotYours for whoever works in no commune.
    """
    office = office_of(request)
    if office is None or office.commune is None:
        raise not_yours(opening(act))
    return call_of(request, officer(office)), office.commune


def completion_of(given: dict[str, object]) -> Completion:
    """Return how it ends, out of what was sent."""
    words = {name: given[name] for name in COMPLETION}
    return Completion(signer_id=words.pop("signer"), **words)  # type: ignore[arg-type]  # the serializer made the types
