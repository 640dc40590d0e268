"""Taking a dossier back, and changing one's mind."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.text import visible_lines
from dossiers.access import get_own_dossier
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.citizen_words import office_word
from dossiers.errors import DossierNotFound
from dossiers.models import Dossier
from dossiers.states import DossierState
from dossiers.views.citizen.my_dossier import page_context
from dossiers.views.citizen.requests import call_of, person_of

LONGEST_REASON = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_dossier_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask, then withdraw: at once before reception, by request after it."""
    dossier = get_own_dossier(person_of(request), code)
    if request.method != "POST":
        return _confirm(request, dossier)
    reason = visible_lines(request.POST.get("reason", "")).strip()[:LONGEST_REASON]
    try:
        done = withdraw_dossier(dossier.pk, call=call_of(request), reason=reason)
    except DossierNotFound:
        raise
    except DomainError as error:
        dossier.refresh_from_db()
        return _confirm(request, dossier, error)
    gone = done.state == DossierState.STOPPED
    messages.success(
        request, "Đã rút hồ sơ" if gone else f"Đã gửi yêu cầu rút. {office_word(done.receiving_unit).capitalize()} xem và báo bạn"
    )
    return redirect("my_dossier", code=code)


def _confirm(request: HttpRequest, dossier: Dossier, error: DomainError | None = None) -> HttpResponse:
    context = {
        "dossier": dossier,
        "office": office_word(dossier.receiving_unit),
        "at_once": dossier.state == DossierState.SUBMITTED,
        "reason": request.POST.get("reason", ""),
        "error": error,
        "key": uuid.uuid4(),
    }
    return render(request, "citizen/mine/withdraw.html", context, status=int(error.http_status) if error else 200)


@never_cache
@require_POST
@login_required
def my_dossier_cancel_withdrawal(request: HttpRequest, code: str) -> HttpResponse:
    """Take the wish to withdraw back."""
    dossier = get_own_dossier(person_of(request), code)
    try:
        cancel_withdrawal(dossier.pk, call=call_of(request))
    except DossierNotFound:
        raise
    except DomainError as error:
        dossier.refresh_from_db()
        context = {**page_context(request, dossier), "error": error}
        return render(request, "citizen/mine/dossier.html", context, status=int(error.http_status))
    messages.success(request, "Hồ sơ được giải quyết tiếp")
    return redirect("my_dossier", code=code)
