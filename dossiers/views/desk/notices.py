"""What the portal told this person, and what of it nobody has read: /mot-cua/thong-bao/."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import grants, require
from accounts.current_office import OfficeRequest
from accounts.models import Membership
from accounts.permissions import Permission, Post
from core import clock
from dossiers.city_context import render_city
from dossiers.desk_context import NOTICES, asker_of, render_desk
from dossiers.escalation.reading import Unread, unread_today
from notifications.models import Notice
from notifications.selectors import MOST_NOTICES, notices_of, path_of
from notifications.service import mark_all_read, mark_read


@require(Permission.READ_DOSSIER)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices, to leaders and the city also what nobody has read; POST marks one's own as read."""
    office = _office(request)
    if request.method == "POST":
        mark_all_read(office.user, clock.now())
        return HttpResponseRedirect(reverse("desk_notices"))
    found = notices_of(office.user)
    context = {"notices": found, "has_new": any(not notice.is_read for notice in found), "unread": _unread(office), "most": MOST_NOTICES}
    if office.commune_id is not None:
        return render_desk(request, "desk/notices.html", context | {"base": "desk/base.html"}, asker=asker_of(request), active=NOTICES)
    return render_city(request, "desk/notices.html", context | {"base": "city/base.html"}, active=NOTICES)


@require(Permission.READ_DOSSIER)
@require_GET
@never_cache
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that this person opened one of his notices and go on to the dossier or list it is about."""
    found = mark_read(_office(request).user, notice_id, clock.now())
    if found is None:
        raise Http404
    return HttpResponseRedirect(_leads_to(found, _office(request)))


def _office(request: HttpRequest) -> Membership:
    return cast(Membership, cast(OfficeRequest, request).membership)  # behind access.require there is one


def _leads_to(found: Notice, office: Membership) -> str:
    if found.about_code and office.commune_id is not None:
        return reverse("desk_dossier", args=[found.about_code])
    return path_of(found) or reverse("desk_notices")


def _unread(office: Membership) -> list[Unread]:
    if office.post == Post.COMMUNE_LEADER or grants(office.post, Permission.OPEN_CITY):
        return unread_today(office.user_id, office.commune_id, clock.today())
    return []
