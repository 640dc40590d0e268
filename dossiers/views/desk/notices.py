"""What the portal told this person: /mot-cua/thong-bao/."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from core import clock
from dossiers.desk_context import NOTICES, asker_of, office_of, render_desk
from notifications.selectors import notices_of
from notifications.service import mark_all_read


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the newest notices; POST marks all as read."""
    user = office_of(request).user
    if request.method == "POST":
        mark_all_read(user, clock.now())
        return HttpResponseRedirect(reverse("desk_notices"))
    return render_desk(request, "desk/notices.html", {"notices": notices_of(user)}, asker=asker_of(request), active=NOTICES)
