"""Everything the page of one procedure says, for a day and a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from communes.models import Commune
from procedures.checklist import Checklist, case_label, checklist, chosen_case, papers_are_known
from procedures.city_calendar import city_calendar
from procedures.fee_words import fee_lines, fee_notes
from procedures.models import DocumentRequirement, Fee, ProcedureVersion, UnitTimeLimit
from procedures.plain_words import DOUBTFUL, Answer, Line, remark, when_done, where_to_file


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """One version in plain words.

    `is_current`: it is the one in force today. `looks_back`: another day than today was asked for. `papers` None: the
    catalogue does not know the papers, which is not the same as none.
    """

    version: ProcedureVersion
    versions: Sequence[ProcedureVersion]
    day: date
    today: date
    is_current: bool
    looks_back: bool
    when: Answer
    fees: Sequence[Line]
    fee_notes: Sequence[str]
    where: Answer
    remark: str
    case: str
    case_label: str
    cases: list[dict[str, Any]]
    papers: Checklist | None

    @property
    def can_be_filed_online(self) -> bool:
        return self.is_current and self.version.accepts_online and self.version.procedure.replaced_by is None

    @property
    def standing(self) -> str:
        """How the version shown stands to today, in a sentence."""
        if self.is_current:
            return "Bản này vẫn đang áp dụng."
        ended = self.version.in_force_to
        if ended is not None and ended < self.today:
            return f"Bản này hết áp dụng sau ngày {ended:%d/%m/%Y}."
        return f"Bản này áp dụng từ ngày {self.version.in_force_from:%d/%m/%Y}."

    @property
    def is_doubtful(self) -> bool:
        """Whether communes settle the matter at all is not known."""
        return self.version.procedure.verification in DOUBTFUL

    @property
    def steps(self) -> list[dict[str, str]]:
        """The steps of the citizen as `components/numbered.html` takes them."""
        return [{"title": step, "text": "", "note": ""} for step in self.version.citizen_steps]

    @property
    def address(self) -> str:
        """The one address to cite and to share."""
        return canonical(self.version.procedure.code)


def canonical(code: str) -> str:
    """Return the full address of a procedure."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{reverse('procedure', args=[code])}"


def in_force_among(versions: Sequence[ProcedureVersion], on: date) -> ProcedureVersion | None:
    return next((version for version in versions if version.is_in_force(on)), None)


def procedure_page(versions: Sequence[ProcedureVersion], day: date, now: datetime, asked_case: str) -> ProcedurePage | None:
    """Return the page of the version in force on a day; None where there is none.

    `versions` are all approved ones. Dates are computed for today's version only, others state the rule. Queries: three
    for the details, one for the calendar, one more where single communes handle the procedure.
    """
    version = in_force_among(versions, day)
    if version is None:
        return None
    _fetch_details(version)
    fees = list(version.fees.all())
    case = chosen_case(version, asked_case)
    looks_back = day != now.date()
    return ProcedurePage(
        version=version,
        versions=versions,
        day=day,
        today=now.date(),
        is_current=version.is_in_force(now.date()),
        looks_back=looks_back,
        when=when_done(version, now, None if looks_back else city_calendar()),
        fees=fee_lines(fees, day, "" if version.accepts_online else Fee.Channel.COUNTER),
        fee_notes=fee_notes(fees, day) if version.accepts_online else (),
        where=where_to_file(version, _handlers(version)),
        remark=remark(version),
        case=case,
        case_label=case_label(version, case),
        cases=[{**one, "value": one["code"], "checked": one["code"] == case, "count": None} for one in version.cases],
        papers=checklist(version.documents.all(), case) if papers_are_known(version) else None,
    )


def _fetch_details(version: ProcedureVersion) -> None:
    prefetch_related_objects(
        [version],
        Prefetch("documents", DocumentRequirement.objects.order_by("position")),
        Prefetch("fees", Fee.objects.order_by("position")),
        Prefetch("unit_limits", UnitTimeLimit.objects.order_by("position")),
    )


def _handlers(version: ProcedureVersion) -> list[str]:
    """Return the names of the only communes that handle a version; none: all do."""
    if not version.handled_by:
        return []
    return [commune.full_name for commune in Commune.objects.filter(code__in=version.handled_by).order_by("sort_key", "pk")]
