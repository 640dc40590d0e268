"""For search engines: which pages there are, and which are nobody's but a person's own."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core import clock
from procedures.page import canonical
from procedures.selectors import published

PAGES = ("home", "procedures", "catalogue_contents", "track")
A_DAY = 86_400  # seconds


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", {"sitemap": _full("sitemap")}, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public pages and every procedure in force with the day its version began. One query."""
    versions = published(clock.today()).values_list("procedure__code", "in_force_from")
    context = {
        "pages": [_full(name) for name in PAGES],
        "procedures": [{"address": canonical(code), "changed_on": changed_on} for code, changed_on in versions],
    }
    return render(request, "sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _full(name: str) -> str:
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse(name)}"
