"""The pages of a draft: one topic each, saved whenever they are sent, also when something on them is not right yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes.selectors import communes_in_order
from core import clock
from core.errors import FieldErrors
from dossiers import drafts
from dossiers.errors import CommuneNotFound, DossierNotFound
from dossiers.filing import (
    APPLICANT,
    DELIVERY,
    FILER,
    PAPERS,
    PLACE,
    REVIEW,
    FilingStep,
    answers_of,
    applicant_of,
    filer_of,
    get_draft,
    steps_of_draft,
)
from dossiers.forms.citizen import (
    FOR_OTHER,
    FOR_SELF,
    ApplicantForm,
    DeliveryForm,
    FilerForm,
    OtherApplicantForm,
    PlaceForm,
    TypedForm,
    known_of,
    shown_of,
)
from dossiers.forms.declaration import SectionForm
from dossiers.models import Draft
from dossiers.selectors.filing_pages import sent_from
from dossiers.views.citizen.filing_page import FilingPage, already_sent, leave
from dossiers.views.citizen.filing_papers import papers
from dossiers.views.citizen.filing_review import review
from dossiers.views.citizen.requests import person_of
from dossiers.views.citizen.typed import keep_typed_for_next, signed_in_keeping_typed, typed_in
from procedures.declarations import prefilled


@dataclass(frozen=True, slots=True)
class Topic:
    """How one kind of page is drawn and kept."""

    template: str
    form: Callable[[Draft, FilingStep, QueryDict | None], TypedForm]
    save: Callable[[Draft, FilingStep, dict[str, Any], date], int | None]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_keeping_typed
def filing_step(request: HttpRequest, code: str, draft: UUID, step: str) -> HttpResponse:
    """Show or take one page of the person's own draft; a draft sent before leads to its receipt. 404 for anybody else's."""
    try:
        found = get_draft(person_of(request), draft)
    except DossierNotFound:
        sent = sent_from(person_of(request), draft)
        if sent is None:
            raise
        return already_sent(request, sent)
    page = _page(found, code, step)
    if step == PAPERS:
        return papers(request, page, found)
    if step == REVIEW:
        return review(request, page, found)
    return _topic(request, page, found)


def _page(draft: Draft, code: str, step_code: str) -> FilingPage:
    step = next((each for each in steps_of_draft(draft) if each.code == step_code), None)
    if step is None or draft.procedure_version.procedure.code != code:
        raise Http404
    return FilingPage(draft.procedure_version, step, draft)


def _topic(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    topic = TOPICS.get(page.step.code, SECTION)
    typed = typed_in(request)
    form = topic.form(draft, page.step, typed)
    if typed is None:
        return page.show(request, topic.template, {"form": form})
    if (rearranged := form.rearranged()) is not None:
        items, place = rearranged
        drafts.keep_typed(draft, page.step, items)
        return HttpResponseRedirect(f"{request.path}#{place}")
    errors = _save(request, topic, page.step, draft, form)
    if "exit" in typed:
        return leave(request, draft)
    if not errors:
        return HttpResponseRedirect(page.next_url)
    if keep_typed_for_next(request):
        return HttpResponseRedirect(request.path)
    form.show_errors(errors)
    return page.show(request, topic.template, {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _save(request: HttpRequest, topic: Topic, step: FilingStep, draft: Draft, form: TypedForm) -> dict[str, str]:
    """Save a page and return what is not right on it; what was typed is kept either way."""
    typed = form.typed()
    try:
        dropped = topic.save(draft, step, typed, clock.today())
    except FieldErrors as error:
        drafts.keep_typed(draft, step, typed)
        return error.errors
    except CommuneNotFound as error:
        return {"commune": error.message}
    if dropped:
        messages.info(request, f"Đã bỏ {dropped} tệp không thuộc trường hợp bạn vừa chọn")
    return {}


def _place_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    by = FOR_OTHER if draft.is_for_other else FOR_SELF
    initial = {"by": by, "commune": draft.commune.code if draft.commune else "", "case": draft.case_code}
    return PlaceForm(typed, initial=initial, version=draft.procedure_version, communes=communes_in_order())


def _save_place(draft: Draft, _: FilingStep, typed: dict[str, str], today: date) -> int:
    for_other = {FOR_SELF: False, FOR_OTHER: True}.get(typed["by"])
    return drafts.save_place(draft, commune_code=typed["commune"], case_code=typed.get("case", ""), for_other=for_other, today=today)


def _applicant_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    saved = applicant_of(draft)
    if draft.is_for_other:
        return OtherApplicantForm(typed, initial=shown_of(saved))
    return ApplicantForm(typed, initial=shown_of(saved or known_of(draft.owner)))


def _save_applicant(draft: Draft, _: FilingStep, typed: dict[str, str], __: date) -> None:
    drafts.save_applicant(draft, typed)


def _filer_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    return FilerForm(typed, initial=shown_of(filer_of(draft) or known_of(draft.owner)))


def _save_filer(draft: Draft, _: FilingStep, typed: dict[str, str], __: date) -> None:
    drafts.save_filer(draft, typed)


def _delivery_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    return DeliveryForm(typed, initial={"delivery": draft.delivery}, commune=draft.commune, for_other=draft.is_for_other)


def _save_delivery(draft: Draft, _: FilingStep, typed: dict[str, str], __: date) -> None:
    drafts.save_delivery(draft, typed["delivery"])


def _section_form(draft: Draft, step: FilingStep, typed: QueryDict | None) -> TypedForm:
    if step.section is None:
        raise Http404
    answers = answers_of(draft)
    communes = communes_in_order() if step.section.asks_places else ()
    kept = answers.get(step.section.code)
    first = prefilled(step.section, applicant_of(draft), answers) if kept is None else {}
    return SectionForm(typed, section=step.section, answers=kept, first=first, communes=communes)


def _save_section(draft: Draft, step: FilingStep, typed: dict[str, Any], today: date) -> None:
    drafts.save_section(draft, step, typed, today=today)


SECTION = Topic("citizen/filing/section.html", _section_form, _save_section)
TOPICS = {
    PLACE: Topic("citizen/filing/place.html", _place_form, _save_place),
    APPLICANT: Topic("citizen/filing/applicant.html", _applicant_form, _save_applicant),
    FILER: Topic("citizen/filing/filer.html", _filer_form, _save_filer),
    DELIVERY: Topic("citizen/filing/delivery.html", _delivery_form, _save_delivery),
}
