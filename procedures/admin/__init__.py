"""The catalogue for legal editors: found, compared, written as drafts, approved by another; what is approved is only read."""

from procedures.admin import door, procedures, versions

__all__ = ["door", "procedures", "versions"]
