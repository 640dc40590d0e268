"""The page for an address that asks too often."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.errors import too_many_attempts


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429. The root URLconf names it as `handler429`, where allauth looks for it."""
    return render(request, "account/too_many.html", {"message": too_many_attempts()}, status=HTTPStatus.TOO_MANY_REQUESTS)
