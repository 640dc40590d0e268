"""Who may see what of the city: posts of the city everything, an auditor of one commune the lists of that commune alone."""

from django.http import Http404

from accounts.current_office import OfficeRequest
from communes.models import Commune


def require_scope(request: OfficeRequest, unit: Commune | None = None) -> None:
    """Check that the chosen post reaches as far as the page: the whole city, or `unit`.

    Raises Http404.
    """
    office = request.membership
    if office is None or office.commune_id not in (None, unit.pk if unit else None):
        raise Http404
