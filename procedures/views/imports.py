"""Lists in the shape of the official one: handed in by one editor, looked at and approved by another."""

from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from core import clock
from core.errors import DomainError
from procedures import tasks
from procedures.acts.approve_list import approve_list
from procedures.acts.check_list import check_list
from procedures.acts.discard_list import discard_list
from procedures.importing.columns import COLUMNS
from procedures.importing.errors import BrokenList
from procedures.importing.template import template_workbook
from procedures.models import CatalogueImport
from procedures.upload_form import ListForm
from procedures.uploads import find_upload, upload_page, uploads
from procedures.views.editor import render_editor

PAGE_SIZE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require(Permission.EDIT_CATALOGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The lists handed in; POST takes another one and says what it would change. Nothing is written."""
    now = clock.now()
    form = ListForm(request.POST or None, request.FILES or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = check_list(file.name, file.read(), form.terms(), prepared_by=_reader(request), at=now)
        except BrokenList as error:
            form.add_error("file", error.message)
        else:
            return redirect("catalogue_import", upload.pk)
    page = Paginator(uploads(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "columns": COLUMNS}
    return render_editor(request, "catalogue_desk/imports.html", context, active="imports", status=422 if form.errors else 200)


@require(Permission.EDIT_CATALOGUE)
@require_safe
def catalogue_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What one list changes, and the two decisions about it."""
    return _show(request, import_id)


@require(Permission.EDIT_CATALOGUE)
@require_POST
def approve(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Have the list written by a worker; again for a write that was lost."""
    try:
        approve_list(import_id, approver=_reader(request), at=clock.now())
    except DomainError as error:
        return _show(request, import_id, error)
    tasks.start_writing(import_id)
    return redirect("catalogue_import", import_id)


@require(Permission.EDIT_CATALOGUE)
@require_POST
def discard(request: HttpRequest, import_id: UUID) -> HttpResponse:
    try:
        discard_list(import_id)
    except DomainError as error:
        return _show(request, import_id, error)
    return redirect("catalogue_imports")


@require(Permission.EDIT_CATALOGUE)
@require_safe
@never_cache
def progress(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """How far the write is, for the page that waits; once it is over the page loads anew."""
    upload = _find(import_id)
    if upload.state == CatalogueImport.State.APPLYING:
        shown = upload_page(upload, reader=_reader(request), asked={}, now=clock.now())
        return render(request, "catalogue_desk/_progress.html", {"shown": shown})
    answer = HttpResponseClientRedirect if getattr(request, "htmx", None) else HttpResponseRedirect
    return answer(redirect("catalogue_import", import_id).url)


@require(Permission.EDIT_CATALOGUE)
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="mau-danh-muc.xlsx"'}
    return HttpResponse(template_workbook(), content_type=XLSX, headers=headers)


def _show(request: HttpRequest, import_id: UUID, error: DomainError | None = None) -> HttpResponse:
    shown = upload_page(_find(import_id), reader=_reader(request), asked=request.GET.dict(), now=clock.now())
    status = int(error.http_status) if error else 200
    return render_editor(request, "catalogue_desk/import.html", {"shown": shown, "error": error}, active="imports", status=status)


def _find(import_id: UUID) -> CatalogueImport:
    upload = find_upload(import_id)
    if upload is None:
        raise Http404
    return upload


def _reader(request: HttpRequest) -> User:
    return cast(User, request.user)  # the door lets in nobody else
