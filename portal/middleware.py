"""What every answer goes through: its size on the way, who may keep it, and domain errors that a view did not answer itself."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from core.api_errors import PROBLEM_TYPE, problem_body
from core.locks import domain_error_of
from portal.policies import ADMIN_PREFIX

SHRINKS = frozenset({"application/json", PROBLEM_TYPE, "application/vnd.oai.openapi", "application/vnd.oai.openapi+json", "image/svg+xml"})


class ShrinkMiddleware(GZipMiddleware):
    """Compress what is text, by its type: photos and PDF would only cost time. Random padding hides lengths (BREACH)."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return super().process_response(request, response) if kind.startswith("text/") or kind in SHRINKS else response


class AdminQueryMiddleware:
    """Refuse a query with a NUL under /admin/, whose library would hand it to the database, which cannot hold one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMIN_PREFIX) and "%00" in request.META["QUERY_STRING"]:
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        return self.get_response(request)


class PrivateAnswerMiddleware:
    """Let nobody keep what a signed-in person was shown, unless the view itself says how long: computers are shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class DomainErrorMiddleware:
    """Answer DomainError, and a lock not got in time, with its status: as a page, or as problem+json under /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        error = domain_error_of(exception)
        if error is None:
            return None
        status = int(error.http_status)
        if request.path.startswith("/api/"):
            return JsonResponse(problem_body(error), status=status, content_type=PROBLEM_TYPE)
        template = "404.html" if status == 404 else "errors/refused.html"
        return render(request, template, {"error": error}, status=status)
