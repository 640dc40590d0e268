"""Finding a dossier or a person from anywhere at the desk: /mot-cua/tim/."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from dossiers.desk_context import asker_of, office_of, render_desk
from dossiers.readings import note_found
from dossiers.selectors.office_search import MOST, search_office

BY_NUMBER = ("số định danh", "số điện thoại")


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found among the dossiers of this office; others do not exist here.

    What is looked for comes by POST: identity numbers and phones must not stand in addresses and logs.
    Finding by such a number tells who filed what, so it is noted like an opening.
    """
    asker, text = asker_of(request), request.POST.get("q", "").strip()
    by_what, rows = search_office(text, asker)
    if by_what in BY_NUMBER:
        note_found([row.code for row in rows], office_of(request), f"Tìm theo {by_what}", asker.now)
    context = {"text": text, "by_what": by_what, "rows": rows, "is_full": len(rows) == MOST}
    return render_desk(request, "desk/search.html", context, asker=asker)
