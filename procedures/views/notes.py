"""Notes for officers, written by catalogue editors: /thu-tuc/<code>/ghi-chu/…"""

from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError
from procedures.acts.notes import NoteMoved, add_note, edit_note, remove_note
from procedures.models import GuidanceNote, ProcedureVersion
from procedures.note_form import NoteForm
from procedures.selectors import versions_of
from procedures.selectors.notes import find_note
from procedures.views.editor import render_editor

NOTES = "#so-tay"


@require(Permission.EDIT_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new note; what cannot be is shown with what was typed."""
    version = _version(code)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_note(version.procedure_id, _editor(request), text=form.cleaned_data["text"], source=form.cleaned_data["source"])
        return _back(code)
    return _form(request, version, form)


@require(Permission.EDIT_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, note_id: int) -> HttpResponse:
    version, note = _version(code), _note(code, note_id)
    form = NoteForm.of(note, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, version, form, note)
    facts = form.cleaned_data
    try:
        edit_note(note_id, _editor(request), text=facts["text"], source=facts["source"], seen_at=facts["seen_at"])
    except NoteMoved as error:
        return _form(request, version, form, _note(code, note_id), error)
    return _back(code)


@require(Permission.EDIT_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, note_id: int) -> HttpResponse:
    """Ask once more, then remove."""
    version, note = _version(code), _note(code, note_id)
    if request.method == "POST":
        remove_note(note_id)
        return _back(code)
    return render_editor(request, "catalogue_desk/note_remove.html", {"version": version, "note": note}, active="")


def _form(
    request: HttpRequest, version: ProcedureVersion, form: NoteForm, note: GuidanceNote | None = None, error: DomainError | None = None
) -> HttpResponse:
    status = error.http_status if error else HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"version": version, "form": form, "note": note, "error": error}
    return render_editor(request, "catalogue_desk/note.html", context, active="", status=int(status))


def _version(code: str) -> ProcedureVersion:
    """Return the newest version, by whose name the page calls the procedure."""
    version = versions_of(code).first()
    if version is None:
        raise Http404
    return version


def _note(code: str, note_id: int) -> GuidanceNote:
    note = find_note(code, note_id)
    if note is None:
        raise Http404
    return note


def _back(code: str) -> HttpResponse:
    return redirect(reverse("procedure", args=[code]) + NOTES)


def _editor(request: HttpRequest) -> User:
    return cast(User, request.user)  # the door lets in nobody else
