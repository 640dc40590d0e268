"""The log of who of the office opened whose record, and why. Source: docs/legal/personal-data.md."""

from datetime import datetime

from accounts.models import Membership
from dossiers.models import Dossier, RecordReading

OPENED = "Mở hồ sơ"
PURPOSE_LENGTH = 120


def note_reading(dossier: Dossier, membership: Membership, purpose: str, at: datetime) -> None:
    """Note that somebody of the office opened a dossier; the same purpose within the hour is noted once."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    row = RecordReading(dossier=dossier, reader=membership.user, post=membership.post, purpose=purpose[:PURPOSE_LENGTH], hour=hour)
    RecordReading.objects.bulk_create([row], ignore_conflicts=True)
