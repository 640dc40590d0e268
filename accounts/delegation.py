"""Naming who stands in while somebody is on leave, and ending it early. Source: docs/legal/one-stop.md#delegation."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.errors import DeputyRefused, LeaveDaysRefused, LeaveNotFound, LeaveNotYours, LeaveOver
from accounts.models import Delegation, Membership, User
from accounts.selectors import colleagues, delegations_between, people_under
from core.clock import ZONE

A_YEAR = timedelta(days=365)  # a leave begins at most so long from today
LONGEST_DAYS = 60  # whoever is away longer hands his dossiers over; a year typed by mistake is caught too
A_DAY = timedelta(days=1)


@transaction.atomic
def delegate(*, actor: Membership, person: User, deputy: User, from_day: date, to_day: date, at: datetime, note: str = "") -> Delegation:
    """Let `deputy` stand in for `person` in the actor's commune from a day to a day, both included.

    The same asked again answers the first row.

    Raises:
        LeaveNotYours: neither one's own leave nor that of somebody in one's unit.
        LeaveDaysRefused: past, too far ahead, backward, too long, or days on which the person has a deputy or is one.
        DeputyRefused: oneself, without a post there throughout, or on leave then.

    Source: docs/legal/one-stop.md#delegation
    """
    today = at.astimezone(ZONE).date()
    _require_arrangeable(actor, person.pk, today)
    _require_days(from_day, to_day, today)
    wanted = Delegation(
        user=person,
        deputy=deputy,
        commune=actor.commune,
        from_day=from_day,
        to_day=to_day,
        note=note.strip(),
        made_by=actor.user,
        made_at=at,
    )
    _lock_people(wanted)
    if (same := _same_or_free(wanted)) is not None:
        return same
    _require_deputy(wanted)
    wanted.save(force_insert=True)
    return wanted


@transaction.atomic
def end_delegation(delegation_id: int, *, actor: Membership, at: datetime, at_once: bool) -> Delegation:
    """End a delegation: today still counts, or, `at_once`, yesterday was the last day. Before its first day it is called off.

    Raises:
        LeaveNotFound, LeaveNotYours. LeaveOver: it ends by then anyway, or was called off; it stays as it is.
    """
    today = at.astimezone(ZONE).date()
    rows = Delegation.objects.select_for_update(no_key=True, of=("self",)).select_related("user", "deputy")
    delegation = rows.filter(pk=delegation_id, commune=actor.commune_id).order_by("pk").first()
    if delegation is None:
        raise LeaveNotFound
    _require_arrangeable(actor, delegation.user_id, today)
    last_day = today - A_DAY if at_once else today
    if delegation.last_day <= last_day or delegation.last_day < delegation.from_day:
        raise LeaveOver
    delegation.ended_on = last_day
    delegation.save(update_fields=["ended_on"])
    return delegation


def days_of(delegation: Delegation) -> str:
    """Return the days in words: "24/11–28/11/2026", one day as "24/11/2026"."""
    first, last = delegation.from_day, max(delegation.from_day, delegation.last_day)
    if first == last:
        return f"{first:%d/%m/%Y}"
    return f"{first:%d/%m}–{last:%d/%m/%Y}" if first.year == last.year else f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"


def _require_arrangeable(actor: Membership, person_id: int, today: date) -> None:
    if person_id != actor.user_id and not people_under(actor, today).filter(user=person_id).exists():
        raise LeaveNotYours


def _require_days(first: date, last: date, today: date) -> None:
    if first < today:
        raise LeaveDaysRefused.past(today)
    if first > today + A_YEAR:
        raise LeaveDaysRefused({"from_day": f"Chọn ngày đầu trong một năm tới, chậm nhất {today + A_YEAR:%d/%m/%Y}"})
    if last < first:
        raise LeaveDaysRefused.backward()
    if (last - first).days >= LONGEST_DAYS:
        raise LeaveDaysRefused.too_long(LONGEST_DAYS, first + (LONGEST_DAYS - 1) * A_DAY)


def _lock_people(wanted: Delegation) -> None:
    """Let leaves of the two people be made one after the other: concurrent rows could pass each other's checks, or deadlock."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[wanted.user_id, wanted.deputy_id]).order_by("pk").values("pk"))


def _same_or_free(wanted: Delegation) -> Delegation | None:
    """Return the row that is there already word for word; None where the days are free.

    Raises LeaveDaysRefused where another deputy has them, or the person is a deputy then.
    """
    there = delegations_between(wanted.from_day, wanted.to_day).filter(commune=wanted.commune_id).select_related("user", "deputy")
    if (taken := there.filter(user=wanted.user_id).order_by("from_day", "pk").first()) is not None:
        if (taken.deputy_id, taken.from_day, taken.last_day) == (wanted.deputy_id, wanted.from_day, wanted.to_day):
            return taken
        raise LeaveDaysRefused.taken(wanted.user.full_name, taken.deputy.full_name, days_of(taken))
    if (other := there.filter(deputy=wanted.user_id).order_by("from_day", "pk").first()) is not None:
        raise LeaveDaysRefused.standing_in(wanted.user.full_name, other.user.full_name, days_of(other))
    return None


def _require_deputy(wanted: Delegation) -> None:
    if wanted.deputy_id == wanted.user_id:
        raise DeputyRefused.oneself()
    commune = wanted.commune
    if not _serves_throughout(wanted):
        raise DeputyRefused.without_post(wanted.deputy.full_name, commune.full_name)
    there = delegations_between(wanted.from_day, wanted.to_day).filter(commune=commune)
    if (leave := there.filter(user=wanted.deputy_id).order_by("from_day", "pk").first()) is not None:
        raise DeputyRefused.on_leave(wanted.deputy.full_name, days_of(leave))


def _serves_throughout(wanted: Delegation) -> bool:
    """Tell whether the deputy holds some post of the commune on every one of the days."""
    day = wanted.from_day
    for held in colleagues(wanted.commune_id, day).filter(user=wanted.deputy_id).order_by("valid_from", "pk"):
        if held.valid_from > day:
            return False
        if held.valid_to is None or held.valid_to >= wanted.to_day:
            return True
        day = max(day, held.valid_to + A_DAY)
    return False
