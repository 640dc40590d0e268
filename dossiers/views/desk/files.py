"""Files and slips of a dossier: served only after the access check, noted, never by address."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from dossiers.access import get_office_dossier
from dossiers.desk_context import asker_of, office_of
from dossiers.readings import note_reading
from dossiers.slips import form_01
from dossiers.stored_files import file_of_dossier
from dossiers.views.letters import letter, pdf


@require(Permission.OPEN_DESK)
@require_safe
@never_cache
def file(request: HttpRequest, code: str, file_id: int) -> FileResponse:
    """Send one file of a dossier of this office."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    response = file_of_dossier(dossier, file_id, is_office=True)
    note_reading(dossier, office_of(request), "Xem tệp", asker.now)
    return response


@require(Permission.OPEN_DESK)
@require_safe
@never_cache
def slip(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Send a printed form as PDF: form 01 once the dossier is received, a letter once it was issued."""
    asker, dossier = asker_of(request), get_office_dossier(office_of(request), code)
    if form != "01":
        response = letter(dossier, form)
    elif dossier.received_at is None:
        raise Http404
    else:
        response = pdf(form_01(dossier, asker.now), dossier, form)
    note_reading(dossier, office_of(request), f"In phiếu {form}", asker.now)
    return response
