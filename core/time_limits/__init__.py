"""Time limits of procedures: the rule, the moment it ends, and why that day. Source: docs/legal/time-limits.md."""

from core.time_limits.derivation import Derivation, derive
from core.time_limits.due import due_moment
from core.time_limits.pauses import Pause, due_after_pauses
from core.time_limits.rules import InvalidTimeLimit, LimitUnit, TimeLimit
from core.time_limits.strip import DayKind, DerivedDay

__all__ = [
    "DayKind",
    "Derivation",
    "DerivedDay",
    "InvalidTimeLimit",
    "LimitUnit",
    "Pause",
    "TimeLimit",
    "derive",
    "due_after_pauses",
    "due_moment",
]
