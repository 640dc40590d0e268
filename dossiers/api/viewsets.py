"""Dossiers over HTTP: what the caller may see, and every act somebody may perform, each with its door."""

from accounts.api.doors import BehindDoors, Door
from dossiers.api.acts_of_citizen import ActsOfCitizen
from dossiers.api.acts_of_desk import ActsOfDesk
from dossiers.api.acts_of_office import ActsOfOffice
from dossiers.api.reading import ReadingDossiers
from dossiers.models import Dossier
from dossiers.states import Act

CODE_PATTERN = r"[0-9A-Za-z.\-_]{1,60}"  # wide: a wrong code is an answer of ours, not of the router


class DossierViewSet(BehindDoors, ReadingDossiers, ActsOfDesk, ActsOfOffice, ActsOfCitizen):
    """Dossiers of the caller's office, or the caller's own."""

    doors = {
        "list": Door.SIGNED_IN,
        "retrieve": Door.SIGNED_IN,
        "why": Door.SIGNED_IN,
        "files": Door.SIGNED_IN,
        Act.SUBMIT: Door.MOVES,
        Act.RECEIVE: Door.MOVES,
        "receive_at_counter": Door.MOVES,
        Act.DECLINE: Door.MOVES,
        Act.REQUEST_SUPPLEMENT: Door.MOVES,
        Act.SUPPLEMENT: Door.MOVES,
        Act.FORWARD: Door.MOVES,
        Act.WITHDRAW: Door.MOVES,
        Act.APPROVE_WITHDRAWAL: Door.MOVES,
        Act.CANCEL_WITHDRAWAL: Door.MOVES,
        Act.EXTEND: Door.MOVES,
        Act.STOP: Door.MOVES,
        Act.RELEASE_RESULT: Door.MOVES,
        Act.REOPEN: Door.MOVES,
        Act.RETURN_RESULT: Door.MOVES,
        Act.COMPLETE_AT_DESK: Door.MOVES,
        "complete_at_counter": Door.MOVES,
    }
    queryset = Dossier.objects.order_by("-listed_at", "-pk")  # names the model; rows come through dossiers.access only
    lookup_field = "code"
    lookup_value_regex = CODE_PATTERN
    throttle_scope: str | None = None
