"""Who hears of an overdue dossier, level by level. Source: docs/legal/time-limits.md#escalation."""

from dossiers.escalation.run import run_ladder

__all__ = ["run_ladder"]
