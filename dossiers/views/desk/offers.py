"""Which acts this person may do now on a dossier, and which expected one is missing and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.permissions import Post
from dossiers.access import may_act, whose
from dossiers.actors import Actor
from dossiers.acts.complete_at_desk import is_made_at_once
from dossiers.errors import ActNotYours, MoveNotAllowed
from dossiers.models import Dossier
from dossiers.selectors.office_dossier import OfficeDossier
from dossiers.states import PAUSED, TERMINAL, Act, DossierState, Move, Role, Stage, moves_from

LABELS = {
    Act.RECEIVE: "Tiếp nhận và in phiếu 01",
    Act.SUPPLEMENT: "Ghi nhận đã bổ sung",
    Act.CANCEL_WITHDRAWAL: "Không đồng ý cho rút",
}
KEYS = {
    Act.RECEIVE: "F9",
    Act.COMPLETE_AT_DESK: "F9",
    Act.RETURN_RESULT: "F9",
    Act.REQUEST_SUPPLEMENT: "F8",
    Act.DECLINE: "Shift+F8",
    Act.FORWARD: "Alt+C",
    Act.SUPPLEMENT: "Alt+U",
    Act.RELEASE_RESULT: "Alt+K",
}
DANGEROUS = frozenset({Act.DECLINE, Act.STOP})
EXPECTED = {
    DossierState.SUBMITTED: Act.RECEIVE,
    DossierState.RECEIVED: Act.FORWARD,
    DossierState.PROCESSING: Act.FORWARD,
    DossierState.AWAITING_SUPPLEMENT: Act.SUPPLEMENT,
    DossierState.WITHDRAWAL_REQUESTED: Act.APPROVE_WITHDRAWAL,
    DossierState.RESULT_READY: Act.RETURN_RESULT,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as a button. `at_once`: nothing is to be filled in, the button itself does it."""

    act: Act
    label: str
    url: str
    key: str
    variant: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    """The acts in the order of their buttons, the expected one first; `missing` says in a line what is not there and why."""

    acts: Sequence[Offer]
    missing: str


def offers_for(office: OfficeDossier, actor: Actor, missing_papers: Sequence[str]) -> Offers:
    """Return what this person may do now."""
    dossier = office.dossier
    moves = {move.act: move for move in _moves(office) if may_act(actor, dossier, move)}
    blocked = bool(missing_papers) and dossier.state == DossierState.SUBMITTED
    if blocked:
        moves = {act: move for act, move in moves.items() if act not in {Act.RECEIVE, Act.COMPLETE_AT_DESK}}
    if _needs_leader(office) and actor.post != Post.COMMUNE_LEADER:
        moves.pop(Act.REQUEST_SUPPLEMENT, None)
    expected = expected_act(office)
    order = sorted(moves, key=lambda act: (act is not expected, act in DANGEROUS, list(Act).index(act)))
    offers = [_offer(dossier, act, primary=act is expected) for act in order]
    return Offers(offers, _missing(office, expected, set(moves), missing_papers if blocked else ()))


def _moves(office: OfficeDossier) -> list[Move]:
    """Return the moves out of the present state; what is made at the counter at once only where it may be."""
    suspension = office.open_suspension
    moves = moves_from(office.dossier.state, suspension.stage if suspension else None)
    at_once = is_made_at_once(office.dossier)
    return [move for move in moves if at_once or move.act is not Act.COMPLETE_AT_DESK]


def expected_act(office: OfficeDossier) -> Act | None:
    """Return the act that moves the dossier on; None where it has come to its end."""
    dossier = office.dossier
    if dossier.state == DossierState.SUBMITTED and is_made_at_once(dossier):
        return Act.COMPLETE_AT_DESK
    step = office.open_step
    if dossier.state == DossierState.PROCESSING and step is not None and step.post == Post.CLERK:
        return Act.RELEASE_RESULT
    return EXPECTED.get(DossierState(dossier.state))


def _needs_leader(office: OfficeDossier) -> bool:
    """Tell whether a supplement was asked for before. Source: docs/legal/one-stop.md#supplement."""
    return any(each.stage != Stage.WITHDRAWAL for each in office.suspensions)


def _offer(dossier: Dossier, act: Act, *, primary: bool) -> Offer:
    variant = "primary" if primary else "danger" if act in DANGEROUS else "secondary"
    at_once = act is Act.RECEIVE and dossier.procedure_version.time_limit is not None
    return Offer(act, LABELS.get(act, act.label), act_url(dossier, act), KEYS.get(act, ""), variant, at_once)


def act_url(dossier: Dossier, act: Act) -> str:
    return reverse("desk_act", args=[dossier.code, act.value.replace("_", "-")])


def _missing(office: OfficeDossier, expected: Act | None, there: set[Act], missing_papers: Sequence[str]) -> str:
    dossier = office.dossier
    if dossier.state in TERMINAL:
        return f"{dossier.state_label}. Không còn việc phải làm."
    lines = []
    if missing_papers:
        lines.append(f"Chưa tiếp nhận được: còn thiếu {', '.join(missing_papers)}.")
    elif expected is not None and expected not in there:
        lines.append(f"Chưa làm được: {expected.label}, vì {_reason(office, expected)}.")
    if dossier.state in PAUSED and dossier.state != DossierState.WITHDRAWAL_REQUESTED:
        lines.append("Chưa làm được: Chuyển bước, vì đang chờ công dân.")
    if _needs_leader(office) and Act.REQUEST_SUPPLEMENT not in there and dossier.state in {DossierState.SUBMITTED, DossierState.PROCESSING}:
        lines.append("Bổ sung lần 2 phải có lãnh đạo duyệt.")
    return " ".join(lines)


def _reason(office: OfficeDossier, act: Act) -> str:
    move = next((each for each in _moves(office) if each.act is act), None)
    if move is None:
        return f"hồ sơ đang ở trạng thái “{office.dossier.state_label}”"
    holder = office.dossier.assignee
    if Role.OWNER in move.who and holder is not None:
        return f"{holder.full_name} đang giữ hồ sơ"
    return f"đây là việc của {whose(move)}"


def require_offered(office: OfficeDossier, actor: Actor, act: Act) -> None:
    """Raise what the act itself would raise if this person asked for it now.

    Raises:
        MoveNotAllowed, ActNotYours.
    """
    moves = [move for move in _moves(office) if move.act is act]
    if not moves:
        raise MoveNotAllowed(office.dossier.code, act.label, office.dossier.state_label)
    if not any(may_act(actor, office.dossier, move) for move in moves):
        raise ActNotYours(act.label, whose(moves[0]))
