"""The page of papers: good files stay whatever happens to the others."""

from collections.abc import Collection
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.lookup import get_or_none
from dossiers import drafts
from dossiers.errors import DocumentsMissing, DossierNotFound, UploadRefused
from dossiers.filing import get_draft
from dossiers.models import Draft
from dossiers.selectors.filing_pages import PaperBlock, paper_blocks, papers_for_counter
from dossiers.stored_files import file_response
from dossiers.views.citizen.file_words import Refused, file_name_of, received_words, refused
from dossiers.views.citizen.filing_page import FilingPage, leave
from dossiers.views.citizen.requests import TooManyUploads, limit_uploads, number_of, person_of
from dossiers.views.citizen.typed import faults_to_show, show_faults_next, signed_in_keeping_typed

TEMPLATE = "citizen/filing/papers.html"


def papers(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    """Show the papers of the case; take files, take one away, or go on when those that block are there."""
    if request.method != "POST":
        return _show(request, page, draft)
    try:
        limit_uploads(request)
    except TooManyUploads as error:
        return show_faults_next(request, {"blocked": error.message, "status": error.http_status})
    wrong = {block.paper.code: found for block in paper_blocks(draft) if (found := _take(request, draft, block))}
    if (file_id := number_of(request.POST.get("remove", ""))) is not None:
        drafts.remove_file(draft, file_id)
    if wrong:
        return show_faults_next(request, {"wrong": {code: [asdict(each) for each in found] for code, found in wrong.items()}})
    if "exit" in request.POST:
        return leave(request, draft)
    if "upload" in request.POST or "remove" in request.POST:
        return HttpResponseRedirect(request.path + (f"#giay-{request.POST['upload']}" if "upload" in request.POST else ""))
    return _go_on(request, page, draft)


def _take(request: HttpRequest, draft: Draft, block: PaperBlock) -> list[Refused]:
    """Keep the files sent for one paper; return those that could not be taken."""
    sent = request.FILES.getlist(file_name_of(block.paper.code))
    most, together = settings.FILES_PER_PAPER, len(sent) + len(block.files)
    if together > most and sent:
        return [Refused("", f"Giấy này nhận tối đa {most} tệp, bạn chọn {together}", f"Bỏ bớt {together - most} tệp")]
    found = []
    for upload in sent:
        try:
            drafts.add_file(draft, block.paper.code, upload)
        except UploadRefused as error:
            found.append(refused(upload, error))
    return found


def _go_on(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    try:
        drafts.save_papers(draft)
    except DocumentsMissing as error:
        return show_faults_next(request, {"missing": error.data["documents"]})
    return HttpResponseRedirect(page.next_url)


def _show(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    faults = faults_to_show(request)
    wrong: dict[str, list[dict[str, str]]] = faults.get("wrong", {})
    blocks = [_block(block, wrong.get(block.paper.code, []), faults.get("missing", [])) for block in paper_blocks(draft)]
    context = {
        "blocks": blocks,
        "blocked": faults.get("blocked", ""),
        "at_counter": papers_for_counter(draft),
        "megabytes": settings.CITIZEN_FILE_LIMIT // 1024 // 1024,
        "most": settings.FILES_PER_PAPER,
        "refused_count": sum(len(found) for found in wrong.values()),
        "first_refused": next(iter(wrong), ""),
        "errors": [{"url": f"#{block['control']}", "message": block["error"]} for block in blocks if block["error"]],
    }
    fault_status = faults.get("status", HTTPStatus.UNPROCESSABLE_ENTITY)
    return page.show(request, TEMPLATE, context, fault_status if faults else HTTPStatus.OK)


def _block(block: PaperBlock, wrong: list[dict[str, str]], missing: Collection[str]) -> dict[str, Any]:
    paper = block.paper
    error = f"Chưa có {paper.plain_name}. Gửi ảnh hoặc tệp PDF của giấy này" if paper.code in missing else ""
    return {
        "paper": paper,
        "control": file_name_of(paper.code),
        "files": [received_words(file) for file in block.files],
        "refused": wrong,
        "error": error,
        "full": len(block.files) >= settings.FILES_PER_PAPER,
    }


@never_cache
@require_safe
@signed_in_keeping_typed
def filing_file(request: HttpRequest, code: str, draft: UUID, file: int) -> FileResponse:
    """Return a file of the person's own draft. 404 for anybody else's."""
    found = get_or_none(get_draft(person_of(request), draft).files.filter(pk=file))
    if found is None:
        raise DossierNotFound
    return file_response(found.stored, found.name, found.content_type)
