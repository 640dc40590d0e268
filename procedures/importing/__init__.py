"""Bringing the catalogue in: the rows that come with the portal, and lists in the shape of the official one."""

from procedures.importing.bundled import BUNDLED, BUNDLED_BY, ImportReport, load_procedures, read_files

__all__ = ["BUNDLED", "BUNDLED_BY", "ImportReport", "load_procedures", "read_files"]
