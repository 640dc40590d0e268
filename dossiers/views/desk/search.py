"""Finding a dossier or a person from anywhere at the desk: /mot-cua/tim/."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.permissions import Permission
from dossiers.desk_context import asker_of, render_desk
from dossiers.selectors.office_search import MOST, search_office


@require(Permission.OPEN_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found among the dossiers of this office; others do not exist here.

    What is looked for comes by POST: identity numbers and phones must not stand in addresses and logs.
    """
    asker, text = asker_of(request), request.POST.get("q", "").strip()
    by_what, rows = search_office(text, asker)
    context = {"text": text, "by_what": by_what, "rows": rows, "is_full": len(rows) == MOST}
    return render_desk(request, "desk/search.html", context, asker=asker)
