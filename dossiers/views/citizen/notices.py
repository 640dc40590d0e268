"""What the portal told a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.access import own_dossiers
from dossiers.views.citizen.requests import person_of
from notifications.selectors import notices_of


@never_cache
@require_safe
@login_required
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices; one about a dossier of the person's own leads to it."""
    notices = notices_of(person_of(request))
    codes = {notice.about_code for notice in notices}
    own = set(own_dossiers(person_of(request)).filter(code__in=codes).values_list("code", flat=True))
    return render(request, "citizen/mine/notices.html", {"notices": notices, "own": own})
