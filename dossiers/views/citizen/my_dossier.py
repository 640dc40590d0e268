"""One dossier of the person's own: where it is, what to do, its papers."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from dossiers.access import get_own_dossier, may_act
from dossiers.actors import citizen
from dossiers.citizen_words import citizen_status, office_word
from dossiers.file_sizes import size_words
from dossiers.models import Dossier
from dossiers.selectors.derivation import why_this_date
from dossiers.selectors.my_page import declared_sections, filed_for, papers_of_dossier, reason_told, valid_result
from dossiers.selectors.timeline import timeline
from dossiers.selectors.tracking import history_of
from dossiers.slips import issued_slips
from dossiers.states import Act, moves_from
from dossiers.stored_files import file_of_dossier
from dossiers.views.citizen.requests import person_of


@never_cache
@require_safe
@login_required
def my_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """Show a dossier to one of its people. 404 for anybody else."""
    dossier = get_own_dossier(person_of(request), code)
    return render(request, "citizen/mine/dossier.html", page_context(request, dossier))


def page_context(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    """Return what the page shows, for the page itself and for acts that answer with it."""
    history = history_of(dossier)
    status = citizen_status(dossier, clock.now())
    return {
        "dossier": dossier,
        "status": status,
        "office": office_word(dossier.receiving_unit),
        "phone": history.place.desk_phone,
        "timeline": timeline(dossier, history.events, history.place, status),
        "why": why_this_date(dossier, history.stops, history.extension),
        "original_due_at": dossier.original_due_at if dossier.original_due_at != dossier.due_at else None,
        "apology": history.extension,
        "reason": reason_told(dossier),
        "papers": _papers(dossier),
        "declared": declared_sections(dossier),
        "result": valid_result(dossier),
        "applicant": filed_for(dossier, person_of(request)),
        "letters": issued_slips(dossier.events.exclude(artefact="").order_by("seq")),
        "acts": _acts(request, dossier),
        "key": uuid.uuid4(),
    }


def _papers(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {"title": paper.title, "files": [{"id": file.pk, "name": file.name, "size": size_words(file.size)} for file in paper.files]}
        for paper in papers_of_dossier(dossier)
    ]


def _acts(request: HttpRequest, dossier: Dossier) -> set[str]:
    """Return the acts this person may perform now."""
    actor = citizen(person_of(request))
    return {move.act.value for move in moves_from(dossier.state) if may_act(actor, dossier, move)} & {Act.WITHDRAW, Act.CANCEL_WITHDRAWAL}


@never_cache
@require_safe
@login_required
def my_dossier_file(request: HttpRequest, code: str, file: int) -> FileResponse:
    """Return a file of the person's own dossier; the result only once it was handed over. 404 for anything else."""
    return file_of_dossier(get_own_dossier(person_of(request), code), file, is_office=False)
