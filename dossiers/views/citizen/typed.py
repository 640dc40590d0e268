"""Between two requests: what was typed before signing in, and what was wrong with a page.

Every POST is answered by a redirect, so that going back or reloading never sends anything twice. What the next page has
to know travels sealed in the session, for one page only.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from core.sealing import seal, unseal

TYPED_KEY, FAULTS_KEY = "typed_on_a_page", "faults_of_a_page"
LONGEST = 60_000  # characters; more is no page of a declaration
_NOT_TAKEN_UP = ("csrfmiddlewaretoken", "exit")

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep what was posted and lead to the sign-in page and back to this address."""
    keep_typed_for_next(request)
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def keep_typed_for_next(request: HttpRequest) -> bool:
    """Keep what was posted for the next look at this page; tell whether that was possible."""
    typed = request.POST.copy()
    for name in _NOT_TAKEN_UP:
        typed.pop(name, None)
    text = typed.urlencode()
    if request.method != "POST" or len(text) > LONGEST:
        return False
    _put(request, TYPED_KEY, text)
    return True


def typed_in(request: HttpRequest) -> QueryDict | None:
    """Return what was typed on this page: just now, or before the person was led away; None for a page only looked at.

    What was kept is taken up once.
    """
    if request.method == "POST":
        return request.POST
    text = _take(request, TYPED_KEY)
    return QueryDict(text) if text is not None else None


def show_faults_next(request: HttpRequest, faults: dict[str, Any]) -> HttpResponse:
    """Lead back to this page, which will say what is wrong."""
    _put(request, FAULTS_KEY, json.dumps(faults, ensure_ascii=False))
    return HttpResponseRedirect(request.path)


def faults_to_show(request: HttpRequest) -> dict[str, Any]:
    """Return what the last request found wrong with this page; empty when nothing. Told once."""
    text = _take(request, FAULTS_KEY)
    return dict(json.loads(text)) if text is not None else {}


def _put(request: HttpRequest, key: str, text: str) -> None:
    request.session[key] = {"path": request.path, "sealed": seal(text).decode()}


def _take(request: HttpRequest, key: str) -> str | None:
    kept: dict[str, str] | None = request.session.get(key)
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[key]
    return unseal(kept["sealed"].encode())


def signed_in_keeping_typed(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Open a view to people who are signed in; others sign in first, and nothing they typed is lost."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if not request.user.is_authenticated:
            return send_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded
