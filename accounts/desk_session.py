"""Sessions of people of the office end after an hour without work, and after a working day at the latest."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

SESSION_KEY = "desk_session"  # when it began and when it was last used, in seconds
ENDED_KEY = "desk_session_ended"  # tells the sign-in page why the person is there
TOUCH_SECONDS = 60  # the moment of last use is kept to the minute: one write a minute, not one a request


class DeskSessionMiddleware:
    """Sign out people of the office who were away too long, before anything is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = request.session.get(SESSION_KEY)
        if kept:
            _end_or_touch(request, kept, time.time())
        return self.get_response(request)


def begin_desk_session(request: HttpRequest) -> None:
    """Mark the session as one of the office; it also ends when the browser closes."""
    now = time.time()
    request.session[SESSION_KEY] = {"since": now, "seen": now}
    request.session.set_expiry(0)


def _end_or_touch(request: HttpRequest, kept: dict[str, float], now: float) -> None:
    idle = now - kept["seen"] > settings.STAFF_SESSION_IDLE_SECONDS
    if idle or now - kept["since"] > settings.STAFF_SESSION_LONGEST_SECONDS:
        logout(request)
        request.session[ENDED_KEY] = True
    elif now - kept["seen"] > TOUCH_SECONDS:
        request.session[SESSION_KEY] = {**kept, "seen": now}
