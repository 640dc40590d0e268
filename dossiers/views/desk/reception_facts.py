"""What the right column of reception tells while the form is filled in: the appointment and the checks before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from communes.selectors import calendar_for
from core import clock
from core.errors import DomainError
from core.identity import check_identity_against, parse_identity_number
from core.money import dong
from core.time_limits import Derivation, TimeLimit, derive
from core.vietnamese_dates import short_date
from core.working_calendar import CalendarMissing
from dossiers.forms.desk_reception import ReceptionForm
from dossiers.opening import missing_papers, require_handled, require_open
from dossiers.readings import note_found
from dossiers.selectors.inbox_filters import Asker
from dossiers.selectors.office_search import dossiers_of_person
from procedures.models import Fee
from procedures.prices import charges

DUPLICATE_DAYS = 90
LOOKED_FOR_DUPLICATES = "Kiểm tra hồ sơ trùng"
_ICONS = {"ok": "tick-circle", "soon": "clock", "overdue": "triangle-alert"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checks: `tone` is "ok", "soon" (to be done) or "overdue" (stands in the way)."""

    tone: str
    text: str

    @property
    def icon(self) -> str:
        return _ICONS[self.tone]


def appointment(form: ReceptionForm, asker: Asker) -> Derivation | None:
    """Return the due moment of a reception right now, with its days; None while no limit is known or no calendar holds it."""
    try:
        return _derived(form, asker)
    except CalendarMissing:
        return None


def _derived(form: ReceptionForm, asker: Asker) -> Derivation | None:
    limit, commune = form.version.time_limit or _typed_limit(form), form.chosen_commune
    if limit is None or commune is None:
        return None
    return derive(limit, asker.now, calendar_for(commune.pk)[1])


def _calendar(form: ReceptionForm, asker: Asker) -> list[Check]:
    """Say what to do where the calendar does not reach to the due moment: nobody can receive before it does."""
    try:
        _derived(form, asker)
    except CalendarMissing as error:
        return [Check("overdue", f"{error.message}. Báo cán bộ thành phố bổ sung lịch làm việc rồi tiếp nhận")]
    return []


def _typed_limit(form: ReceptionForm) -> TimeLimit | None:
    if "limit_amount" not in form.fields:
        return None
    try:
        return TimeLimit.parse(f"{form['limit_amount'].value() or ''}{form['limit_unit'].value() or 'd'}")
    except DomainError:
        return None


def checks_of(form: ReceptionForm, fees: Sequence[Fee], asker: Asker) -> list[Check]:
    """Return the checks in the order of the form. One query for the person's earlier dossiers; the one that is told of is noted."""
    return [_procedure(form, asker), *_calendar(form, asker), _place(form, asker), *_person(form, asker), _papers(form), _fees(fees)]


def _procedure(form: ReceptionForm, asker: Asker) -> Check:
    try:
        require_open(form.version, asker.now.date())
    except DomainError as error:
        return Check("overdue", error.message)
    if form.version.time_limit is None:
        return Check("soon", "Danh mục chưa có thời hạn: nhập thời hạn và căn cứ")
    return Check("ok", "Thủ tục còn hiệu lực")


def _place(form: ReceptionForm, asker: Asker) -> Check:
    commune = form.chosen_commune
    if commune is None:
        return Check("overdue", "Chọn nơi giải quyết")
    try:
        require_handled(form.version, commune, form.membership.commune)
    except DomainError as error:
        return Check("overdue", error.message)
    if commune.pk == asker.unit_id:
        return Check("ok", f"Thuộc thẩm quyền {commune.full_name}")
    if form.version.is_immediate:
        return Check("soon", f"Nhận hộ {commune.full_name}: tiếp nhận và chuyển đi, không trả ngay tại đây")
    return Check("soon", f"Nhận hộ {commune.full_name}: chuyển điện tử ngay, bản giấy trong buổi")


def _person(form: ReceptionForm, asker: Asker) -> list[Check]:
    typed = str(form["identity_number"].value() or "")
    if not typed:
        return [Check("soon", "Chưa có số định danh")]
    try:
        number = parse_identity_number(typed)
    except DomainError as error:
        return [Check("overdue", error.message)]
    doubts = [Check("soon", warning) for warning in check_identity_against(number)]
    return [*(doubts or [Check("ok", "Số định danh đủ 12 chữ số")]), _duplicates(form, number, asker)]


def _duplicates(form: ReceptionForm, number: str, asker: Asker) -> Check:
    found = dossiers_of_person(number, asker, since=asker.now - timedelta(days=DUPLICATE_DAYS))
    if not found:
        return Check("ok", "Không có hồ sơ trùng trong 90 ngày")
    same = next((row for row in found if row["procedure_id"] == form.version.procedure_id), None)
    told = same or found[0]
    note_found([told["code"]], form.membership, LOOKED_FOR_DUPLICATES, asker.now)
    if same is not None:
        return Check("overdue", f"Đã nộp thủ tục này ngày {short_date(same['listed_at'])}, mã {same['code']}")
    return Check("ok", f"Không trùng trong 90 ngày; hồ sơ gần nhất: {told['procedure']}, {short_date(told['listed_at'])}")


def _papers(form: ReceptionForm) -> Check:
    needed = [paper for paper in form.papers if paper.blocks and not paper.counter_only]
    missing = missing_papers(form.version, form.case_code, form.ticked)
    if missing:
        return Check(
            "overdue", f"Có {len(needed) - len(missing)} trong {len(needed)} giấy phải có, thiếu: {'; '.join(name for _, name in missing)}"
        )
    return Check("ok", f"Đủ {len(needed)} trong {len(needed)} giấy phải có" if needed else "Không có giấy bắt buộc")


def _fees(fees: Sequence[Fee]) -> Check:
    here = [price.payable for _, price in charges(fees, Fee.Channel.COUNTER, clock.today())]
    due = [amount for amount in here if amount]
    if not due and None in here:
        return Check("soon", "Có lệ phí, danh mục chưa rõ mức: thu theo quy định")
    if not due:
        return Check("ok", "Danh mục không nêu khoản phải thu")
    return Check("soon", f"Lệ phí {', '.join(dong(amount) for amount in due)}: xác nhận khi thu tiền")
