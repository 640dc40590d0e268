"""The pages of a draft: one topic each, saved whenever they are sent, also when something on them is not right yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communes.selectors import communes_in_order
from core import clock
from core.errors import FieldErrors
from dossiers import drafts, filing
from dossiers.errors import CommuneNotFound, DossierNotFound
from dossiers.filing import APPLICANT, DELIVERY, PAPERS, PLACE, REVIEW, FilingStep, answers_of, applicant_of, get_draft
from dossiers.forms.citizen import ApplicantForm, DeliveryForm, PlaceForm, SectionForm, TypedForm, applicant_initial
from dossiers.models import Draft
from dossiers.selectors.filing_pages import sent_from
from dossiers.views.citizen.filing_page import FilingPage, already_sent, leave
from dossiers.views.citizen.filing_papers import papers
from dossiers.views.citizen.filing_review import review
from dossiers.views.citizen.requests import person_of
from dossiers.views.citizen.typed import keep_typed_for_next, signed_in_keeping_typed, typed_in


@dataclass(frozen=True, slots=True)
class Topic:
    """How one kind of page is drawn and kept."""

    template: str
    form: Callable[[Draft, FilingStep, QueryDict | None], TypedForm]
    save: Callable[[Draft, FilingStep, dict[str, str], date], int | None]


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
    version = draft.procedure_version
    step = next((each for each in filing.steps_of(version) if each.code == step_code), None)
    if step is None or version.procedure.code != code:
        raise Http404
    return FilingPage(version, step, draft)


def _topic(request: HttpRequest, page: FilingPage, draft: Draft) -> HttpResponse:
    topic = TOPICS.get(page.step.code, SECTION)
    typed = typed_in(request)
    form = topic.form(draft, page.step, typed)
    if typed is None:
        return page.show(request, topic.template, {"form": form})
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
    initial = {"commune": draft.commune.code if draft.commune else "", "case": draft.case_code}
    return PlaceForm(typed, initial=initial, version=draft.procedure_version, communes=communes_in_order())


def _save_place(draft: Draft, _: FilingStep, typed: dict[str, str], today: date) -> int:
    return drafts.change_place(draft, commune_code=typed["commune"], case_code=typed.get("case", ""), today=today)


def _applicant_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    return ApplicantForm(typed, initial=applicant_initial(draft, applicant_of(draft)))


def _save_applicant(draft: Draft, _: FilingStep, typed: dict[str, str], __: date) -> None:
    filing.save_applicant(draft, typed)


def _delivery_form(draft: Draft, _: FilingStep, typed: QueryDict | None) -> TypedForm:
    return DeliveryForm(typed, initial={"delivery": draft.delivery}, commune=draft.commune)


def _save_delivery(draft: Draft, _: FilingStep, typed: dict[str, str], __: date) -> None:
    filing.save_delivery(draft, typed["delivery"])


def _section_form(draft: Draft, step: FilingStep, typed: QueryDict | None) -> TypedForm:
    if step.section is None:
        raise Http404
    asks_places = any(question.type == "commune" for question in step.section.questions)
    communes = communes_in_order() if asks_places else ()
    return SectionForm(typed, initial=answers_of(draft).get(step.section.code, {}), section=step.section, communes=communes)


def _save_section(draft: Draft, step: FilingStep, typed: dict[str, str], today: date) -> None:
    filing.save_section(draft, step, typed, today=today)


SECTION = Topic("citizen/filing/section.html", _section_form, _save_section)
TOPICS = {
    PLACE: Topic("citizen/filing/place.html", _place_form, _save_place),
    APPLICANT: Topic("citizen/filing/applicant.html", _applicant_form, _save_applicant),
    DELIVERY: Topic("citizen/filing/delivery.html", _delivery_form, _save_delivery),
}
