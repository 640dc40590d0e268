"""One builder for all sweeps: claim, flag, event with its hash, feed and notices in a single statement."""

from collections.abc import Iterator, Sequence
from functools import cache

from dossiers.sweeps import parts
from dossiers.sweeps.orders import Sweep


@cache
def sweep_statement(sweep: Sweep, *, tell: bool) -> str:
    """Return the statement that carries out an order; it answers how many rows it claimed."""
    return "WITH " + ",\n".join(_parts(sweep, tell=tell)) + "\nSELECT count(*) FROM claimed"


@cache
def waiting_statement(orders: Sequence[Sweep]) -> str:
    """Return the statement that tells for each order whether anything waits for it; each answer is one look into an index."""
    return "SELECT " + ",\n".join(
        parts.WAITING.format(
            source=parts.SOURCE[order.of_steps], row=parts.ROW[order.of_steps], due=_due(order), due_column=order.due_column
        )
        for order in orders
    )


def _parts(sweep: Sweep, *, tell: bool) -> Iterator[str]:
    yield parts.CLAIM.format(
        source=parts.SOURCE[sweep.of_steps],
        locked=parts.LOCKED[sweep.of_steps],
        row=parts.ROW[sweep.of_steps],
        due=_due(sweep),
        due_column=sweep.due_column,
        shown_due="d.due_at" if sweep.of_steps else f"d.{sweep.due_column}",
        is_silent=parts.HAS_APOLOGY if sweep.drafts_apology else "false",
    )
    yield parts.HASH
    yield parts.FLAG.format(flags="" if sweep.of_steps else _flags(sweep))
    if sweep.of_steps:
        yield parts.FLAG_STEPS.format(noted=sweep.noted_column)
    yield from (parts.EVENTS, parts.FEED)
    if sweep.drafts_apology:
        yield from (parts.DRAFT_APOLOGY, parts.FLAG_SILENTLY.format(noted=sweep.noted_column))
    if tell:
        yield from _telling(sweep)


def _due(sweep: Sweep) -> str:
    """Return the condition of a row that waits, in the words of its partial index."""
    row = parts.ROW[sweep.of_steps]
    reached = "<=" if sweep.warns else "<"
    states = ", ".join(str(int(state)) for state in sweep.states)
    conditions = [f"{row}.{sweep.due_column} {reached} %(now)s", f"{row}.{sweep.noted_column} IS NULL", f"d.state IN ({states})"]
    if sweep.of_steps:
        conditions.append("s.finished_at IS NULL")
    if sweep.warns:
        conditions += [f"d.{sweep.due_column} > d.received_at", "d.due_at >= %(now)s"]
    return " AND ".join(conditions)


def _flags(sweep: Sweep) -> str:
    silenced = "".join(f"{column} = coalesce(d.{column}, %(now)s), " for column in sweep.silences)
    return f"{sweep.noted_column} = %(now)s, {silenced}"


def _telling(sweep: Sweep) -> Iterator[str]:
    yield from (parts.FACTS, parts.OFFICE)
    yield parts.OFFICERS.format(told="\n    UNION ".join(parts.TOLD[told.name] for told in sweep.told))
    notices = [parts.OFFICERS_IN_DIGESTS if sweep.warns else parts.OFFICERS_ONE_BY_ONE]
    if sweep.tells_citizen is not None:
        yield parts.PEOPLE
        notices.append(parts.CITIZENS)
    yield parts.NOTICES.format(notices="\n    UNION ALL ".join(notices))
