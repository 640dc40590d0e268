"""What the portal told a person."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from dossiers.access import own_dossiers
from dossiers.views.citizen.requests import person_of
from notifications.selectors import notices_of, path_of, unread_count
from notifications.service import mark_all_read, mark_read


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices; POST marks all as read."""
    person = person_of(request)
    if request.method == "POST":
        mark_all_read(person, clock.now())
        return HttpResponseRedirect(reverse("my_notices"))
    return render(request, "citizen/mine/notices.html", {"notices": notices_of(person), "unread": unread_count(person)})


@never_cache
@require_GET
@login_required
def my_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that a person opened one of his notices and go on to his dossier, or to where the notice leads."""
    person = person_of(request)
    found = mark_read(person, notice_id, clock.now())
    if found is None:
        raise Http404
    if found.about_code and own_dossiers(person).filter(code=found.about_code).exists():
        return HttpResponseRedirect(reverse("my_dossier", args=[found.about_code]))
    leads_to = "" if found.about_code else path_of(found)
    return HttpResponseRedirect(leads_to or reverse("my_notices"))
