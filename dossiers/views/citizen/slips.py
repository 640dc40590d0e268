"""Letters a person got about a dossier of his own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.access import get_own_dossier
from dossiers.views.citizen.requests import person_of
from dossiers.views.letters import letter


@never_cache
@require_safe
@login_required
def my_dossier_slip(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Send form 02, 03, 04 or 05 of the person's own dossier as PDF. 404 for anything else."""
    return letter(get_own_dossier(person_of(request), code), form)
