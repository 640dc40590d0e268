"""Answering a supplement request: exactly what is asked, nothing lost on the way."""

import uuid
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes.selectors import calendar_for
from core import clock
from core.errors import DomainError, FieldErrors
from core.vietnamese_dates import clock_time
from dossiers.access import get_own_dossier
from dossiers.acts.supplement import supplement_dossier
from dossiers.citizen_words import citizen_status, office_word
from dossiers.errors import DossierNotFound, UploadRefused
from dossiers.file_sizes import size_words
from dossiers.models import Dossier, Suspension
from dossiers.selectors.my_page import AskedItem, asked_items, open_request, supplement_event
from dossiers.selectors.timeline import place_of
from dossiers.supplement_tray import SupplementTray
from dossiers.uploads import PDF
from dossiers.views.citizen.file_words import Refused, refused
from dossiers.views.citizen.requests import TooManyUploads, call_of, limit_uploads, number_of, person_of
from dossiers.views.citizen.typed import faults_to_show, show_faults_next

TEMPLATE = "citizen/mine/supplement.html"
LONGEST_ANSWER = 2_000


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_dossier_supplement(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is asked for, take files and words, send them when everything is answered."""
    dossier = get_own_dossier(person_of(request), code)
    asked = open_request(dossier)
    if asked is None:
        messages.info(request, "Lúc này hồ sơ không cần bổ sung gì")
        return redirect("my_dossier", code=code)
    page = SupplementPage(request, dossier, asked)
    return page.take() if request.method == "POST" else page.show()


class SupplementPage:
    """One request of the office and what the person has ready for it."""

    def __init__(self, request: HttpRequest, dossier: Dossier, asked: Suspension) -> None:
        self.request, self.dossier, self.asked = request, dossier, asked
        self.tray = SupplementTray(request.session, asked, clock.now())
        self.items = asked_items(dossier, asked)
        self.positions = [each.item.position for each in self.items]

    def take(self) -> HttpResponse:
        """Keep what came; send it unless this was only an upload, a removal or a way out."""
        try:
            limit_uploads(self.request)
        except TooManyUploads as error:
            return show_faults_next(self.request, {"refusal": error.message, "status": error.http_status})
        posted = self.request.POST
        self.tray.keep_answers({at: posted.get(f"tra-loi-{at}", "").strip()[:LONGEST_ANSWER] for at in self.positions})
        wrong = {at: found for at in self.positions if (found := self._take_files(at))}
        self._remove(posted.get("remove", ""))
        if wrong:
            return show_faults_next(self.request, {"wrong": {str(at): [asdict(each) for each in found] for at, found in wrong.items()}})
        if "exit" in posted:
            messages.success(self.request, f"Đã lưu lúc {clock_time(clock.now())}. Chưa gửi cho {office_word(self.dossier.receiving_unit)}")
            return redirect("my_dossier", code=self.dossier.code)
        if "upload" in posted or "remove" in posted:
            return HttpResponseRedirect(self.request.path + (f"#muc-{posted['upload']}" if "upload" in posted else ""))
        return self._send()

    def _take_files(self, position: int) -> list[Refused]:
        found = []
        for upload in self.request.FILES.getlist(f"tep-{position}"):
            try:
                self.tray.add(position, upload, limit=settings.CITIZEN_FILE_LIMIT, most=settings.FILES_PER_PAPER)
            except UploadRefused as error:
                found.append(refused(upload, error))
        return found

    def _remove(self, named: str) -> None:
        position, _, path = named.partition(":")
        if (at := number_of(position)) is not None:
            self.tray.remove(at, path)

    def _send(self) -> HttpResponse:
        try:
            supplement_dossier(self.dossier.pk, call=call_of(self.request), sent=self.tray.ready(self.positions))
        except FieldErrors as error:
            return show_faults_next(self.request, {"errors": error.errors})
        except DossierNotFound:
            raise
        except DomainError as error:
            return show_faults_next(self.request, {"refusal": error.message, "status": error.http_status})
        self.tray.clear()
        office = office_word(self.dossier.receiving_unit).capitalize()
        messages.success(self.request, f"Đã gửi bổ sung lúc {clock_time(clock.now())}. {office} xem và báo bạn")
        return redirect("my_dossier", code=self.dossier.code)

    def show(self) -> HttpResponse:
        faults = faults_to_show(self.request)
        wrong: dict[str, list[dict[str, str]]] = faults.get("wrong", {})
        items = [self._item(each, wrong.get(str(each.item.position), []), faults.get("errors", {})) for each in self.items]
        event = supplement_event(self.dossier)
        context = {
            "dossier": self.dossier,
            "status": citizen_status(self.dossier, clock.now()),
            "office": office_word(self.dossier.receiving_unit),
            "phone": place_of(self.dossier).desk_phone,
            "items": items,
            "days_left": self._days_left(),
            "slip": event.artefact.partition(":")[2] if event else "",
            "refused_count": sum(len(found) for found in wrong.values()),
            "first_refused": next(iter(wrong), ""),
            "lines": [{"url": f"#{item['control']}", "message": item["error"]} for item in items if item["error"]],
            "refusal": faults.get("refusal", ""),
            "megabytes": settings.CITIZEN_FILE_LIMIT // 1024 // 1024,
            "key": uuid.uuid4(),
        }
        fault_status = faults.get("status", HTTPStatus.UNPROCESSABLE_ENTITY)
        return render(self.request, TEMPLATE, context, status=fault_status if faults else HTTPStatus.OK)

    def _item(self, asked: AskedItem, wrong: list[dict[str, str]], errors: dict[str, str]) -> dict[str, Any]:
        at = asked.item.position
        return {
            "position": at,
            "what": asked.item.what,
            "reason": asked.item.reason,
            "is_paper": bool(asked.item.document_code),
            "old_files": [
                {"id": file.pk, "name": file.name, "at": file.added_at, "kind": _kind(file.content_type)} for file in asked.old_files
            ],
            "files": [
                {
                    "name": file.name,
                    "text": f"Sẵn sàng gửi, {size_words(file.size)}",
                    "kind": _kind(file.content_type),
                    "path": f"{at}:{file.stored}",
                }
                for file in self.tray.files(at)
            ],
            "refused": wrong,
            "answer": self.tray.answer(at),
            "file_control": f"tep-{at}",
            "control": f"tep-{at}" if asked.item.document_code else f"tra-loi-{at}",
            "error": errors.get(f"item-{at}", ""),
        }

    def _days_left(self) -> int | None:
        """Return the working days left to answer; None once the window is over or where none is set."""
        until, now = self.dossier.supplement_due_at, clock.now()
        if until is None or until < now:
            return None
        calendar = calendar_for(self.dossier.competent_unit_id)[1]
        return calendar.working_days_between(now.date(), until.astimezone(clock.ZONE).date())


def _kind(content_type: str) -> str:
    return "pdf" if content_type == PDF else "image"
