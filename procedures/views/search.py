"""The catalogue: search, facets, pages; and what it holds, counted."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from core import clock
from procedures.catalogue import answers, typed_without_marks
from procedures.contents import contents
from procedures.forms import CatalogueQuery
from procedures.search import Suggestions, did_you_mean, elsewhere

PAGE_SIZE = 10
HOME = {"label": "Trang chủ", "url": "/"}


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Answer what was asked. Queries: at most three, whatever the number of procedures."""
    query = CatalogueQuery.read(request.GET)
    today = clock.today()
    found = answers(query, today)
    page = Paginator(found.lines, PAGE_SIZE).get_page(request.GET.get("page"))
    nothing = bool(query.text) and not found.lines and not query.is_narrowed
    context = {
        "query": query,
        "page": page,
        "found": found,
        "has_best": bool(query.text) and page.number == 1,
        "elsewhere": elsewhere(query.text) if query.text else None,
        "suggested": _suggested(did_you_mean(query.text, on=today)) if nothing else None,
        "typed_without_marks": typed_without_marks(query.text),
        "breadcrumb": [HOME],
    }
    return render(request, "citizen/catalogue/procedures.html", context)


@require_safe
def catalogue_contents(request: HttpRequest) -> HttpResponse:
    """Say how much the catalogue holds, how far it was checked, and give it away as files."""
    today = clock.today()
    breadcrumb = [HOME, {"label": "Thủ tục", "url": reverse("procedures")}]
    return render(request, "citizen/catalogue/contents.html", {"held": contents(today), "breadcrumb": breadcrumb, "today": today})


def _suggested(found: Suggestions) -> dict[str, list[dict[str, str]]]:
    """Return phrases and occasions as links."""
    catalogue = reverse("procedures")
    return {
        "phrases": [
            {"label": phrase, "url": f"{catalogue}?{urlencode({'q': phrase})}", "hint": "", "icon": ""} for phrase in found.phrases
        ],
        "events": [
            {"label": event.title, "url": f"{catalogue}?{urlencode({'viec': event.code})}", "hint": event.hint, "icon": event.icon}
            for event in found.events
        ],
    }
