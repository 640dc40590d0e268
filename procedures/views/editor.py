"""The frame of the pages for catalogue editors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from procedures.access import may_edit_catalogue

EDITORS = (("home", "Việc của tôi", "catalogue_desk"), ("imports", "Nạp danh sách", "catalogue_imports"))
EVERYBODY = (("completeness", "Độ đầy đủ", "catalogue_completeness"), ("procedures", "Danh mục công khai", "procedures"))


def render_editor(request: HttpRequest, template: str, context: dict[str, Any], *, active: str, status: int = 200) -> HttpResponse:
    """Answer with a page for editors, kept by no browser; the city reads some of them."""
    entries = EDITORS + EVERYBODY if may_edit_catalogue(request) else EVERYBODY
    nav = [{"label": label, "url": reverse(name), "count": None, "active": key == active} for key, label, name in entries]
    response = render(request, template, {"desk_name": "Danh mục thủ tục", "desk_nav": nav, **context}, status=status)
    add_never_cache_headers(response)
    return response
