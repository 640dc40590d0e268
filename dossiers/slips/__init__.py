"""Printed forms as PDF: facts of the log in, bytes out."""

from dossiers.slips.form_01 import form_01

__all__ = ["form_01"]
