"""The catalogue: search, facets, pages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from procedures.catalogue import answers, facet_options, result_lines, typed_without_marks
from procedures.forms import CatalogueQuery

PAGE_SIZE = 10


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    query = CatalogueQuery.read(request.GET)
    today = clock.today()
    found = answers(query, today)
    page = Paginator(found.versions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "page": page,
        "lines": result_lines(list(page.object_list), today),
        "facets": facet_options(query, found.before_facets),
        "has_best": bool(query.text) and page.number == 1 and bool(found.versions),
        "typed_without_marks": typed_without_marks(query.text),
        "breadcrumb": [{"label": "Trang chủ", "url": "/"}],
    }
    return render(request, "citizen/catalogue/procedures.html", context)
