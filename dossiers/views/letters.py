"""Printed forms over HTTP; the caller has checked who may read the dossier."""

from django.http import Http404, HttpResponse

from dossiers.models import Dossier
from dossiers.slips import find_slip, print_slip


def letter(dossier: Dossier, name: str) -> HttpResponse:
    """Return a letter of a dossier as PDF.

    Raises Http404: it was not given one of this name.
    """
    events = dossier.events.exclude(artefact="").select_related("actor", "note").order_by("seq")
    slip = find_slip(list(events), name)
    if slip is None:
        raise Http404
    return pdf(print_slip(dossier, slip), dossier, name)


def pdf(content: bytes, dossier: Dossier, name: str) -> HttpResponse:
    """Return a PDF to be read in the browser and kept nowhere on the way."""
    headers = {
        "Content-Disposition": f'inline; filename="{dossier.code}-{name}.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
