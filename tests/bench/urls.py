"""The portal's addresses and an empty page behind the same middleware: what a page of ours is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from portal.urls import handler429
from portal.urls import urlpatterns as portal_patterns

__all__ = ["handler429", "urlpatterns"]


@csrf_exempt
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("trong/", empty, name="empty"), *portal_patterns]
