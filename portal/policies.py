"""Content policies of the two rooms whose libraries need more than ours. Source: docs/adr/0007-strict-csp-and-its-exceptions.md."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PREFIX = "/admin/"
Answer = Callable[[HttpRequest], HttpResponseBase]

# Swagger UI writes style attributes; its script comes from an address of its own (split view).
swagger_policy = csp_update({"style-src": [SELF, UNSAFE_INLINE]})

# django-unfold computes expressions in attributes (Alpine) and writes styles.
_admin_policy = csp_update({"script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]})


class AdminPolicyMiddleware:
    """Give the pages under /admin/ the policy their library needs, and no other page."""

    def __init__(self, get_response: Answer) -> None:
        self.plain, self.admin = get_response, _admin_policy(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.admin if request.path.startswith(ADMIN_PREFIX) else self.plain
        return answer(request)
