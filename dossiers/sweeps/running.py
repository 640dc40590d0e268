"""Carrying out one standing order once, over at most so many rows."""

from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from accounts.permissions import COMMUNE_POSTS, Post
from core.clock import ZONE
from dossiers.chain import EMPTY_PAYLOAD, GENESIS
from dossiers.states import Role
from dossiers.sweeps.orders import ORDERS, Sweep
from dossiers.sweeps.statement import sweep_statement, waiting_statement
from dossiers.telling import SHORT_LINK
from notifications.service import send_from

INBOX = "/mot-cua/?nhom=sap-den-han"  # the group of the inbox that holds what a digest is about
SHOWN_CODES = 5  # a digest names


def orders_waiting(now: datetime) -> list[Sweep]:
    """Return the orders that have something to do at `now`, the most urgent first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(waiting_statement(ORDERS), {"now": now})
        return [order for order, waits in zip(ORDERS, cursor.fetchone(), strict=True) if waits]


def run_sweep(sweep: Sweep, *, now: datetime, size: int, tell: bool = True) -> int:
    """Note up to `size` rows, oldest moment first, and return how many; rows another transaction holds are left to it.

    Flag, event, feed and notices commit together or not at all. `tell` False writes no notices (history of a replay).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sweep_statement(sweep, tell=tell), _parameters(sweep, now, size))
        return int(cursor.fetchone()[0])


def _parameters(sweep: Sweep, now: datetime, size: int) -> dict[str, str | int | bytes | datetime | date | list[Post] | None]:
    return {
        "now": now,
        "today": now.astimezone(ZONE).date(),
        "send_at": send_from(now),
        "size": size,
        "act": sweep.act,
        "system": Role.SYSTEM,
        "payload": EMPTY_PAYLOAD,
        "genesis": GENESIS,
        "officer_kind": sweep.tells_officer,
        "citizen_kind": sweep.tells_citizen,
        "posts": sorted(COMMUNE_POSTS),
        "desk": Post.DESK_OFFICER,
        "leader": Post.COMMUNE_LEADER,
        "hotline": settings.HOTLINE,
        "short_link": settings.SITE_ADDRESS + SHORT_LINK,
        "inbox_link": settings.SITE_ADDRESS + INBOX,
        "shown_codes": SHOWN_CODES,
    }
