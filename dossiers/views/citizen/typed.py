"""What was typed before signing in, or after a session ran out: kept sealed in the session, taken up on the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from core.sealing import seal, unseal

SESSION_KEY = "typed_before_sign_in"
LONGEST = 60_000  # characters; more is no page of a declaration
_NOT_TAKEN_UP = ("csrfmiddlewaretoken", "exit")

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Keep what was posted and lead to the sign-in page and back to this address."""
    if request.method == "POST":
        _keep(request)
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def _keep(request: HttpRequest) -> None:
    typed = request.POST.copy()
    for name in _NOT_TAKEN_UP:
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) <= LONGEST:
        request.session[SESSION_KEY] = {"path": request.path, "typed": seal(text).decode()}


def typed_in(request: HttpRequest) -> QueryDict | None:
    """Return what was typed on this page: just now, or before the person had to sign in; None for a page only looked at.

    What was kept is taken up once.
    """
    if request.method == "POST":
        return request.POST
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return QueryDict(unseal(kept["typed"].encode()))


def signed_in_keeping_typed(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R | HttpResponse]:
    """Open a view to people who are signed in; others sign in first, and nothing they typed is lost."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if not request.user.is_authenticated:
            return send_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded
