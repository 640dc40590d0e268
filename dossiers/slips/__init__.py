"""Printed forms as PDF: facts of the log in, bytes out."""

from dossiers.slips.form_01 import form_01
from dossiers.slips.issued import IssuedSlip, find_slip, issued_slips, print_slip

__all__ = ["IssuedSlip", "find_slip", "form_01", "issued_slips", "print_slip"]
