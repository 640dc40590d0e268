"""In time or late as the 766 index counts it: by the appointment without the new one, and by how often was asked.

Source: docs/legal/time-limits.md#classification, docs/legal/one-stop.md#apology, docs/legal/one-stop.md#supplement
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings

from dossiers.models import Dossier, Extension, Suspension
from dossiers.offered import times_asked
from dossiers.selectors.derivation import derivation_of


class Apology(StrEnum):
    """Whether the office apologised, as the reports split late dossiers."""

    NONE = "chưa có thư xin lỗi"
    IN_TIME = "đã có thư xin lỗi"
    LATE = "xin lỗi sau hạn"


@dataclass(frozen=True, slots=True)
class IndexStanding:
    """How a dossier counts. `due_at` and `ended_at` are what was compared; `why` says in words what made it late, else empty."""

    is_late: bool
    why: str
    apology: Apology
    due_at: datetime
    ended_at: datetime


def index_standing(
    dossier: Dossier, suspensions: Sequence[Suspension], extension: Extension | None, *, at: datetime
) -> IndexStanding | None:
    """Return how a dossier counts for the index at `at`, the end of the period; None where no appointment was made.

    More than one request for a supplement makes it late. A new appointment does not put it back in time, unless the setting
    INDEX_TAKES_EXTENDED_DATE says that the index takes the date that was sent last. What was waited for is subtracted.
    """
    due_at = _due_for_index(dossier, suspensions, extension)
    if due_at is None:
        return None
    ended_at = _end(dossier, suspensions, at)
    asked = times_asked(suspensions)
    why = f"đã yêu cầu bổ sung {asked} lần" if asked > 1 else "sau hẹn trả" if ended_at > due_at else ""
    return IndexStanding(bool(why), why, apology_of(extension), due_at, ended_at)


def apology_of(extension: Extension | None) -> Apology:
    """Return whether a letter was issued, and whether before the appointment it apologises for had passed."""
    if extension is None or extension.issued_at is None or extension.due_before is None:
        return Apology.NONE
    return Apology.LATE if extension.is_late else Apology.IN_TIME


def _due_for_index(dossier: Dossier, suspensions: Sequence[Suspension], extension: Extension | None) -> datetime | None:
    is_moved = extension is not None and extension.issued_at is not None
    if not is_moved or settings.INDEX_TAKES_EXTENDED_DATE:
        return dossier.due_at
    derivation = derivation_of(dossier, suspensions, None)
    return derivation.due_at if derivation else dossier.original_due_at


def _end(dossier: Dossier, suspensions: Sequence[Suspension], at: datetime) -> datetime:
    """Return the end of processing: the result, else the end; a stop from which the office never went on is where it ended."""
    end = dossier.finished_at or at
    waiting = [stop.started_at for stop in suspensions if stop.ended_at is None or stop.ended_at == dossier.finished_at]
    return min([end, *waiting])
