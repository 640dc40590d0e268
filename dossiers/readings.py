"""The log of who of the office opened whose record, and why. Source: docs/legal/personal-data.md."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Membership
from dossiers.models import Dossier, RecordReading

OPENED = "Mở hồ sơ"
PURPOSE_LENGTH = 120


def note_reading(dossier: Dossier, membership: Membership, purpose: str, at: datetime) -> None:
    """Note that somebody of the office opened a dossier; the same purpose within the hour is noted once."""
    _note([dossier.pk], membership, purpose, at)


def note_found(codes: Iterable[str], membership: Membership, purpose: str, at: datetime) -> None:
    """Note that a person's number led somebody of the office to these dossiers; likewise once an hour. Two queries."""
    _note(Dossier.objects.filter(code__in=codes).order_by("pk").values_list("pk", flat=True), membership, purpose, at)


def _note(dossier_ids: Iterable[int], membership: Membership, purpose: str, at: datetime) -> None:
    hour = at.replace(minute=0, second=0, microsecond=0)
    common = {"reader": membership.user, "post": membership.post, "purpose": purpose[:PURPOSE_LENGTH], "hour": hour}
    RecordReading.objects.bulk_create([RecordReading(dossier_id=pk, **common) for pk in dossier_ids], ignore_conflicts=True)
