"""Throwing away what was written and not sent, after asking once more."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dossiers.drafts import discard_draft
from dossiers.filing import get_draft
from dossiers.views.citizen.requests import person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def filing_discard(request: HttpRequest, code: str, draft: UUID) -> HttpResponse:
    """Ask, then delete the person's own draft with its files."""
    found = get_draft(person_of(request), draft)
    if request.method == "POST":
        discard_draft(found)
        messages.success(request, "Đã xóa bài viết dở")
        return redirect("my_dossiers")
    return render(request, "citizen/filing/discard.html", {"draft": found})
