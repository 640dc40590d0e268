"""The standing orders as data: which rows, which act, which column remembers, whom to tell."""

from dataclasses import dataclass
from enum import Enum

from dossiers.states import CLOCK_RUNNING, Act, DossierState
from notifications.kinds import NoticeKind


class Told(Enum):
    """Who in the office hears of it; whoever stands in for one of them today hears of it too."""

    HOLDER_OR_DESK = "who holds it, or the desk of the receiving unit where nobody does"
    DESK = "the desk officers of the receiving unit"
    LEADERS = "the leaders of the competent unit"
    LEADERS_OF_DESK = "the leaders of the receiving unit"


@dataclass(frozen=True, slots=True)
class Sweep:
    """A standing order: rows whose moment `due_column` has passed and whose `noted_column` is empty, in `states`.

    `warns`: noted from the moment on, but not once the dossier is overdue, and told as one digest a person.
    `of_steps`: moment, flag and holder are those of the open step. `silences`: warnings that come too late from then on.
    `drafts_apology`: form 04 is drafted; a dossier that had its apology is passed over in silence.
    """

    act: Act
    due_column: str
    noted_column: str
    states: tuple[DossierState, ...]
    told: tuple[Told, ...]
    tells_officer: NoticeKind
    tells_citizen: NoticeKind | None = None
    warns: bool = False
    of_steps: bool = False
    silences: tuple[str, ...] = ()
    drafts_apology: bool = False


_RUNNING = tuple(sorted(CLOCK_RUNNING))

OVERDUE = Sweep(
    Act.NOTE_OVERDUE,
    "due_at",
    "overdue_noted_at",
    _RUNNING,
    (Told.HOLDER_OR_DESK,),
    NoticeKind.OVERDUE_OFFICER,
    NoticeKind.OVERDUE_CITIZEN,
    silences=("due_soon_noted_at", "apology_noted_at"),
)
RESPONSE_OVERDUE = Sweep(
    Act.NOTE_RESPONSE_OVERDUE,
    "response_due_at",
    "response_noted_at",
    (DossierState.SUBMITTED,),
    (Told.DESK, Told.LEADERS_OF_DESK),
    NoticeKind.RESPONSE_OVERDUE_OFFICER,
    NoticeKind.RESPONSE_OVERDUE_CITIZEN,
)
STEP_OVERDUE = Sweep(
    Act.NOTE_STEP_OVERDUE,
    "due_at",
    "overdue_noted_at",
    _RUNNING,
    (Told.HOLDER_OR_DESK,),
    NoticeKind.STEP_OVERDUE,
    of_steps=True,
)
SUPPLEMENT_EXPIRED = Sweep(
    Act.NOTE_SUPPLEMENT_EXPIRED,
    "supplement_due_at",
    "supplement_noted_at",
    (DossierState.AWAITING_SUPPLEMENT,),
    (Told.HOLDER_OR_DESK,),
    NoticeKind.SUPPLEMENT_EXPIRED_OFFICER,
    NoticeKind.SUPPLEMENT_EXPIRED_CITIZEN,
)
APOLOGY_DUE = Sweep(
    Act.NOTE_APOLOGY_DUE,
    "apology_due_at",
    "apology_noted_at",
    _RUNNING,
    (Told.HOLDER_OR_DESK, Told.LEADERS),
    NoticeKind.APOLOGY_DUE,
    warns=True,
    drafts_apology=True,
)
DUE_SOON = Sweep(
    Act.NOTE_DUE_SOON,
    "due_soon_at",
    "due_soon_noted_at",
    _RUNNING,
    (Told.HOLDER_OR_DESK, Told.LEADERS),
    NoticeKind.DUE_SOON,
    warns=True,
)

# What is late comes before what will be: overdue silences the warnings that come too late.
ORDERS = (OVERDUE, RESPONSE_OVERDUE, STEP_OVERDUE, SUPPLEMENT_EXPIRED, APOLOGY_DUE, DUE_SOON)
