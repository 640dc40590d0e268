"""Watching the clock: standing orders, each carried out over sets of rows in single statements.

Source: docs/adr/0005-stored-due-moments-and-set-based-sweeps.md
"""

from dossiers.sweeps.noting import note_all, note_due
from dossiers.sweeps.orders import APOLOGY_DUE, DUE_SOON, ORDERS, OVERDUE, RESPONSE_OVERDUE, STEP_OVERDUE, SUPPLEMENT_EXPIRED, Sweep, Told
from dossiers.sweeps.running import orders_waiting, run_sweep

__all__ = [
    "APOLOGY_DUE",
    "DUE_SOON",
    "ORDERS",
    "OVERDUE",
    "RESPONSE_OVERDUE",
    "STEP_OVERDUE",
    "SUPPLEMENT_EXPIRED",
    "Sweep",
    "Told",
    "note_all",
    "note_due",
    "orders_waiting",
    "run_sweep",
]
