"""Writing a dossier that did not exist: its own row last, because the counter behind its code makes others wait."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import User
from communes.models import Commune
from core.clock import ZONE
from dossiers.actors import ActCall
from dossiers.acts._shared import new_event, place_in, reserve_dossier_id, store_event
from dossiers.codes import allocate_dossier_code, new_link_key, new_track_key
from dossiers.models import Channel, Delivery, Dossier
from dossiers.states import Act, DossierState
from procedures.models import ProcedureVersion


def new_dossier(
    version: ProcedureVersion,
    receiving: Commune,
    competent: Commune,
    *,
    channel: Channel,
    delivery: Delivery,
    at: datetime,
    key: UUID | None,
) -> Dossier:
    """Return an unsaved dossier with its id already reserved, so that people, files and papers can be written before it."""
    return Dossier(
        pk=reserve_dossier_id(),
        cohort=at.astimezone(ZONE).year,
        opening_key=key,
        procedure_version=version,
        receiving_unit=receiving,
        competent_unit=competent,
        channel=channel,
        delivery=delivery,
        listed_at=at,
        track_key=new_track_key(),
        link_key=new_link_key(),
    )


def store_new(dossier: Dossier, act: Act, to: DossierState, call: ActCall, payload: bytes, **words: Any) -> None:
    """Give the code, insert the dossier and its first event. The last step of an opening act, before its notices."""
    place_in(dossier, to, call.at)
    event = new_event(dossier, act, call, None, payload, artefact=words.pop("artefact", ""))
    dossier.code = allocate_dossier_code(settings.UNIT_PREFIX, dossier.receiving_unit, call.at.astimezone(ZONE).date())
    dossier.save(force_insert=True)
    store_event(event, **words)


def filer_of(call: ActCall) -> User | None:
    """Return the account of the person filing: the citizen himself, nobody's when an officer assists."""
    return call.actor.user if call.actor.is_citizen else None
