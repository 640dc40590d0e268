"""One life: what the acts would have done to a dossier between its filing and the present.

The clock is the real one (dossiers.deadlines over the pinned calendar). Moments that lie in the future do not happen.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from random import Random

from django.conf import settings

from accounts.permissions import Post
from dossiers.acts import complete_at_desk, decline, receive, request_supplement, stop
from dossiers.deadlines import clock_for, minutes_left, start_clock
from dossiers.models import Channel, Delivery, Dossier
from dossiers.offered import leader_declines
from dossiers.replay import mix
from dossiers.replay.arrivals import Arrival
from dossiers.replay.life import Life, StillToCome
from dossiers.states import Act, DossierState, Role, Stage

S = DossierState
STEP_OF_THE_SPECIALIST = 1


def play(arrival: Arrival, dossier: Dossier, *, present: datetime, dice: Random) -> Life:
    """Return the life of a dossier from its filing up to `present`, which itself has not happened yet."""
    life = Life(arrival, present, dice, dossier)
    with suppress(StillToCome):
        _open(life)
    life.note_overdue(present)
    return life


def _open(life: Life) -> None:
    if life.arrival.channel == Channel.ONLINE:
        received_at = _wait_for_reception(life)
        if received_at is None:
            return
    else:
        received_at = life.arrival.at
    _receive(life, received_at)
    if life.arrival.offer.version.is_immediate and life.arrival.channel == Channel.DIRECT:
        _complete_at_desk(life, received_at)
    else:
        _process(life, received_at)


def _wait_for_reception(life: Life) -> datetime | None:
    """Play an online filing up to its reception; None if it never comes to that."""
    dice, dossier, sent_at = life.dice, life.dossier, life.arrival.at
    life.happen(Act.SUBMIT, sent_at, Role.CITIZEN, S.SUBMITTED)
    dossier.submitted_at = sent_at
    dossier.response_due_at = _answer_by(life, sent_at)
    answered_at = life.after(sent_at, _minutes_till_answer(dice))
    fate = dice.random()
    if fate < mix.DECLINED:
        life.happen(Act.DECLINE, answered_at, _who_declines(life), S.DECLINED, form="03", series=decline.SLIP)
        return None
    fate -= mix.DECLINED
    if fate < mix.WITHDRAWN_BEFORE_RECEPTION:
        life.happen(Act.WITHDRAW, answered_at, Role.CITIZEN, S.STOPPED)
        return None
    if fate < mix.WITHDRAWN_BEFORE_RECEPTION + mix.ASKED_AT_RECEPTION:
        answered_at = _ask(life, Stage.RECEPTION, answered_at, Post.DESK_OFFICER, S.SUBMITTED)
        dossier.response_due_at = _answer_by(life, answered_at)
        return life.after(answered_at, _minutes_till_answer(dice))
    return answered_at


def _minutes_till_answer(dice: Random) -> int:
    allowed = settings.RESPONSE_WORKING_MINUTES
    if dice.random() < mix.ANSWERED_LATE_BY_DESK:
        return allowed + dice.randrange(30, 600)
    return int(allowed * dice.betavariate(1.3, 3))


def _answer_by(life: Life, sent_at: datetime) -> datetime:
    calendar = life.arrival.receiving.calendar
    return calendar.add_working_minutes(calendar.effective_start(sent_at), settings.RESPONSE_WORKING_MINUTES)


def _who_declines(life: Life) -> Post:
    by_leader = leader_declines(Post.DESK_OFFICER, life.arrival.offer.version)
    return Post.COMMUNE_LEADER if by_leader else Post.DESK_OFFICER


def _ask(life: Life, stage: Stage, at: datetime, post: Post, back_to: DossierState) -> datetime:
    """Ask for a supplement and return when it came.

    Raises:
        StillToCome: it has not come, or never will.
    """
    life.happen(Act.REQUEST_SUPPLEMENT, at, post, S.AWAITING_SUPPLEMENT, form="02", series=request_supplement.SLIP)
    calendar = life.arrival.competent.calendar
    answer_by = calendar.closing_after(calendar.effective_start(at).date(), settings.SUPPLEMENT_WORKING_DAYS)
    life.suspend(stage, at, answer_by=answer_by)
    life.dossier.supplement_due_at = answer_by
    if life.dice.random() < mix.NEVER_ANSWERED:
        raise StillToCome
    answered_at = life.after(at, life.dice.randrange(120, 3000))
    life.happen(Act.SUPPLEMENT, answered_at, Role.CITIZEN, back_to)
    suspension = life.suspensions[-1]
    suspension.ended_at, life.dossier.supplement_due_at, life.dossier.remaining_minutes = answered_at, None, None
    if suspension.remaining_minutes:
        due_at = calendar.add_working_minutes(answered_at, suspension.remaining_minutes)
        life.set_clock(clock_for(due_at, answered_at, calendar, soon_days=settings.DUE_SOON_WORKING_DAYS))
    return answered_at


def _receive(life: Life, at: datetime) -> None:
    offer, unit, dossier = life.arrival.offer, life.arrival.competent, life.dossier
    life.happen(Act.RECEIVE, at, Post.DESK_OFFICER, S.RECEIVED, form="01", series=receive.SLIP)
    dossier.calendar_revision_id = unit.revision_id
    dossier.time_limit_rule = offer.limit.rule
    dossier.received_at = at
    life.set_clock(start_clock(offer.limit, at, unit.calendar, soon_days=settings.DUE_SOON_WORKING_DAYS))
    dossier.original_due_at = dossier.due_at
    life.hand_over(offer.steps[0], at)


def _complete_at_desk(life: Life, at: datetime) -> None:
    """Four acts of one officer at one moment."""
    life.happen(Act.FORWARD, at, Post.DESK_OFFICER, S.PROCESSING)
    life.hand_over(life.arrival.offer.steps[-1], at)
    life.happen(Act.RELEASE_RESULT, at, Post.DESK_OFFICER, S.RESULT_READY, series=complete_at_desk.SERIES)
    life.leave(at)
    life.released_at = at
    life.happen(Act.RETURN_RESULT, at, Post.DESK_OFFICER, S.RETURNED)


def _process(life: Life, received_at: datetime) -> None:
    """Forward step by step, with what may come between, and release."""
    dice, steps = life.dice, life.arrival.offer.steps
    fates: list[tuple[float, Callable[[Life, datetime], None]]] = [
        (mix.LATE * life.arrival.competent.temper, _finish_late),
        (mix.STUCK * life.arrival.competent.temper, _lie),
        (mix.ASKED_AT_APPRAISAL, _finish_after_supplement),
        (mix.WITHDRAWN, _withdraw),
        (mix.STOPPED, _stop),
    ]
    at = life.after(received_at, dice.randrange(3, 60))
    life.happen(Act.FORWARD, at, Post.DESK_OFFICER, S.PROCESSING)
    life.hand_over(steps[STEP_OF_THE_SPECIALIST], at)
    drawn = dice.random()
    for share, fate in fates:
        if drawn < share:
            return fate(life, at)
        drawn -= share
    return _finish(life, at, _minutes_in_time(life, at))


def _minutes_in_time(life: Life, at: datetime) -> int:
    left = _minutes_left(life, at)
    return min(int(left * life.dice.betavariate(2.2, 1.5)), left - 1)


def _minutes_left(life: Life, at: datetime) -> int:
    due_at = life.dossier.due_at
    return minutes_left(due_at, at, life.arrival.competent.calendar) if due_at else 0


def _finish(life: Life, at: datetime, minutes: int) -> None:
    """Pass the dossier through the steps that are left and release it `minutes` of office hours after `at`."""
    plan = life.arrival.offer.steps[STEP_OF_THE_SPECIALIST + 1 :]
    holder = life.stays[-1].step.post
    spent = 0
    for number, step in enumerate(plan, start=1):
        spent = max(spent + 1, int(minutes * (0.6 + 0.35 * number / len(plan))))
        moment = life.after(at, spent)
        life.happen(Act.FORWARD, moment, holder, S.PROCESSING)
        life.hand_over(step, moment)
        holder = step.post
    released_at = life.after(at, max(minutes, spent + 1))
    life.happen(Act.RELEASE_RESULT, released_at, Post.CLERK, S.RESULT_READY)
    life.leave(released_at)
    life.released_at = released_at
    _return(life, released_at)


def _return(life: Life, released_at: datetime) -> None:
    dice = life.dice
    if dice.random() < mix.NEVER_COLLECTED:
        return
    waits = {Delivery.ELECTRONIC: (1, 30), Delivery.POST: (480, 1500), Delivery.COUNTER: (5, 1400)}
    life.happen(Act.RETURN_RESULT, life.after(released_at, dice.randrange(*waits[life.arrival.delivery])), Post.DESK_OFFICER, S.RETURNED)


def _finish_late(life: Life, at: datetime) -> None:
    _finish(life, at, _minutes_left(life, at) + 30 + int(life.dice.expovariate(1 / 900)))


def _lie(life: Life, at: datetime) -> None:
    """Nothing happens any more: the dossier stays on a desk and runs late."""


def _finish_after_supplement(life: Life, at: datetime) -> None:
    asked_at = life.after(at, _minutes_left(life, at) // 4)
    answered_at = _ask(life, Stage.APPRAISAL, asked_at, life.stays[-1].step.post, S.PROCESSING)
    _finish(life, answered_at, _minutes_in_time(life, answered_at))


def _withdraw(life: Life, at: datetime) -> None:
    asked_at = life.after(at, _minutes_left(life, at) // 3)
    life.happen(Act.WITHDRAW, asked_at, Role.CITIZEN, S.WITHDRAWAL_REQUESTED)
    life.suspend(Stage.WITHDRAWAL, asked_at)
    approved_at = life.after(asked_at, life.dice.randrange(60, 900))
    life.happen(Act.APPROVE_WITHDRAWAL, approved_at, Post.COMMUNE_LEADER, S.STOPPED, form="05", series=stop.SLIP)
    life.suspensions[-1].ended_at = approved_at


def _stop(life: Life, at: datetime) -> None:
    stopped_at = life.after(at, _minutes_left(life, at) // 2)
    life.happen(Act.STOP, stopped_at, Post.COMMUNE_LEADER, S.STOPPED, form="05", series=stop.SLIP)
    life.leave(stopped_at)
