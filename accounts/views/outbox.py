"""Messages that were not really sent: a page of development and training, closed everywhere else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.outbox import recent_messages


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest messages. 404 unless DEBUG_OUTBOX: codes of other people stand here."""
    if not settings.DEBUG_OUTBOX:
        raise Http404
    return render(request, "account/outbox.html", {"outbox": recent_messages()})
