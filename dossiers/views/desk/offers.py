"""Which acts this person may do now on a dossier, and which expected one is missing and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.permissions import Post
from dossiers.access import may_act, not_yours, whose
from dossiers.actors import Actor
from dossiers.errors import AlreadyExtended, MoveNotAllowed
from dossiers.models import Dossier
from dossiers.offered import leader_declines, needs_leader, offered_moves, open_moves, require_may_decline
from dossiers.selectors.office_dossier import OfficeDossier
from dossiers.states import PAUSED, TERMINAL, Act, DossierState, Move, Role

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
    there = {move.act for move in offered_moves(dossier, actor, office.suspensions, missing_papers)}
    expected = expected_act(office)
    order = sorted(there, key=lambda act: (act is not expected, act in DANGEROUS, list(Act).index(act)))
    offers = [_offer(dossier, act, primary=act is expected) for act in order]
    return Offers(offers, _missing(office, actor, expected, there, missing_papers))


def expected_act(office: OfficeDossier) -> Act | None:
    """Return the act that moves the dossier on; None where it has come to its end."""
    dossier, step = office.dossier, office.open_step
    if any(move.act is Act.COMPLETE_AT_DESK for move in open_moves(dossier, office.suspensions)):
        return Act.COMPLETE_AT_DESK
    if dossier.state == DossierState.PROCESSING and step is not None and step.post == Post.CLERK:
        return Act.RELEASE_RESULT
    return EXPECTED.get(DossierState(dossier.state))


def _offer(dossier: Dossier, act: Act, *, primary: bool) -> Offer:
    variant = "primary" if primary else "danger" if act in DANGEROUS else "secondary"
    at_once = act is Act.RECEIVE and dossier.procedure_version.time_limit is not None
    return Offer(act, LABELS.get(act, act.label), act_url(dossier, act), KEYS.get(act, ""), variant, at_once)


def act_url(dossier: Dossier, act: Act) -> str:
    return reverse("desk_act", args=[dossier.code, act.value.replace("_", "-")])


def _missing(office: OfficeDossier, actor: Actor, expected: Act | None, there: set[Act], missing_papers: Sequence[str]) -> str:
    dossier = office.dossier
    if dossier.state in TERMINAL:
        return f"{dossier.state_label}. Không còn việc phải làm."
    lines = []
    if missing_papers and dossier.state == DossierState.SUBMITTED:
        lines.append(f"Chưa tiếp nhận được: còn thiếu {', '.join(missing_papers)}.")
    elif expected is not None and expected not in there:
        lines.append(f"Chưa làm được: {expected.label}, vì {_reason(office, expected)}.")
    if dossier.state in PAUSED and dossier.state != DossierState.WITHDRAWAL_REQUESTED:
        lines.append("Chưa làm được: Chuyển bước, vì đang chờ công dân.")
    if needs_leader(actor.post, office.suspensions) and _moves_of(office, Act.REQUEST_SUPPLEMENT):
        lines.append("Bổ sung lần 2 phải có lãnh đạo duyệt.")
    if leader_declines(actor.post, dossier.procedure_version) and _moves_of(office, Act.DECLINE):
        lines.append("Từ chối hồ sơ này do lãnh đạo quyết định.")
    return " ".join(lines)


def _reason(office: OfficeDossier, act: Act) -> str:
    moves = _moves_of(office, act)
    if not moves:
        return f"hồ sơ đang ở trạng thái “{office.dossier.state_label}”"
    holder = office.dossier.assignee
    if Role.OWNER in moves[0].who and holder is not None:
        return f"{holder.full_name} đang giữ hồ sơ"
    return f"đây là việc của {whose(moves[0])}"


def require_offered(office: OfficeDossier, actor: Actor, act: Act) -> None:
    """Raise what the act itself would raise if this person asked for it now.

    Raises:
        MoveNotAllowed, ActNotYours, DeclineNeedsLeader, AlreadyExtended.
    """
    moves = _moves_of(office, act)
    if not moves:
        raise MoveNotAllowed(office.dossier.code, act.label, office.dossier.state_label)
    if not any(may_act(actor, office.dossier, move) for move in moves):
        raise not_yours(moves[0])
    if act is Act.DECLINE:
        require_may_decline(actor.post, office.dossier.procedure_version)
    letter = office.extension
    if act is Act.EXTEND and letter is not None and letter.issued_at is not None:
        raise AlreadyExtended(letter.number)


def _moves_of(office: OfficeDossier, act: Act) -> list[Move]:
    return [move for move in open_moves(office.dossier, office.suspensions) if move.act is act]
