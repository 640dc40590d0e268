"""The overdue sweep, against plain SQL that writes the same rows."""

from collections.abc import Iterator
from time import perf_counter

from django.db import connection, transaction

from core import clock
from dossiers.acts.note_overdue import note_overdue_dossiers
from dossiers.models import Dossier, DossierEvent, EventFeed
from notifications.models import Notice
from tests.bench.measuring import Row, ratio_at_most
from tests.bench.world import World

MOST = 100_000
MOST_RATIO = 1.5

_MAKE_DUE = """
UPDATE dossiers_dossier SET state = 4, finished_at = NULL, returned_at = NULL, remaining_minutes = NULL, overdue_noted_at = NULL,
    due_at = now() - interval '1 hour', next_act_by = now() - interval '1 hour'
WHERE id = ANY(%s)
"""

_PLAIN = (
    """
    UPDATE dossiers_dossier SET overdue_noted_at = %(now)s, version = version + 1, last_seq = last_seq + 1, last_hash = %(hash)s
    WHERE id = ANY(%(ids)s)
    """,
    """
    INSERT INTO dossiers_dossierevent (cohort, dossier_id, seq, at, act, actor_id, post, unit_id, from_state, to_state, act_key,
        artefact, payload_sha256, prev_hash, hash)
    SELECT cohort, id, last_seq, %(now)s, 'note_overdue', NULL, 'system', NULL, state, state, NULL, '', %(hash)s, %(hash)s, %(hash)s
    FROM dossiers_dossier WHERE id = ANY(%(ids)s)
    """,
    """
    INSERT INTO dossiers_eventfeed (event_id)
    SELECT id FROM dossiers_dossierevent WHERE dossier_id = ANY(%(ids)s) AND at = %(now)s AND act = 'note_overdue'
    """,
    """
    INSERT INTO notifications_notice (dedupe, kind, channel, recipient_id, address_sealed, about_id, about_code, data, status,
        next_try_at, attempts, last_error, created_at, sent_at)
    SELECT 'bench:' || d.id || ':in_app', 'overdue_officer', 'in_app', coalesce(d.assignee_id, m.user_id), NULL, d.id, d.code,
        jsonb_build_object('code', d.code, 'due', to_char(d.due_at, 'HH24:MI DD/MM/YYYY'), 'link', d.link_key, 'hotline', '1900 1009'),
        'sent', %(now)s, 0, '', %(now)s, %(now)s
    FROM dossiers_dossier d
    JOIN accounts_membership m ON m.commune_id = d.receiving_unit_id AND m.post = 'desk_officer' WHERE d.id = ANY(%(ids)s)
    """,
)


def rows(world: World) -> Iterator[Row]:
    count = min(MOST, world.size // 4)
    ids = list(
        Dossier.objects.exclude(batch="").filter(original_due_at__isnull=False).order_by("?").values_list("pk", flat=True)[: 2 * count]
    )
    theirs, ours = ids[:count], ids[count : 2 * count]
    note_overdue_dossiers(now=clock.now())  # what is due by itself is not measured
    baseline, written_plainly = _timed(world, theirs, lambda: _plainly(theirs))
    took, written = _timed(world, ours, lambda: note_overdue_dossiers(now=clock.now()))
    if written != written_plainly:
        raise AssertionError(f"the sweep wrote {written}, plain SQL {written_plainly}")
    yield ratio_at_most("overdue sweep with events and notices, against plain SQL", len(ours), took, "s", baseline, MOST_RATIO)


def _timed(world: World, ids: list[int], run: object) -> tuple[float, dict[str, int]]:
    """Make these dossiers due, run, and return the seconds it took and the rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_DUE, [ids])
    world.settle()
    before = _counts()
    started = perf_counter()
    run()  # type: ignore[operator]
    took = perf_counter() - started
    return took, {name: count - before[name] for name, count in _counts().items()}


def _counts() -> dict[str, int]:
    return {
        "flags": Dossier.objects.filter(overdue_noted_at__isnull=False).count(),
        "events": DossierEvent.objects.count(),
        "feed": EventFeed.objects.count(),
        "notices": Notice.objects.count(),
    }


def _plainly(ids: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _PLAIN:
            cursor.execute(statement, {"ids": ids, "now": clock.now(), "hash": bytes(32)} | {"now": _moment(cursor)})


def _moment(cursor: object) -> object:
    cursor.execute("SELECT transaction_timestamp()")  # type: ignore[attr-defined]
    return cursor.fetchone()[0]  # type: ignore[attr-defined]
