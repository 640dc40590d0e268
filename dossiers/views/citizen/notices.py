"""What the portal told a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from dossiers.access import own_dossiers
from dossiers.views.citizen.requests import person_of
from notifications.selectors import notices_of, unread_count
from notifications.service import mark_all_read


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices, one about a dossier of the person's own leads to it; POST marks all as read."""
    person = person_of(request)
    if request.method == "POST":
        mark_all_read(person, clock.now())
        return HttpResponseRedirect(reverse("my_notices"))
    notices = notices_of(person)
    codes = {notice.about_code for notice in notices}
    own = set(own_dossiers(person).filter(code__in=codes).values_list("code", flat=True))
    return render(request, "citizen/mine/notices.html", {"notices": notices, "own": own, "unread": unread_count(person)})
