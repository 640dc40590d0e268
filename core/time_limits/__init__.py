"""Time limits of procedures: the rule, the moment it ends, and why that day. Source: docs/legal/time-limits.md."""

from core.time_limits.changes import (
    Change,
    Extension,
    InvalidExtension,
    InvalidPause,
    Pause,
    Step,
    extended_due,
    minutes_left,
    present_due,
    require_forward,
    require_order,
    resumed_due,
)
from core.time_limits.derivation import Derivation, derive
from core.time_limits.due import due_moment
from core.time_limits.punctuality import Punctuality, Standing, standing_at, when_finished
from core.time_limits.rules import InvalidTimeLimit, LimitUnit, TimeLimit
from core.time_limits.stored import Clock, clock_for, start_clock
from core.time_limits.strip import DayKind, DerivedDay

__all__ = [
    "Change",
    "Clock",
    "DayKind",
    "Derivation",
    "DerivedDay",
    "Extension",
    "InvalidExtension",
    "InvalidPause",
    "InvalidTimeLimit",
    "LimitUnit",
    "Pause",
    "Punctuality",
    "Standing",
    "Step",
    "TimeLimit",
    "clock_for",
    "derive",
    "due_moment",
    "extended_due",
    "minutes_left",
    "present_due",
    "require_forward",
    "require_order",
    "resumed_due",
    "standing_at",
    "start_clock",
    "when_finished",
]
