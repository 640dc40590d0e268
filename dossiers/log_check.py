"""Checking the whole log: every chain of every dossier, its head, and the state its last event left."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import F

from dossiers.chain import first_broken
from dossiers.models import Dossier, DossierEvent
from dossiers.states import Act, DossierState

AT_ONCE = 2_000

_EVENT = (
    "seq",
    "at",
    "act",
    "actor_id",
    "post",
    "unit_id",
    "from_state",
    "to_state",
    "act_key",
    "artefact",
    "payload_sha256",
    "prev_hash",
    "hash",
)
_HEAD = ("pk", "code", "state", "last_seq", "last_hash")


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold in one dossier; `seq` is the event at which it shows."""

    code: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the check has come: dossiers and events seen so far, and the faults of the last portion."""

    dossiers: int
    events: int
    faults: tuple[Fault, ...]


def check_log() -> Iterator[Checked]:
    """Check dossier after dossier, in order of their ids; yield after each portion.

    A portion is read in one statement, so that an act that commits meanwhile cannot look like a broken chain.
    """
    last, dossiers, events = 0, 0, 0
    while rows := _rows_after(last):
        faults: list[Fault] = []
        for _, group in groupby(rows, key=itemgetter("pk")):
            of_dossier = list(group)
            dossiers += 1
            events += sum(row["event_seq"] is not None for row in of_dossier)
            faults += _faults(of_dossier)
        last = rows[-1]["pk"]
        yield Checked(dossiers, events, tuple(faults))


def _rows_after(last: int) -> list[dict[str, Any]]:
    portion = Dossier.objects.filter(pk__gt=last).order_by("pk").values("pk")[:AT_ONCE]
    event = {f"event_{name}": F(f"events__{name}") for name in _EVENT}
    return list(Dossier.objects.filter(pk__in=portion).order_by("pk", "events__seq").values(*_HEAD, **event))


def _faults(rows: list[dict[str, Any]]) -> Iterator[Fault]:
    head = rows[0]
    events = [_event(row) for row in rows if row["event_seq"] is not None]
    if not events:
        yield Fault(head["code"], 0, "không có sự kiện nào")
        return
    broken = first_broken(events, last_seq=head["last_seq"], last_hash=bytes(head["last_hash"]))
    if broken is not None:
        yield Fault(head["code"], broken, "chuỗi băm đứt")
    elif events[-1].to_state != head["state"]:
        state, left = DossierState(head["state"]).label, Act(events[-1].act).label
        yield Fault(head["code"], events[-1].seq, f"trạng thái “{state}” không phải do hành vi cuối “{left}” để lại")


def _event(row: dict[str, Any]) -> DossierEvent:
    return DossierEvent(dossier_id=row["pk"], **{name: row[f"event_{name}"] for name in _EVENT})
