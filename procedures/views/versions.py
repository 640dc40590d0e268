"""What changed between two versions of a procedure: /thu-tuc/<code>/so-sanh/?cu=1&moi=2."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from procedures.models import ProcedureVersion
from procedures.public_changes import public_changes
from procedures.selectors import versions_of, with_details

OLD, NEW = "cu", "moi"


@require_safe
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    """Compare two versions; numbers that are none mean the newest and the one before. Five queries."""
    versions = list(with_details(versions_of(code)))
    if not versions:
        raise Http404
    new = _numbered(versions, request.GET.get(NEW)) or versions[0]
    old = _numbered(versions, request.GET.get(OLD)) or _before(versions, new)
    context = {
        "versions": versions,
        "old": old,
        "new": new,
        "changes": public_changes(old, new) if old else [],
        "code": code,
        "name": versions[0].plain_name,
        "breadcrumb": [
            {"label": "Trang chủ", "url": reverse("home")},
            {"label": versions[0].plain_name, "url": reverse("procedure", args=[code])},
        ],
    }
    return render(request, "citizen/catalogue/comparison.html", context)


def _numbered(versions: Sequence[ProcedureVersion], asked: str | None) -> ProcedureVersion | None:
    return next((version for version in versions if str(version.number) == asked), None)


def _before(versions: Sequence[ProcedureVersion], new: ProcedureVersion) -> ProcedureVersion | None:
    """Return the version before; of the first one the version after, None where there is no other."""
    earlier = [version for version in versions if version.number < new.number]
    return next(iter(earlier), None) or next((version for version in versions if version != new), None)
