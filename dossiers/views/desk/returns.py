"""Results to hand over: /mot-cua/tra-ket-qua/."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from core.keyset import Cursor, read_cursor
from dossiers.desk_context import RETURNS, asker_of, render_desk
from dossiers.selectors.inbox_filters import TEXT_LENGTH
from dossiers.selectors.inbox_groups import count_words, office_counts
from dossiers.selectors.returns import results_to_return


@require(Permission.OPEN_DESK)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Show what waits at this desk for its citizen, newest first."""
    asker, text = asker_of(request), request.GET.get("tim", "").replace("\x00", "").strip()[:TEXT_LENGTH]
    page = results_to_return(asker, text, read_cursor(request.GET.get("sau", ""), request.GET.get("truoc", "")))
    counts = office_counts(asker)

    def address(name: str, cursor: Cursor | None) -> str:
        return f"?{urlencode(({'tim': text} if text else {}) | {name: str(cursor)})}" if cursor else ""

    context = {
        "page": page,
        "text": text,
        "count": count_words(counts.to_return),
        "previous": address("truoc", page.previous),
        "next": address("sau", page.next),
        "fact": f"{len(page.rows)} dòng, có kết quả gần đây nhất ở trên",
    }
    return render_desk(request, "desk/returns.html", context, asker=asker, counts=counts, active=RETURNS)
