"""Columns and constraints of dossiers, one subject a file."""

from dossiers.models.dossier import FAR_FUTURE, Channel, Delivery, Dossier
from dossiers.models.event import DossierEvent, EventFeed, EventNote
from dossiers.models.file import DossierFile, ReceivedPaper
from dossiers.models.filing import Declaration, Draft, DraftFile
from dossiers.models.party import DossierParty, PartyRole, Relation
from dossiers.models.reading import RecordReading
from dossiers.models.register import Counter
from dossiers.models.watch import ClockDifference, DailyRun, Escalation, EscalationRule, EscalationTold, Extension
from dossiers.models.work import DossierStep, Result, SupplementItem, Suspension

__all__ = [
    "FAR_FUTURE",
    "Channel",
    "ClockDifference",
    "Counter",
    "DailyRun",
    "Declaration",
    "Delivery",
    "Dossier",
    "DossierEvent",
    "DossierFile",
    "DossierParty",
    "DossierStep",
    "Draft",
    "DraftFile",
    "Escalation",
    "EscalationRule",
    "EscalationTold",
    "EventFeed",
    "EventNote",
    "Extension",
    "PartyRole",
    "ReceivedPaper",
    "RecordReading",
    "Relation",
    "Result",
    "SupplementItem",
    "Suspension",
]
